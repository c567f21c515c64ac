"""Texts that are stored in one form: without white space at their ends, in one case."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .. import names
from ..language.design import FieldType
from .types import Normal

BLANKS = "\t\n\v\f\r \x85\xa0\u1680" + "".join(map(chr, range(0x2000, 0x200B)))
BLANKS += "\u2028\u2029\u202f\u205f\u3000"
"""White space, as Unicode has it."""

WORDS: tuple[Normal, ...] = ("trim", "lower", "upper")
"""The words of a field that give its texts one form, in the order in which they are followed."""


def normal_of(field: FieldType) -> tuple[Normal, ...]:
    """Return what a field's texts are put through before they are stored."""
    if not (field.trim or field.lower or field.upper):
        return ()
    return tuple(each for each in WORDS if getattr(field, each))


def normalised(text: str, words: Sequence[Normal]) -> str:
    """Return a text in the form in which it is stored."""
    if "trim" in words:
        text = text.strip(BLANKS)
    if "lower" in words:
        return "".join(_alone(each.lower(), each) for each in text)
    if "upper" in words:
        return "".join(_alone(each.upper(), each) for each in text)
    return text


def _alone(folded: str, letter: str) -> str:
    """Return a letter's other case where that is one letter, so that texts keep their length."""
    return folded if len(folded) == 1 else letter


def form_of(words: Sequence[Normal]) -> str:
    """Return what a form is, in words."""
    return " and ".join(_FORMS[each] for each in reversed(words))


def form_said(words: Sequence[Normal], *, padded: bool) -> str:
    """Return the sentence that says in which form a text is stored, if it is in one."""
    forms = [form_of(words)] if words else []
    forms += ["without blanks at its end"] if padded and "trim" not in words else []
    return f"Stored {' and '.join(forms)}." if forms else ""


_FORMS = {
    "trim": "without white space at its ends",
    "lower": "in lower case",
    "upper": "in capitals",
}


def held_to(name: str, word: Normal) -> str:
    """Return what is true of a column in its form, given its name in SQL."""
    if word == "trim":
        return f"trim({name}, {names.sql_literal(BLANKS)}) = {name}"
    return f"{word}({name}) = {name}"


_CASE = r"(lower|upper)\((.+)\) = \2"


def for_postgresql(expression: str) -> str:
    """Return a check of a case as PostgreSQL reads it; nothing for any other.

    SQLite knows the cases of ASCII letters alone. So does PostgreSQL by its collation "C",
    while by others it may fold letters that the application leaves as they are.
    """
    found = re.fullmatch(_CASE, expression)
    if found is None:
        return ""
    word, name = found.groups()
    return f'{word}({name} COLLATE "C") = {name}'


def rewritten(value: str, words: Sequence[Normal]) -> str:
    """Return SQL of a text in its form, given SQL of the text."""
    if "trim" in words:
        value = f"trim({value}, {names.sql_literal(BLANKS)})"
    return next((f"{each}({value})" for each in words if each != "trim"), value)
