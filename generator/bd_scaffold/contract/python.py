"""Python literals and the fields of classes, read from syntax trees and spelled anew."""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence

from .. import names
from ..layout import Source, call, subscript


def text(value: str) -> str:
    """Return a text as a literal, raw where that reads better."""
    raw = "\\" in value and '"' not in value and value.isprintable()
    if raw and not value.endswith("\\"):
        return f'r"{value}"'
    return names.python_string(value)


def value(given: object) -> str:
    """Return a JSON value as a literal."""
    if isinstance(given, str):
        return text(given)
    if isinstance(given, list):
        return f"[{', '.join(map(value, given))}]"
    if isinstance(given, dict):
        items = (f"{text(name)}: {value(each)}" for name, each in given.items())
        return f"{{{', '.join(items)}}}"
    return repr(given)


_TEXT_OR_NAME = re.compile(
    r"""
    "(?:[^"\\\n]|\\.)*" | '(?:[^'\\\n]|\\.)*'  # a text, where names are only words
    | (?<![\w.])([^\W\d]\w*)               # a name, but not an attribute
    """,
    re.VERBOSE,
)


def names_in(source: str) -> set[str]:
    """Return the names that a source of plain texts uses; parsing it costs ten times as much."""
    return {*_TEXT_OR_NAME.findall(source)} - {""}


def expression(node: ast.expr) -> str:
    """Return an expression on one line."""
    match node:
        case ast.Name(id=name):
            return name
        case ast.Constant(value=str(value)):
            return text(value)
        case ast.Attribute() | ast.Constant() | ast.UnaryOp():
            return ast.unparse(node)
        case ast.BinOp():
            return " | ".join(_members(node))
        case ast.Subscript(value=value, slice=inner):
            inside = ", ".join(_items(inner))
            return f"{expression(value)}[{inside}]"
        case ast.Call(func=function):
            inside = ", ".join(_arguments(node))
            return f"{expression(function)}({inside})"
    raise TypeError(f"a field is not made of {ast.dump(node)}")


def _members(node: ast.expr) -> list[str]:
    """Return the members of a union, None last."""
    if not isinstance(node, ast.BinOp):
        return [expression(node)]
    members = [*_members(node.left), *_members(node.right)]
    return sorted(members, key=lambda member: member == "None")


def annotation(node: ast.expr) -> tuple[str, list[str]]:
    """Return an annotation: the type, and what `Annotated` adds to it."""
    match node:
        case ast.Subscript(value=ast.Name(id="Annotated"), slice=ast.Tuple(elts=items)):
            first, *rest = items
            facts = [expression(each) for each in rest]
            return expression(first), [each for each in facts if each != "Field()"]
    return expression(node), []


def _items(node: ast.expr) -> list[str]:
    items = node.elts if isinstance(node, ast.Tuple) else [node]
    return [expression(item) for item in items]


def _arguments(node: ast.Call) -> list[str]:
    named = (
        f"{each.arg}={expression(each.value)}"
        for each in node.keywords
        if each.arg != "validate_default"
    )
    given = (each for each in node.args if not _is_ellipsis(each))
    return [*(expression(each) for each in given), *named]


def _is_ellipsis(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is ...


def annotated(kind: str, facts: Sequence[str]) -> Source:
    """Return a type with its facts."""
    return subscript("Annotated", kind, *map(_fact, facts)) if facts else kind


def _fact(source: str) -> Source:
    """Return a fact that breaks in its brackets where it is a call of texts."""
    parts = _CALL.fullmatch(source)
    return call(parts[1], *re.findall(_TEXT, parts[2])) if parts else source


_TEXT = r"""r?(?:"[^"]*"|'[^']*')"""
_CALL = re.compile(rf"(\w+)\(({_TEXT}(?:, {_TEXT})*)\)")
