"""What a value in a template is, as far as the model's types say it for certain."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from ...model.model_api import Shape, records


@dataclass(frozen=True, slots=True)
class Value:
    """What is known of a value."""

    shape: Shape | None = None  # None: nothing
    free: bool = False  # a text of the design that may hold anything, or a list of such
    words: Mapping[str, Any] | None = None  # what a mapping of a team's own words has

    @property
    def item(self) -> Value:
        """What a loop over it sees; of a mapping, a name."""
        shape = self.shape
        if shape is not None and shape.kind == "list":
            return Value(shape.of[0], self.free)
        return Value(None, self.free)


UNKNOWN = Value()

Words = Mapping[str, Mapping[str, Any]]
"""The schema of each word of a team's own, by the name of its layer and its own."""

FREE = {
    ("Decision", "consequences"),
    ("Decision", "context"),
    ("Decision", "decision"),
    ("Decision", "title"),
    ("Entity", "description"),
    ("Fact", "name"),
    ("Fact", "value"),
    ("Filter", "description"),
    ("Project", "description"),
    ("Project", "title"),
    ("Property", "default"),
    ("Property", "description"),
    ("Requirement", "text"),
    ("Requirements", "constraints"),
}
"""The members that say what somebody wrote for people, in any characters."""

_OF_A_DICT = {"copy", "get", "items", "keys", "pop", "setdefault", "update", "values"}
OWN = "x"
"""The member that holds the words of teams."""


class UnknownMemberError(LookupError):
    """A value does not have what is asked of it."""

    def __init__(self, of: str, known: list[str]) -> None:
        super().__init__(of)
        self.of = of
        self.known = known


def record(name: str) -> Value:
    """Return one record of the model."""
    return Value(Shape("record", name))


def member(value: Value, name: str) -> tuple[Value, bool]:
    """Return a value's member, and whether it is always there."""
    shape = value.shape
    if shape is not None and shape.kind == "record" and name != OWN:
        return _of_a_record(shape.name, name)
    if shape is not None and shape.kind == "list" and not hasattr([], name):
        inner = shape.record or shape.of[0].name
        raise UnknownMemberError(f"a list of {inner}", [])
    return Value(None, value.free), True


def _of_a_record(kind: str, name: str) -> tuple[Value, bool]:
    found = records()[kind].member(name)
    if found is not None:
        shape = replace(found.shape, nullable=False)
        return Value(shape, (kind, name) in FREE), found.always
    if name in _OF_A_DICT:
        return UNKNOWN, True
    raise UnknownMemberError(kind, [each.name for each in records()[kind].members])


def entry(value: Value) -> Value:
    """Return what stands under some name of a mapping; of anything else nothing is known."""
    shape = value.shape
    if shape is not None and shape.kind == "mapping":
        return Value(shape.of[0], value.free)
    return Value(None, value.free)


def part(value: Value, index: object) -> Value:
    """Return what stands at a place of a list or a tuple."""
    shape = value.shape
    if shape is not None and shape.kind == "list" and isinstance(index, int):
        return value.item
    if shape is not None and shape.kind == "tuple" and isinstance(index, int):
        return (
            Value(shape.of[index])
            if -len(shape.of) <= index < len(shape.of)
            else UNKNOWN
        )
    return Value(None, value.free)


def either(first: Value, second: Value) -> Value:
    """Return what is known of a value that is one of two."""
    shape = first.shape if first.shape == second.shape else None
    return Value(shape, first.free or second.free)


def word(of: str, words: Mapping[str, Any], name: str) -> Value:
    """Return what a team's own words have under a name, or refuse what they have not."""
    if name in _OF_A_DICT:
        return UNKNOWN
    if name not in words:
        raise UnknownMemberError(of, list(words))
    return Value(free=_is_free(words[name]))


def _is_free(schema: Any) -> bool:
    """Tell whether a word's schema lets a text be anything."""
    bounds = {"enum", "const", "pattern", "format"}
    return (
        isinstance(schema, dict)
        and "string" in schema.get("type", ())
        and not bounds & schema.keys()
    )
