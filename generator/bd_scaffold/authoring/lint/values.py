"""What a value in a template is, as far as the model's types say it for certain."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ...model.promise import Shape, records


@dataclass(frozen=True, slots=True)
class Value:
    """What is known of a value."""

    shape: Shape | None = None  # None: nothing
    free: bool = False  # a text of the design that may hold anything, or a list of such

    @property
    def item(self) -> Value:
        """What a loop over it sees."""
        shape = self.shape
        if shape is not None and shape.kind == "list":
            return Value(shape.of[0], self.free)
        return Value(None, self.free)


UNKNOWN = Value()

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
_OPEN = {"x"}
"""Members whose words a blueprint's own schema says."""


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
    if shape is not None and shape.kind == "record" and name not in _OPEN:
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
