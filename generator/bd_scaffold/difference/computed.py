"""How a field is computed, then and now."""

from __future__ import annotations

from collections.abc import Iterator

from ..model.types import Computed
from .change import Change, effects
from .declared import Field
from .today import Today


def changes(subject: str, old: Field, new: Field, today: Today) -> Iterator[Change]:
    """Yield that a field is computed otherwise, from now on, or no longer."""
    then, now = old.computed, new.computed
    shown = not (old.value.is_internal and new.value.is_internal)
    if then is None and now is not None:
        costs = effects(loses_data=True, breaks_clients=shown)
        yield Change(
            subject,
            f"{written(now)} added, in the place of what was given",
            "changed",
            costs,
        )
    elif then is not None and now is None:
        asked = new.value.in_create and new.value.required
        costs = effects(breaks_clients=asked)
        yield Change(
            subject,
            f"{written(then)} removed, and what it came to stays",
            "changed",
            costs,
        )
    elif then is not None and now is not None:
        yield from _otherwise(subject, then, now, today)


def _otherwise(
    subject: str, then: Computed, now: Computed, today: Today
) -> Iterator[Change]:
    before = today.sql(then.sql.postgresql), today.sql(then.sql.sqlite)
    same = before == (now.sql.postgresql, now.sql.sqlite)
    if not same and then.said != now.said:
        text = f"{_said(then)} changed to {_said(now)}"
        yield Change(subject, text, "changed")
    if then.stored != now.stored:
        text = f"virtual {'removed' if now.stored else 'added'}"
        yield Change(subject, text, "changed")


def written(computed: Computed) -> str:
    """Return the words of a field's line by which it is computed."""
    return f"{_said(computed)}{' virtual' * (not computed.stored)}"


def _said(computed: Computed) -> str:
    return f"computed({computed.said})"
