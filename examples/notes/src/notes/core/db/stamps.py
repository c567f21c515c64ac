"""What fills columns that nobody writes: the context of the work, when a row is stored."""

from collections.abc import Callable, Mapping

from notes.core.context import Context

Stamps = Mapping[str, Callable[[Context], object]]
"""Where a column's value comes from, by attribute."""


def moment(context: Context) -> object:
    """Return the present moment by the context's clock."""
    return context.clock()


CREATED: Stamps = {"created_at": moment, "updated_at": moment}
CHANGED: Stamps = {"updated_at": moment}
