"""Operations of JSON Patch (RFC 6902) on JSON as Python has it."""

import copy
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from workshop.core.errors import ConflictError, ErrorDetail, InvalidError

_INDEX = re.compile("0|[1-9][0-9]{0,8}")
_MOST_COPIED = 100_000
"""The values that one patch may copy: copies of copies would have no end."""


@dataclass(frozen=True, slots=True)
class Step:
    """One operation; `value` and `from_` are there where it takes them."""

    op: Literal["add", "remove", "replace", "move", "copy", "test"]
    path: str
    from_: str = ""
    value: Any = None


def applied(document: Any, steps: Sequence[Step]) -> Any:
    """Return what a document comes to by some operations; it stays as it is itself.

    Raise InvalidError where one can't be done, and ConflictError where a test fails.
    """
    patching = _Patching(copy.deepcopy(document))
    for number, step in enumerate(steps):
        patching.number = number
        patching.do(step)
    return patching.document


def same(one: Any, other: Any) -> bool:
    """Tell whether two values are equal as JSON has it: 1 is 1.0, and not true."""
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, int | float) and isinstance(other, int | float):
        return one == other
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(one[n], other[n]) for n in one)
    if isinstance(one, list) and isinstance(other, list):
        pairs = zip(one, other, strict=False)
        return len(one) == len(other) and all(same(*pair) for pair in pairs)
    return type(one) is type(other) and bool(one == other)


class _Patching:
    """A document on the way."""

    def __init__(self, document: Any) -> None:
        self.document = document
        self.number = 0
        self._copied = 0

    def do(self, step: Step) -> None:
        match step.op:
            case "add":
                self._add(step.path, step.value)
            case "remove":
                self._taken(step.path, "path")
            case "replace":
                self._replace(step.path, step.value)
            case "move":
                if step.path.startswith(f"{step.from_}/"):
                    raise self._impossible("path", "Nothing moves into itself.")
                if step.path != step.from_:
                    self._add(step.path, self._taken(step.from_, "from"))
                else:
                    self._at(step.from_, "from")
            case "copy":
                self._add(step.path, self._copy(self._at(step.from_, "from")))
            case "test":
                if not same(self._at(step.path, "path"), step.value):
                    message = "The value is another one."
                    detail = ErrorDetail(f"{self.number}.path", message, "test_failed")
                    raise ConflictError("What the patch tests is not so.", [detail])

    def _at(self, pointer: str, member: str) -> Any:
        """Return the value that a pointer leads to."""
        found = self.document
        for name in _names(pointer):
            found = self._inside(found, name, member)
        return found

    def _inside(self, value: Any, name: str, member: str) -> Any:
        if isinstance(value, dict) and name in value:
            return value[name]
        if isinstance(value, list):
            return value[self._index(name, len(value) - 1, member)]
        raise self._nothing(member)

    def _parent(self, pointer: str, member: str) -> tuple[Any, str]:
        """Return what holds the value of a pointer, and its name there."""
        above, _, _ = pointer.rpartition("/")
        return self._at(above, member), _names(pointer)[-1]

    def _add(self, pointer: str, value: Any) -> None:
        if not pointer:
            self.document = value
            return
        parent, name = self._parent(pointer, "path")
        if isinstance(parent, dict):
            parent[name] = value
        elif isinstance(parent, list):
            end = len(parent)
            at = end if name == "-" else self._index(name, end, "path")
            parent.insert(at, value)
        else:
            raise self._nothing("path")

    def _replace(self, pointer: str, value: Any) -> None:
        if not pointer:
            self.document = value
            return
        parent, name = self._parent(pointer, "path")
        self._inside(parent, name, "path")
        parent[name if isinstance(parent, dict) else int(name)] = value

    def _taken(self, pointer: str, member: str) -> Any:
        """Take a value away, and return it."""
        if not pointer:
            raise self._impossible(member, "The whole record can't be taken away.")
        parent, name = self._parent(pointer, member)
        value = self._inside(parent, name, member)
        del parent[name if isinstance(parent, dict) else int(name)]
        return value

    def _index(self, name: str, most: int, member: str) -> int:
        if _INDEX.fullmatch(name) is None or int(name) > most:
            raise self._nothing(member)
        return int(name)

    def _copy(self, value: Any) -> Any:
        self._copied += _size(value)
        if self._copied > _MOST_COPIED:
            raise self._impossible("from", "The patch copies too much.")
        return copy.deepcopy(value)

    def _nothing(self, member: str) -> InvalidError:
        return self._refused(member, "There is no such place.", "invalid_pointer")

    def _impossible(self, member: str, message: str) -> InvalidError:
        return self._refused(member, message, "invalid_operation")

    def _refused(self, member: str, message: str, code: str) -> InvalidError:
        detail = ErrorDetail(f"{self.number}.{member}", message, code)
        return InvalidError("The patch does not fit the record.", [detail])


def _names(pointer: str) -> list[str]:
    """Return the names in a pointer of RFC 6901, from the outside to the inside."""
    written = pointer.split("/")[1:]
    return [name.replace("~1", "/").replace("~0", "~") for name in written]


def _size(value: Any) -> int:
    """Return of how many values a value is made."""
    inner: Any = ()
    if isinstance(value, dict):
        inner = value.values()
    elif isinstance(value, list):
        inner = value
    return 1 + sum(_size(each) for each in inner)
