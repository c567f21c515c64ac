"""The words of each mapping of a design, as classes that are read strictly.

A class says which words its mapping takes and, of each, what may stand there. A design is
read by them, and the JSON Schema and the reference are written from them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, ClassVar, Never, Protocol, dataclass_transform

from ..record import Record, replace
from .plain import unseen
from .tree import Path

Json = dict[str, Any]

UNREAD: Any = object()
"""Stands for a value that isn't what belongs there; its mistakes say why."""


class Mistake(Record, frozen=True):
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


NEEDED: Any = object()
"""The default of a word that has to be there."""


class Word(Record, frozen=True):
    """One word of a mapping."""

    kind: Kind
    description: str
    default: Any  # NEEDED where there is none; `dict` stands for an empty mapping
    name: str  # as the author writes it
    examples: tuple[Any, ...]
    hidden: bool  # the loader puts it there, and no author
    derived: Callable[[Mapping[str, Any]], Any] | None  # its value where it is left out

    @property
    def required(self) -> bool:
        """True for a word that has to be there."""
        return self.default is NEEDED


def word(
    kind: Kind,
    description: str = "",
    *,
    default: Any = NEEDED,
    name: str = "",
    examples: tuple[Any, ...] = (),
    hidden: bool = False,
    derived: Callable[[Mapping[str, Any]], Any] | None = None,
) -> Any:
    """Return a word of a mapping; one that is a mapping may be left out."""
    if default is NEEDED and isinstance(kind, Nested):
        default = kind.words
    if derived is not None:
        default = None
    return Word(kind, description, default, name, examples, hidden, derived)


@dataclass_transform(
    kw_only_default=True, frozen_default=True, field_specifiers=(word,)
)
class Words:
    """A mapping of the design: its words, as the class lists them.

    What `dataclass` would write for each of these classes takes longer than to read a design.
    """

    words: ClassVar[Mapping[str, Word]] = {}
    """The words that the mapping takes, by name."""

    needed: ClassVar[tuple[str, ...]] = ()
    """Those that have to be there, or are made from the others."""

    _attributes: ClassVar[Mapping[str, str]] = {}
    _defaults: ClassVar[Mapping[str, Any]] = {}
    _factories: ClassVar[Mapping[str, Callable[[], Any]]] = {}

    def __init_subclass__(cls) -> None:
        """Take the words from the body of the class."""
        listed = {
            attribute: replace(each, name=each.name or attribute)
            for attribute, each in vars(cls).items()
            if isinstance(each, Word)
        }
        for attribute in listed:
            delattr(cls, attribute)
        cls.words = {each.name: each for each in listed.values()}
        cls.needed = tuple(
            each.name for each in cls.words.values() if each.required or each.derived
        )
        cls._attributes = {each.name: attribute for attribute, each in listed.items()}
        given = {name: each.default for name, each in listed.items()}
        cls._factories = {
            n: each for n, each in given.items() if isinstance(each, type)
        }
        cls._defaults = {
            name: each
            for name, each in given.items()
            if each is not NEEDED and name not in cls._factories
        }

    def __init__(self, **said: Any) -> None:
        """Take what is said, and the defaults of what is not."""
        values = self.__dict__
        values.update(self._defaults)
        values.update(said)
        for name, factory in self._factories.items():
            if name not in said:
                values[name] = factory()

    @classmethod
    def attribute(cls, name: str) -> str:
        """Return the attribute of a word, by the name that the author writes."""
        return cls._attributes[name]

    def __setattr__(self, name: str, value: object) -> Never:
        """Refuse: a design is frozen."""
        raise AttributeError(name)

    def __eq__(self, other: object) -> bool:
        """True for the same mapping with the same words."""
        return type(self) is type(other) and vars(self) == vars(other)

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        """Return what is said, and what stands where nothing is."""
        said = ", ".join(f"{name}={each!r}" for name, each in vars(self).items())
        return f"{type(self).__name__}({said})"


class Nested(Record, frozen=True):
    """A mapping with words of its own."""

    words: type[Words]

    def read(self, value: Any, path: Path, mistakes: list[Mistake]) -> Any:
        """Return the mapping as its class."""
        if not isinstance(value, dict):
            return _wrong(value, path, mistakes, "a mapping")
        words, before = self.words.words, len(mistakes)
        given = {}
        for name, each in value.items():
            if name in words:
                found = words[name].kind.read(each, (*path, name), mistakes)
                given[self.words.attribute(name)] = found
            else:
                mistakes.append(Mistake((*path, name), each, "BD101"))
        for name in self.words.needed:
            if name in value:
                continue
            if (derived := words[name].derived) is not None:
                given[self.words.attribute(name)] = derived(value)
            else:
                mistakes.append(Mistake((*path, name), value, "BD109"))
        return UNREAD if len(mistakes) > before else self.words(**given)

    def schema(self) -> Json:
        """Return a reference to the mapping's schema."""
        return {"$ref": f"#/$defs/{self.words.__name__}"}


class Switched(Nested, frozen=True):
    """A mapping, or `true` for one that says nothing; `false` for none."""

    def read(self, value: Any, path: Path, mistakes: list[Mistake]) -> Any:
        """Return the mapping as its class, or None."""
        flag = _flag(value)
        if flag is not UNREAD:
            return self.words() if flag else None
        if not isinstance(value, dict):
            return _wrong(value, path, mistakes, "true, false or a mapping")
        return super().read(value, path, mistakes)

    def schema(self) -> Json:
        """Return the schema of either."""
        return {"anyOf": [{"type": "boolean"}, super().schema()]}


class Scalar(Record, frozen=True):
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


class Choice(Record, frozen=True):
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


class Listed(Record, frozen=True):
    """A list; a text alone stands for a list of it."""

    item: Kind
    alone: bool = True

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


class Named(Record, frozen=True):
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


class Anything(Record, frozen=True):
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


def _bound(value: Any) -> Any:
    if isinstance(value, str) and _TIMED.match(value):
        return str(value)
    return _number(value)


_TIMED = re.compile(r"[0-9]{4}-[0-9]{2}-|[0-9]{2}:[0-9]{2}")


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
BOUND = Scalar(
    "a number, a day or a time",
    _bound,
    {"anyOf": [{"type": "number"}, {"type": "string"}]},
)
FLAG = Scalar("true or false", _flag, {"type": "boolean"})


def named_like(pattern: str) -> Scalar:
    """Return the kind of a name, which an editor holds to a pattern, and here only rules do."""
    return Scalar("a text", plain_text, {"pattern": pattern, "type": "string"})
