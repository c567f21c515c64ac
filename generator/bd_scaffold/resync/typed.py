"""Attributes in people's code whose object's class is known, by annotations and by calls.

A name is of a class only where all that its scope binds it to is of that class.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

from ..record import Record
from .members import Members

_SAME = {"Annotated", "Optional", "Mapped"}
_MANY = {
    *("list", "tuple", "set", "frozenset", "Sequence", "Collection", "Iterable"),
    *("Iterator", "AsyncIterator", "AsyncIterable", "ScalarResult"),
}
_RETURNING = {
    *("get", "create", "replace", "update"),  # of a service
    *("find", "find_by", "add", "change"),  # of a repository
}

_Functions = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
_Loops = (ast.For, ast.AsyncFor, ast.comprehension)


class _Type(Record, frozen=True):
    """What a value is to a class: of it, a list of those, or its service or repository."""

    name: str
    kind: Literal["one", "many", "handler"] = "one"


_Scope = Mapping[str, "_Type | None"]


class Use(Record, frozen=True):
    """An attribute of a known class, where its name stands."""

    row: int
    start: int
    class_name: str
    attribute: str


def uses(text: str, known: Members) -> list[Use]:
    """Return the attributes of known classes that a module names."""
    try:
        module = ast.parse(text)
    except (SyntaxError, ValueError):
        return []
    lines = text.encode(errors="surrogateescape").split(b"\n")
    return list(_placed(_Module(module, known).attributes(module, {}), lines))


_Found = tuple[ast.Attribute | ast.keyword, str, str]


def _placed(found: Iterator[_Found], lines: Sequence[bytes]) -> Iterator[Use]:
    for node, class_name, attribute in found:
        name = attribute.encode()
        if isinstance(node, ast.keyword):
            row, start = node.lineno, node.col_offset
        else:
            row, start = node.end_lineno or 0, (node.end_col_offset or 0) - len(name)
        line = lines[row - 1]
        # Python 3.11 places what stands in an f-string elsewhere.
        if line[start : start + len(name)] == name:
            before = line[:start].decode(errors="surrogateescape")
            yield Use(row, len(before), class_name, attribute)


class _Module:
    """A module, and what its names mean."""

    def __init__(self, module: ast.Module, known: Members) -> None:
        self._known = known
        self._names = dict(self._named(module))

    def _named(self, module: ast.Module) -> Iterator[tuple[str, _Type]]:
        """Yield what the module imports and defines of the generated classes."""
        for node in ast.walk(module):
            if isinstance(node, ast.ImportFrom) and self._is_ours(node):
                for each in node.names:
                    if found := self._generated(each.name):
                        yield each.asname or each.name, found
        for node in module.body:
            if isinstance(node, ast.ClassDef) and (found := self._generated(node.name)):
                yield node.name, found

    def _is_ours(self, node: ast.ImportFrom) -> bool:
        package = (node.module or "").partition(".")[0]
        return node.level > 0 or package == self._known.package

    def _generated(self, name: str) -> _Type | None:
        if name in self._known.classes:
            return _Type(name)
        handled = self._known.handlers.get(name)
        return _Type(handled, "handler") if handled else None

    def attributes(self, scope: ast.AST, outer: _Scope) -> Iterator[_Found]:
        """Yield the attributes below a scope, each with its class."""
        bound = self._bound(scope, outer)
        for node in _within(scope):
            if isinstance(node, ast.ClassDef):
                yield from self.attributes(node, {**outer, "self": self._self(node)})
            elif isinstance(node, _Functions):
                inner = outer if isinstance(scope, ast.ClassDef) else bound
                yield from self.attributes(node, inner)
            elif isinstance(node, ast.Attribute):
                found = self._type(node.value, bound)
                if found and found.kind == "one":
                    yield node, found.name, node.attr
            elif isinstance(node, ast.Call):
                yield from self._keywords(node, bound)

    def _keywords(self, call: ast.Call, scope: _Scope) -> Iterator[_Found]:
        """Yield the attributes that a call of a class, or of `find_by`, gives values."""
        made = self._reference(call.func)
        finding = isinstance(call.func, ast.Attribute) and call.func.attr == "find_by"
        found = made or (self._type(call, scope) if finding else None)
        if found and found.kind == "one":
            for each in call.keywords:
                if each.arg:
                    yield each, found.name, each.arg

    def _self(self, node: ast.ClassDef) -> _Type | None:
        """Return what `self` is in a class: a row, or what handles rows of a class."""
        if node.name in self._known.classes:
            return _Type(node.name)
        for base in node.bases:
            if isinstance(base, ast.Subscript):
                first = self._reference(_first(base.slice))
                if first and first.kind == "one":
                    return _Type(first.name, "handler")
        return None

    def _bound(self, scope: ast.AST, outer: _Scope) -> _Scope:
        """Return what names mean in a scope."""
        found: dict[str, _Type | None] = {}
        for name, node in _bindings(scope):
            type_ = self._binding(node, {**outer, **found})
            same = name not in found or found[name] == type_
            found[name] = type_ if same else None
        return {**outer, **found}

    def _binding(self, node: ast.AST, scope: _Scope) -> _Type | None:
        if isinstance(node, (ast.arg, ast.AnnAssign)):
            return self._annotated(node.annotation)
        if isinstance(node, (ast.Assign, ast.NamedExpr)):
            return self._type(node.value, scope)
        if isinstance(node, _Loops):
            found = self._type(node.iter, scope)
            return _Type(found.name) if found and found.kind == "many" else None
        return None

    def _annotated(self, node: ast.AST | None) -> _Type | None:
        """Return what an annotation says."""
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            return self._names.get(node.value)
        if isinstance(node, ast.BinOp):
            sides = [e for e in (node.left, node.right) if not _is_none(e)]
            return self._annotated(sides[0]) if len(sides) == 1 else None
        if not isinstance(node, ast.Subscript):
            return self._reference(node)
        inner, kind = self._annotated(_first(node.slice)), _last(node.value)
        if inner is None or kind in _SAME:
            return inner
        many = kind in _MANY and inner.kind == "one"
        return _Type(inner.name, "many") if many else None

    def _reference(self, node: ast.AST | None) -> _Type | None:
        """Return the generated class that an expression names."""
        if isinstance(node, ast.Name):
            return self._names.get(node.id)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            return self._generated(node.attr) if node.value.id == "models" else None
        return None

    def _type(self, node: ast.AST | None, scope: _Scope) -> _Type | None:
        """Return what an expression's value is; a class itself has its rows' attributes."""
        if isinstance(node, ast.Await):
            return self._type(node.value, scope)
        if isinstance(node, ast.Name) and node.id in scope:
            return scope[node.id]
        if isinstance(node, ast.Attribute) and node.attr == "repository":
            found = self._type(node.value, scope)
            return found if found and found.kind == "handler" else None
        if isinstance(node, ast.Call):
            return self._reference(node.func) or self._returned(node.func, scope)
        return self._reference(node)

    def _returned(self, method: ast.AST, scope: _Scope) -> _Type | None:
        """Return what a service's or a repository's own method returns."""
        if not isinstance(method, ast.Attribute):
            return None
        found = self._type(method.value, scope)
        known = method.attr in _RETURNING or method.attr.startswith("find_by_")
        return (
            _Type(found.name) if found and found.kind == "handler" and known else None
        )


def _within(scope: ast.AST) -> Iterator[ast.AST]:
    """Yield what stands in a scope: inner scopes themselves, and nothing in them."""
    waiting = list(ast.iter_child_nodes(scope))
    while waiting:
        node = waiting.pop(0)
        yield node
        if not isinstance(node, (*_Functions, ast.ClassDef)):
            waiting[:0] = ast.iter_child_nodes(node)


def _bindings(scope: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    """Yield each name that a scope binds, with what binds it."""
    if isinstance(scope, _Functions):
        of = scope.args
        for each in (*of.posonlyargs, *of.args, *of.kwonlyargs, of.vararg, of.kwarg):
            if each and (each.annotation or each.arg != "self"):
                starred = each in (of.vararg, of.kwarg)
                yield each.arg, scope if starred else each
    told: set[ast.AST] = set()
    for node in _within(scope):
        for target in _targets(node):
            if isinstance(target, ast.Name):
                told.add(target)
                yield target.id, node
        if isinstance(node, ast.Name) and node not in told and _is_stored(node):
            yield node.id, node
        name = getattr(node, "name", None)
        if isinstance(name, str) and not isinstance(node, ast.alias):
            yield name, node  # a function, a class, an exception, a captured pattern


def _targets(node: ast.AST) -> Sequence[ast.AST]:
    if isinstance(node, ast.Assign):
        return node.targets
    if isinstance(node, (ast.AnnAssign, ast.NamedExpr, *_Loops)):
        return [node.target]
    return []


def _is_stored(node: ast.Name) -> bool:
    return isinstance(node.ctx, (ast.Store, ast.Del))


def _first(node: ast.AST) -> ast.AST:
    return node.elts[0] if isinstance(node, ast.Tuple) and node.elts else node


def _last(node: ast.AST) -> str:
    """Return the last part of a dotted name."""
    return ast.unparse(node).rpartition(".")[2]


def _is_none(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and node.value is None
