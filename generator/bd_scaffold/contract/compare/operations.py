"""The operations of two documents side by side: what a request and its answers consist of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ...record import Record, replace
from .findings import Finding, of_operation
from .naming import Naming, Node
from .parameters import Parameter, component, resolved
from .schemas import At, Schemas, default

_METHODS = (
    *("get", "put", "post", "delete"),
    *("options", "head", "patch", "trace"),
)
_VARIABLE = re.compile(r"\{([^}]*)\}")


class Operation(Record, frozen=True):
    """One operation of a document, with all that stands around it."""

    method: str
    path: str  # without the prefix that all paths have
    full_path: str
    node: Node
    shared: tuple[Node, ...]  # parameters of its path
    document: Node

    @property
    def place(self) -> tuple[str, str]:
        """Where requests go: a path's variables may have any names."""
        return self.method, _VARIABLE.sub("{}", self.path)

    @property
    def tag(self) -> str:
        """The entity that it is about."""
        tags = self.node.get("tags") or [self.path.strip("/").partition("/")[0]]
        return str(tags[0])

    @property
    def verb(self) -> str:
        """What it does: the first word of its operationId."""
        named = str(self.node.get("operationId", self.method))
        return named.partition("_")[0]

    @property
    def id(self) -> str:
        """Its operationId; nothing where it has none."""
        return str(self.node.get("operationId", ""))

    def __str__(self) -> str:
        return f"{self.method.upper()} {self.full_path}"

    def security(self) -> list[frozenset[str]]:
        """Return the ways to be let in, each as all that it takes; one is enough."""
        ways = self.node.get("security", self.document.get("security", [])) or [{}]
        return [
            frozenset(
                [*way, *(f"{name} {scope}" for name in way for scope in way[name])]
            )
            for way in ways
        ]

    def parameters(self) -> dict[tuple[str, str], Parameter]:
        """Return the parameters by where they are and their names; a path's by position."""
        order = _VARIABLE.findall(self.path)
        found = {}
        for node in (*self.shared, *self.node.get("parameters", ())):
            parameter = Parameter(component(node), resolved(node, self.document))
            kind, name = parameter.node["in"], parameter.node["name"]
            key = str(order.index(name)) if kind == "path" and name in order else name
            found[kind, key.lower() if kind == "header" else key] = parameter
        return found

    def part(self, *keys: str) -> Node:
        """Return what stands under some keys, the references followed."""
        node: Node = self.node
        for key in keys:
            node = resolved(node.get(key, {}), self.document)
        return node


def operations(document: Node, prefix: str) -> list[Operation]:
    """Return all operations of a document."""
    return [
        Operation(
            method,
            path.removeprefix(prefix),
            path,
            item[method],
            tuple(item.get("parameters", ())),
            document,
        )
        for path, item in document.get("paths", {}).items()
        for method in _METHODS
        if method in item
    ]


