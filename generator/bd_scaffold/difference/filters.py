"""In which forms lists are narrowed by a column, then and now: `filter(range, null)`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from ..language.filters import FORMS, Form
from ..model.types import Filter
from ..resolve import moments
from ..resolve.types import Operator
from .change import BREAKING, SAFE, Change

_FORMS: Mapping[Operator, Form] = {
    "in": "in",
    "not_in": "not",
    "null": "null",
    "prefix": "prefix",
}
_INCLUDED = ("ge", "le")
"""How the ends of days and times are compared by `range`; numbers are so without it."""


def forms_asked(filters: Iterable[Filter], column: str) -> tuple[Form, ...]:
    """Return the forms that filters of a column are asked for by, beside the usual ones."""
    found = {_form(each) for each in filters if each.column == column}
    return tuple(form for form in FORMS if form in found)


def _form(each: Filter) -> Form | None:
    if each.operator in _INCLUDED and each.schema.type in moments.EXAMPLES:
        return "range"
    return _FORMS.get(each.operator)


def reworded(
    subject: str, old: tuple[Form, ...], new: tuple[Form, ...]
) -> Iterator[Change]:
    """Yield the forms that are asked for now, and those that no longer are."""
    for word, costs, forms in (
        ("added", SAFE, [each for each in new if each not in old]),
        ("removed", BREAKING, [each for each in old if each not in new]),
    ):
        if forms:
            text = f"filter({', '.join(forms)}) {word}"
            yield Change(subject, text, "changed", costs)
