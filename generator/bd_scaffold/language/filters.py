"""By what lists are narrowed beside what `filter` alone gives: `filter(range, null)`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Literal, get_args

from ..record import Record
from .reading import (
    UNREAD,
    Choice,
    Json,
    Mistake,
    Scalar,
    WrongError,
    named_like,
)
from .tree import Path

Form = Literal["range", "prefix", "null", "not", "in"]

Said = bool | tuple[Form, ...]
"""What a field says of `filter`: nothing, the word alone, or forms as well."""

FORMS: tuple[Form, ...] = get_args(Form)
"""What may stand in the parentheses of `filter`, in the order in which it is said."""


class Filtering(Record, frozen=True):
    """True, false, or the forms that lists are narrowed by beside the usual ones."""

    def read(self, value: Any, path: Path, mistakes: list[Mistake]) -> Any:
        """Return a flag, or the forms."""
        if isinstance(value, bool) or value in ("true", "false"):
            return value in (True, "true")
        forms = [value] if isinstance(value, str) else value
        if not isinstance(forms, list) or not forms:
            message = "names no form, and is neither true nor false."
            mistakes.append(Mistake(path, value, "BD110", message))
            return UNREAD
        before = len(mistakes)
        choice = Choice(FORMS)
        found = tuple(
            choice.read("null" if each is None else each, (*path, number), mistakes)
            for number, each in enumerate(forms)
        )
        return UNREAD if len(mistakes) > before else found

    def schema(self) -> Json:
        """Return the schema of a flag, or of forms; an editor reads a bare `null` as none."""
        form = {"enum": [*FORMS, None]}
        return {
            "anyOf": [
                {"type": "boolean"},
                {"enum": [*FORMS], "type": "string"},
                {"items": form, "minItems": 1, "type": "array", "uniqueItems": True},
            ]
        }


FILTERING = Filtering()


def forms_of(said: Said) -> tuple[Form, ...]:
    """Return the forms that a field asks for beside the usual ones."""
    return () if isinstance(said, bool) else said


class Asked(str):
    """The name of a column that lists are narrowed by, with the forms asked for."""

    __slots__ = ("forms",)

    forms: tuple[Form, ...]


def asked_forms(asked: Iterable[str], name: str) -> tuple[Form, ...]:
    """Return the forms that an entity asks for of a column, among the names that it lists."""
    for each in asked:
        if each == name:
            return getattr(each, "forms", ())
    return ()


def _asked(value: object) -> Any:
    if not isinstance(value, str):
        return UNREAD
    match = re.fullmatch(r"\s*([^\s()]+)\s*(?:\(([^()]*)\))?\s*", value)
    if match is None:
        raise WrongError("BD113", "is not written `price.amount(range, null)`.")
    name, inside = match.groups()
    asked = Asked(name)
    asked.forms = ()
    if inside is not None:
        said = [each.strip() for each in inside.split(",")]
        for form in said:
            if form not in FORMS:
                raise WrongError("BD113", f'asks for "{form}", not for {_LISTED}.')
        asked.forms = tuple(form for each in said for form in FORMS if form == each)
    return asked


_LISTED = f"{', '.join(FORMS[:-1])} or {FORMS[-1]}"
_SAID = rf"\(\s*({'|'.join(FORMS)})(\s*,\s*({'|'.join(FORMS)}))*\s*\)"
WRITTEN = rf"filter\s*{_SAID}"
"""What `filter` with forms looks like in a field's line."""

COLUMN = Scalar(
    "a text",
    _asked,
    {
        "pattern": rf"^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)?(\s*{_SAID})?$",
        "type": "string",
    },
)

ORDER_KEY = named_like(r"^-?[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)?$")
"""A column by which lists are ordered, upwards or, with a minus, downwards."""