class Pair(Record, frozen=True):
    """One operation in both documents."""

    old: Operation
    new: Operation
    schemas: Schemas
    naming: Naming

    def findings(self) -> Iterator[Finding]:
        """Yield all that clients can notice of the operation."""
        for part in (
            self._addresses(),
            self._security(),
            self._parameters(),
            self._body(),
            self._responses(),
        ):
            yield from of_operation(part, str(self.new))

    @property
    def _name(self) -> str:
        return self.naming.operation(self.new.tag, self.new.verb, self.new.id)

    def _addresses(self) -> Iterator[Finding]:
        was, now = (each.node.get("operationId") for each in (self.old, self.new))
        owner = self.naming.own.get(self.new.id, self.new.tag)
        if self.old.place != self.new.place:
            words = f"{self.old.path} is {self.new.path} now"
            yield Finding("path-renamed", owner, words)
        elif self.old.path != self.new.path:
            words = f"{self.old.path} is written {self.new.path} now"
            yield Finding("path-parameter-renamed", owner, words)
        elif was != now:
            words = f"its operationId is {now} now, {was} before"
            yield Finding("operation-id-changed", self._name, words)

    def _security(self) -> Iterator[Finding]:
        before, after = self.old.security(), self.new.security()
        if not all(any(way <= each for way in after) for each in before):
            words = f"it takes {_ways(after)} now, {_ways(before)} before"
            yield Finding("security-narrowed", self._name, words)
        elif not all(any(way <= each for way in before) for each in after):
            words = f"it takes {_ways(after)} now, {_ways(before)} before"
            yield Finding("security-widened", self._name, words)

    # the parameters

    def _parameters(self) -> Iterator[Finding]:
        before, after = self.old.parameters(), self.new.parameters()
        renamed = self.schemas.renames.parameters.get(self.new.tag, {})
        left = dict(after)
        for (kind, key), parameter in before.items():
            name = key if (kind, key) in after else renamed.get(key, key)
            other = left.pop((kind, name), None)
            if other is None:
                yield self._parameter(
                    "parameter-removed",
                    parameter,
                    f"there is no {parameter.words[4:]} any more",
                )
                continue
            if name != key:
                words = f"{parameter.words} is {name} now"
                yield self._parameter("parameter-renamed", other, words)
            yield from self._presence(parameter, other)
            yield from self._value(parameter, other)
        for parameter in left.values():
            words = f"there is a {parameter.words[4:]}"
            if parameter.required:
                yield self._parameter(
                    "parameter-added-required", parameter, f"{words}, which is required"
                )
            else:
                yield self._parameter("parameter-added", parameter, words)

    def _parameter(self, rule: str, parameter: Parameter, words: str) -> Finding:
        kind, name = parameter.node["in"], parameter.node["name"]
        named = self.naming.parameter(self.new.tag, name, self.new.id)
        return Finding(rule, named, words, place=f"{kind} {name}")

    def _presence(self, old: Parameter, new: Parameter) -> Iterator[Finding]:
        if new.required and not old.required:
            yield self._parameter(
                "parameter-became-required", new, f"{new.words} is required now"
            )
        if old.required and not new.required:
            yield self._parameter(
                "parameter-became-optional", new, f"{new.words} may be left out now"
            )

    def _value(self, old: Parameter, new: Parameter) -> Iterator[Finding]:
        was, now = old.node.get("schema", {}), new.node.get("schema", {})
        names = sorts(was), sorts(now)
        if new.node["name"] == "sort" and all(names):
            yield from self._sorts(*names)
            return
        shared = new.component if new.component == old.component else ""
        known = self.naming.parameter(self.new.tag, new.node["name"], self.new.id)
        name = shared or known
        place = f"{new.node['in']} {new.node['name']}"
        within = f"in {new.words}"
        at = At("request", name, place=place, within=within)
        if not new.required and not old.required and default(was) != default(now):
            words = f"{within}, what is left out is {default(now)} now, {default(was)} before"
            yield Finding("request-default-changed", name, words, place=place)
        repeated = "items" in was, "items" in now
        if repeated == (False, True):
            words = f"{new.words} may be repeated now"
            yield self._parameter("parameter-became-repeatable", new, words)
            now = now["items"]
        elif repeated == (True, False):
            words = f"{new.words} may not be repeated any more"
            yield self._parameter("parameter-became-single", new, words)
            was = was["items"]
        yield from self.schemas.differences(was, now, at)

    def _sorts(self, old: tuple[str, ...], new: tuple[str, ...]) -> Iterator[Finding]:
        renamed = self.schemas.renames.properties.get(self.new.tag, {})
        fresh = [each for each in new if each not in old]
        for name in old:
            now = renamed.get(name, name)
            if name in new:
                continue
            if now in fresh:
                fresh.remove(now)
                yield self._sort(
                    "sort-renamed",
                    now,
                    f"lists are ordered by {now} now, not by {name}",
                )
            else:
                yield self._sort(
                    "sort-removed", name, f"lists cannot be ordered by {name} any more"
                )
        for name in fresh:
            yield self._sort("sort-added", name, f"lists can be ordered by {name}")

    def _sort(self, rule: str, name: str, words: str) -> Finding:
        return Finding(rule, f"{self.new.tag}.{name}", words, place="query sort")

    # the body

    def _body(self) -> Iterator[Finding]:
        was, now = self.old.part("requestBody"), self.new.part("requestBody")
        needed = bool(was.get("required")), bool(now.get("required"))
        if not was and now:
            rule, words = ("request-body-added-required", "a body is required now")
            if not needed[1]:
                rule, words = ("request-body-added", "a body may be sent now")
            yield Finding(rule, self._name, words)
            return
        if was and not now:
            yield Finding(
                "request-body-removed", self._name, "no body is taken any more"
            )
            return
        if needed == (False, True):
            yield Finding(
                "request-body-became-required", self._name, "the body is required now"
            )
        if needed == (True, False):
            yield Finding(
                "request-body-became-optional",
                self._name,
                "the body may be left out now",
            )
        at = At("request", self._name)
        yield from self._content(was, now, at, "request")

    def _content(self, old: Node, new: Node, at: At, kind: str) -> Iterator[Finding]:
        before, after = old.get("content", {}), new.get("content", {})
        for media in before:
            if media not in after:
                words = f"{at.words}, {media} is not there any more"
                brought = media in self.naming.brought
                name = self.naming.header(self.new.tag, media) if brought else at.name
                yield Finding(f"{kind}-media-type-removed", name, words, place=at.place)
            else:
                here = replace(at, place=f"{at.place} {media} ".lstrip())
                yield from self.schemas.differences(
                    before[media].get("schema", {}),
                    after[media].get("schema", {}),
                    here,
                )
        for media in after:
            if media not in before:
                words = f"{at.words}, there is {media} now"
                yield Finding(
                    f"{kind}-media-type-added", at.name, words, place=at.place
                )

    # the responses

    def _responses(self) -> Iterator[Finding]:
        before, after = self.old.node.get("responses", {}), self.new.node.get(
            "responses", {}
        )
        for status in before:
            if status not in after:
                is_error = status[0] in "45"
                yield self._status(
                    "response-error-removed" if is_error else "response-status-removed",
                    status,
                    f"{status} is not answered any more",
                )
            else:
                yield from self._response(status)
        for status in after:
            if status not in before:
                yield self._status(
                    "response-status-added", status, f"{status} may be answered now"
                )

    def _status_name(self, status: str) -> str:
        new = self.new
        first = next(iter(self.old.node.get("responses", {})), "")
        return self.naming.status(new.tag, new.verb, new.id, status, first)

    def _status(self, rule: str, status: str, words: str) -> Finding:
        name = self._status_name(status)
        return Finding(rule, name, words, place=status)

    def _response(self, status: str) -> Iterator[Finding]:
        old, new = (each.part("responses", status) for each in (self.old, self.new))
        yield from self._headers(old.get("headers", {}), new.get("headers", {}))
        name = self._status_name(status)
        at = At("response", name, place=status)
        if _changes_errors(status, old, new):
            at = At("response", ERRORS, within="in errors")
        yield from self._content(old, new, at, "response")

    def _headers(self, before: Node, after: Node) -> Iterator[Finding]:
        for name in before:
            if name not in after:
                words = f"responses come without the header {name}"
                yield self._header("response-header-removed", name, words)
                continue
            was = resolved(before[name], self.old.document)
            now = resolved(after[name], self.new.document)
            if was.get("required") and not now.get("required"):
                words = f"responses may come without the header {name}"
                yield self._header("response-header-became-optional", name, words)
            at = At(
                "response",
                self.naming.header(self.new.tag, name),
                place=f"header {name}",
                within=f"in the header {name}",
            )
            yield from self.schemas.differences(
                was.get("schema", {}), now.get("schema", {}), at
            )
        for name in after:
            if name not in before:
                words = f"responses come with the header {name}"
                yield self._header("response-header-added", name, words)

    def _header(self, rule: str, name: str, words: str) -> Finding:
        named = self.naming.header(self.new.tag, name)
        return Finding(rule, named, words, place=f"header {name}")


ERRORS = "api.errors"
"""What all errors are called by, whose bodies have one shape."""

_ERROR = {"$ref": "#/components/schemas/error"}


def _changes_errors(status: str, *responses: Node) -> bool:
    """Tell whether the one shape of errors comes as another media type."""
    contents = [each.get("content", {}) for each in responses]
    schemas = [media.get("schema") for each in contents for media in each.values()]
    alike = contents[0].keys() == contents[1].keys()
    return status[0] in "45" and not alike and schemas == [_ERROR, _ERROR]


def _ways(ways: list[frozenset[str]]) -> str:
    return " or ".join(" and ".join(sorted(way)) or "no sign-in" for way in ways)


_SORT = re.compile(r"\^-\?\(([a-z0-9_|]+)\)(?:\(,-\?\(\1\)\)\{0,(\d+)\})?\$")


def sorts(schema: Any) -> tuple[str, ...]:
    """Return the names that a list can be ordered by, or nothing where a schema is no such list."""
    found = _SORT.fullmatch(str(schema.get("pattern", "")))
    if found is None or schema.keys() - {"type", "pattern"}:
        return ()
    names = tuple(found[1].split("|"))
    return names if int(found[2] or 0) == len(names) - 1 else ()
