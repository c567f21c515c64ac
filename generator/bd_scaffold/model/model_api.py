"""What the model promises to templates, read from its types: the one source of it in words.

A record's docstring and the comment beside a field are the promise; the schema, the page and
the linting of blueprints are made from here.
"""

from __future__ import annotations

import ast
import inspect
import io
import re
import sys
import tokenize
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from types import MappingProxyType, NoneType
from typing import Annotated, Any, Literal, get_args, get_origin, get_type_hints

from .. import record
from . import types

Kind = Literal["record", "list", "tuple", "mapping", "scalar", "any"]

ROOT = "Model"
"""The record that a template sees as `model`."""

SCOPE = {
    "model": ROOT,
    "area": "Area",
    "entity": "Entity",
    "decision": "Decision",
    "group": "CustomGroup",
    "older": "OlderVersion",
    "dependency": "Dependency",
    "environment": "Environment",
    "cloud_environment": "CloudEnvironment",
    "retired": "Retired",
}
"""What a template sees by name, and of which record each is; but for `model`, or nothing."""

_QUOTED = re.compile(r"(?<!\w)'([^']*)'" + '|"([^"]*)"')
_SCALARS = {str: "string", int: "integer", bool: "boolean", float: "number"}


_PLURALS = {
    "string": ("a text", "texts"),
    "integer": ("a whole number", "whole numbers"),
    "number": ("a number", "numbers"),
    "boolean": ("true or false", "flags"),
}


@dataclass(frozen=True, slots=True)
class Shape:
    """What a value is: in the words of JSON, or a record by its name."""

    kind: Kind
    name: str = ""  # of a record, or of a scalar's type in JSON: "string"
    of: tuple[Shape, ...] = ()  # the items of a list or mapping, or each of a tuple
    values: tuple[
        str | int, ...
    ] = ()  # all that a scalar may be, where that is settled
    nullable: bool = False

    @property
    def record(self) -> str | None:
        """The record that the value is, or is a list or a mapping of."""
        if self.kind == "record":
            return self.name
        return self.of[0].record if self.kind in ("list", "mapping") else None


@dataclass(frozen=True, slots=True)
class Member:
    """One member of a record, as a template meets it."""

    name: str
    shape: Shape
    always: bool  # otherwise not there where it is its default
    has_default: bool
    default: object  # where it has one
    doc: str
    examples: tuple[str, ...]

    @property
    def kind(self) -> Kind:
        """What the value is, at its outside."""
        return self.shape.kind

    @property
    def of(self) -> str | None:
        """The record that the member leads to, by itself or as the items of a list."""
        return self.shape.record


@dataclass(frozen=True, slots=True)
class Record:
    """One record of the model, with everything that a template may read of it."""

    name: str
    doc: str
    members: tuple[Member, ...]

    def member(self, name: str) -> Member | None:
        """Return the member of a name, or None where the record promises none."""
        return next((each for each in self.members if each.name == name), None)


@cache
def records() -> Mapping[str, Record]:
    """Return every record that a template can reach, the model itself first."""
    found = list(_reached(types.Model))
    words = {
        name: said
        for module in {kind.__module__: None for kind in found}
        for name, said in _words(inspect.getsource(sys.modules[module])).items()
    }
    return MappingProxyType({kind.__name__: _record(kind, words) for kind in found})


def _reached(root: Any) -> Iterator[Any]:
    """Yield a record's type and those below it, in the order of their first use."""
    waiting, seen = [root], set()
    while waiting:
        kind = waiting.pop()
        if kind in seen:
            continue
        seen.add(kind)
        yield kind
        inner = [each for hint in get_type_hints(kind).values() for each in _in(hint)]
        waiting += reversed(inner)


def _in(hint: Any) -> Iterator[Any]:
    if _is_record(hint):
        yield hint
    for each in get_args(hint):
        yield from _in(each)


def _is_record(hint: Any) -> bool:
    return isinstance(hint, type) and issubclass(hint, record.Record)


def _record(kind: Any, words: Mapping[str, _Words]) -> Record:
    said, hints = words[kind.__name__], get_type_hints(kind, include_extras=True)
    return Record(
        kind.__name__,
        said.doc,
        tuple(
            _member(kind, name, hints[name], said.members.get(name, ""))
            for name in kind.__struct_fields__
        ),
    )


def _member(kind: Any, name: str, hint: Any, doc: str) -> Member:
    left_out = record.left_out(kind)
    told = kind is types.Model and name not in types.LATER
    shape, always = shape_of(hint), told or name not in left_out
    if not always and left_out[name] is None:
        shape = replace(shape, nullable=False)
    return Member(
        name=name,
        shape=shape,
        always=always,
        has_default=name in left_out,
        default=left_out.get(name),
        doc=doc,
        examples=tuple(one or two for one, two in _QUOTED.findall(doc)),
    )


def shape_of(hint: Any) -> Shape:
    """Return the shape of a type; one that JSON has no word for is a KeyError."""
    inner = [each for each in get_args(hint) if each is not NoneType]
    origin = get_origin(hint)
    if origin is Annotated:  # by the one mark that there is
        return replace(shape_of(inner[0]), nullable=False)
    if NoneType in get_args(hint):
        return replace(shape_of(inner[0]), nullable=True)
    if origin is Literal:
        return Shape("scalar", _SCALARS[type(inner[0])], values=tuple(inner))
    if origin is tuple:
        kind: Kind = "list" if ... in inner else "tuple"
        return Shape(
            kind, of=tuple(shape_of(each) for each in inner if each is not ...)
        )
    if origin is not None and issubclass(origin, Mapping):
        return Shape("mapping", of=(shape_of(inner[1]),))
    if _is_record(hint):
        return Shape("record", hint.__name__)
    if hint in (object, Any):
        return Shape("any", nullable=True)
    return Shape("scalar", _SCALARS[hint])


def said(shape: Shape) -> str:
    """Return what a value is, in words: `a list of texts`."""
    return f"{_said(shape, 0)}{' or null' if shape.nullable else ''}"


def _said(shape: Shape, many: int) -> str:
    match shape.kind:
        case "scalar":
            return _PLURALS[shape.name][many]
        case "record":
            return f"{'records' if many else 'a record'} ({shape.name})"
        case "list":
            return f"{'lists' if many else 'a list'} of {_said(shape.of[0], 1)}"
        case "mapping":
            return f"{'mappings' if many else 'a mapping'} to {_said(shape.of[0], 1)}"
        case "tuple":
            parts = " and ".join(_said(each, 0) for each in shape.of)
            return f"{'groups' if many else 'a group'} of {parts}"
    return "values of any kind" if many else "any value"


@dataclass(frozen=True, slots=True)
class _Words:
    """What the source says of a record and of its members."""

    doc: str
    members: Mapping[str, str]


def _words(source: str) -> dict[str, _Words]:
    comments = {
        token.start[0]: token.string.lstrip("# ")
        for token in tokenize.generate_tokens(io.StringIO(source).readline)
        if token.type == tokenize.COMMENT
    }
    return {
        node.name: _Words(ast.get_docstring(node) or "", dict(_beside(node, comments)))
        for node in ast.parse(source).body
        if isinstance(node, ast.ClassDef)
    }


def _beside(
    record: ast.ClassDef, comments: Mapping[int, str]
) -> Iterator[tuple[str, str]]:
    """Yield each field and the comment that stands beside it."""
    for node in record.body:
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            lines = range(node.lineno, (node.end_lineno or node.lineno) + 1)
            found = [comments[line] for line in lines if line in comments]
            yield node.target.id, " ".join(found)
