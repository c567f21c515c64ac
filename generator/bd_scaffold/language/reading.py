"""The words of each mapping of a design, as dataclasses that are read strictly.

A dataclass says which words its mapping takes and, of each, what may stand there. A design is
read by them, and the JSON Schema and the reference are written from them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, field, fields
from decimal import Decimal
from functools import cache
from typing import Any, Protocol

from .plain import unseen
from .tree import Path

Json = dict[str, Any]

UNREAD: Any = object()
"""Stands for a value that isn't what belongs there; its mistakes say why."""


@dataclass(frozen=True, slots=True)
class Mistake:
    """Something in a mapping that doesn't belong there, or is missing."""

    path: Path
    found: Any
    code: str  # BD101 for an unknown word, BD109 for a missing one, BD111 for a wrong choice
    message: str = ""  # what follows the value that was found: "is not a text."
    choices: tuple[
        str, ...
    ] = ()  # all that may stand there, where that is a closed list


class WrongError(Exception):
    """A value of the right kind that isn't allowed: the code and the message of a mistake."""


class Kind(Protocol):
    """What may stand at a word."""

    def read(self, value: Any, path: Path, mistakes: list[Mistake]) -> Any:
        """Return the value; UNREAD where it is wrong, with a mistake for each reason."""

    def schema(self) -> Json:
        """Return the JSON Schema of what may stand there."""


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a mapping."""

    name: str
    attribute: str  # of the dataclass
    kind: Kind
    description: str
    examples: tuple[Any, ...]
    hidden: bool  # the loader puts it there, and no author
    derived: Callable[[Mapping[str, Any]], Any] | None  # its value where it is left out
    default: (
        Any  # a mapping's type, where it is an empty one; MISSING where there is none
    )

    @property
    def required(self) -> bool:
        """True for a word that has to be there."""
        return self.default is MISSING


def word(
    kind: Kind,
    description: str = "",
    *,
    default: Any = MISSING,
    name: str | None = None,
    examples: tuple[Any, ...] = (),
    hidden: bool = False,
    derived: Callable[[Mapping[str, Any]], Any] | None = None,
) -> Any:
    """Return the field of a dataclass that is a word; a mapping may be left out."""
    said = {"word": (kind, description, name, examples, hidden, derived)}
    if default is MISSING and isinstance(kind, Nested):
        return field(default_factory=kind.words, metadata=said)
    if default is dict:
        return field(default_factory=dict, metadata=said)
    return field(default=None if derived else default, metadata=said)


@cache
def words_of(mapping: Any) -> Mapping[str, Word]:
    """Return the words that a mapping takes, by name."""
    found = {}
    for each in fields(mapping):
        kind, description, name, examples, hidden, derived = each.metadata["word"]
        default = each.default
        if each.default_factory is not MISSING:
            default = each.default_factory
        known = name or each.name
        found[known] = Word(
            *(known, each.name, kind, description),
            *(examples, hidden, derived, default),
        )
    return found


@dataclass(frozen=True, slots=True)
class Nested:
    """A mapping with words of its own."""

    words: Any  # a dataclass

    def read(self, value: Any, path: Path, mistakes: list[Mistake]) -> Any:
        """Return the mapping as its dataclass."""
        if not isinstance(value, dict):
            return _wrong(value, path, mistakes, "a mapping")
        words, before = words_of(self.words), len(mistakes)
        given = {}
        for name, each in value.items():
            if name in words:
                known = words[name]
                given[known.attribute] = known.kind.read(each, (*path, name), mistakes)
            else:
                mistakes.append(Mistake((*path, name), each, "BD101"))
        for name, known in words.items():
            if known.attribute in given:
                continue
            if known.derived is not None:
                given[known.attribute] = known.derived(value)
            elif known.required:
                mistakes.append(Mistake((*path, name), value, "BD109"))
        return UNREAD if len(mistakes) > before else self.words(**given)

    def schema(self) -> Json:
        """Return a reference to the mapping's schema."""
        return {"$ref": f"#/$defs/{self.words.__name__}"}


@dataclass(frozen=True, slots=True)
class Scalar:
    """A single value, made from what is written."""

    expected: str  # what messages call it: "a text"
    made: Callable[
        [Any], Any
    ]  # UNREAD for a value of another kind, WrongError for a wrong one
    json: Mapping[str, Any]

    def read(self, value: Any, path: Path, mistakes: list[Mistake]) -> Any:
        """Return the value that is written."""
        try:
            found = self.made(value)
        except WrongError as wrong:
            code, message = wrong.args
            mistakes.append(Mistake(path, value, code, message))
            return UNREAD
        return (
            _wrong(value, path, mistakes, self.expected) if found is UNREAD else found
        )

    def schema(self) -> Json:
        """Return the value's schema."""
        return dict(self.json)


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a closed list of words."""

    choices: tuple[str, ...]

    def read(self, value: Any, path: Path, mistakes: list[Mistake]) -> Any:
        """Return the word that is chosen."""
        if isinstance(value, str) and value in self.choices:
            return str(value)
        mistakes.append(Mistake(path, value, "BD111", choices=self.choices))
        return UNREAD

    def schema(self) -> Json:
        """Return the schema of the words."""
        if len(self.choices) == 1:
            return {"const": self.choices[0], "type": "string"}
        return {"enum": [*self.choices], "type": "string"}


@dataclass(frozen=True, slots=True)
class Listed:
    """A list; where one is enough, it may stand alone."""

    item: Kind
    alone: bool = False

    def read(self, value: Any, path: Path, mistakes: list[Mistake]) -> Any:
        """Return the list as a tuple."""
        items = [value] if self.alone and isinstance(value, str) else value
        if not isinstance(items, list):
            return _wrong(value, path, mistakes, "a list")
        before = len(mistakes)
        found = tuple(
            self.item.read(each, (*path, position), mistakes)
            for position, each in enumerate(items)
        )
        return UNREAD if len(mistakes) > before else found

    def schema(self) -> Json:
        """Return the list's schema."""
        listed = {"items": self.item.schema(), "type": "array"}
        return {"anyOf": [self.item.schema(), listed]} if self.alone else listed


@dataclass(frozen=True, slots=True)
class Named:
    """A mapping from names, which the author chooses, to things of one kind."""

    item: Kind
    pattern: str = (
        ""  # what an editor takes for a name; the rules say what is wrong with one
    )

    def read(self, value: Any, path: Path, mistakes: list[Mistake]) -> Any:
        """Return the things by their names."""
        if not isinstance(value, dict):
            return _wrong(value, path, mistakes, "a mapping")
        before = len(mistakes)
        found = {
            name: self.item.read(each, (*path, name), mistakes)
            for name, each in value.items()
        }
        return UNREAD if len(mistakes) > before else found

    def schema(self) -> Json:
        """Return the mapping's schema."""
        inner = self.item.schema()
        if not self.pattern:
            return {"additionalProperties": inner, "type": "object"}
        names = {"patternProperties": {self.pattern: inner}}
        return {**names, "type": "object", "additionalProperties": False}


@dataclass(frozen=True, slots=True)
class Anything:
    """Any value, taken as it is."""

    def read(self, value: Any, _path: Path, _mistakes: list[Mistake]) -> Any:
        """Return the value."""
        return value

    def schema(self) -> Json:
        """Return the schema that allows everything."""
        return {}


def _wrong(value: Any, path: Path, mistakes: list[Mistake], expected: str) -> Any:
    mistakes.append(Mistake(path, value, "BD110", f"is not {expected}."))
    return UNREAD


def plain_text(value: Any) -> Any:
    """Return a text as it is written."""
    return str(value) if isinstance(value, str) else UNREAD


def text(value: Any) -> Any:
    """Return a text that isn't empty and hides nothing."""
    if not isinstance(value, str):
        return UNREAD
    if found := unseen(value):
        code, kind = found
        raise WrongError("BD114", f"contains {code}, {kind}.")
    stripped = str(value).strip()
    if not stripped:
        raise WrongError("BD110", "is empty.")
    return stripped


def line(value: Any) -> Any:
    """Return a text of one line."""
    found = text(value)
    if found is not UNREAD and "\n" in found:
        raise WrongError("BD110", "has to be one line.")
    return found


def _whole(value: Any) -> Any:
    if isinstance(value, str) and re.fullmatch(r"-?[0-9]{1,18}", value):
        return int(value)
    return UNREAD


def _number(value: Any) -> Any:
    if isinstance(value, str) and re.fullmatch(r"-?[0-9]{1,40}(\.[0-9]{1,40})?", value):
        return Decimal(value)
    return UNREAD


def _flag(value: Any) -> Any:
    if isinstance(value, bool):
        return value
    if isinstance(value, str):
        return {"true": True, "false": False}.get(value, UNREAD)
    return UNREAD


_TEXT: Mapping[str, Any] = {"type": "string"}

PLAIN = Scalar("a text", plain_text, _TEXT)
TEXT = Scalar("a text", text, _TEXT)
LINE = Scalar("a text", line, _TEXT)
WHOLE = Scalar("a whole number", _whole, {"type": "integer"})
NUMBER = Scalar("a number", _number, {"type": "number"})
FLAG = Scalar("true or false", _flag, {"type": "boolean"})


def named_like(pattern: str) -> Scalar:
    """Return the kind of a name, which an editor holds to a pattern, and here only rules do."""
    return Scalar("a text", plain_text, {"pattern": pattern, "type": "string"})
