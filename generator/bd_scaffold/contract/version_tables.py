"""What translates an older version's requests and answers, as tables of names in Python."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from ..model.types import Entity, OlderEntity, OlderVersion
from ..names import python_string, snake
from ..operation import Operation
from ..record import Record, replace
from . import batches, openapi, python
from .dtos import stable
from .nodes import JSON, Node


class Pair(Record, frozen=True):
    """An operation of an older version, and the one of today that answers it."""

    method: str
    path: str  # then, under the prefix
    path_now: str
    operation: Operation | None = None  # today's, where it is of an entity
    entity: Entity | None = None  # today's
    then: Entity | None = None
    older: OlderEntity | None = None  # what was otherwise of the entity


class Tables(Record, frozen=True):
    """The tables of an older version, and what they are made with."""

    source: str
    uses: tuple[str, ...]


class _Shape(Record, frozen=True):
    """What is otherwise of one kind of object: a value of the generated class `Shape`."""

    names: tuple[tuple[str, str], ...] = ()  # of then, by today's
    since: tuple[str, ...] = ()
    had: tuple[tuple[str, str], ...] = ()  # values as Python
    values: tuple[tuple[str, str], ...] = ()  # constants, by today's names
    within: tuple[tuple[str, str], ...] = ()  # the same
    named: tuple[tuple[str, str], ...] = ()  # the same: what lists names of properties

    def source(self) -> str:
        """Return the call that makes it."""
        parts = (
            _mapping("names", ((now, python_string(then)) for now, then in self.names)),
            f"since=frozenset({_listed(self.since)})" if self.since else "",
            _mapping("had", self.had),
            _mapping("values", self.values),
            _mapping("within", self.within),
            _mapping("named", self.named),
        )
        return f"Shape({', '.join(filter(None, parts))})"


def _mapping(word: str, pairs: Iterable[tuple[str, str]]) -> str:
    inner = ", ".join(f"{python_string(name)}: {each}" for name, each in pairs)
    return f"{word}={{{inner}}}" if inner else ""


def _listed(values: Iterable[str]) -> str:
    return f"[{', '.join(map(python_string, values))}]"


Enums = Mapping[str, Sequence[str]]
"""The values that enums have today."""


def tables_of(
    pairs: Sequence[Pair], document: Node, version: OlderVersion, enums: Enums
) -> Tables:
    """Return the tables of a version, given its contract."""
    writer = _Writer(pairs, document, version, enums)
    routes = [writer.route(each) for each in pairs]
    return writer.tables(routes)


class _Writer:
    """Collects the constants of the tables, each once."""

    def __init__(
        self,
        pairs: Sequence[Pair],
        document: Node,
        version: OlderVersion,
        enums: Enums,
    ) -> None:
        self._document = document
        self._schemas = document.get("components", {}).get("schemas", {})
        self._version = version
        self._enums = enums
        self._owners = dict(_owners(pairs))
        self._constants: dict[str, str] = {}  # source by name, in the order of use
        self._operation = ""
        self._by_owner: dict[str, str | None] = {}

    def tables(self, routes: Sequence[str]) -> Tables:
        """Return the whole, once all routes are known."""
        version = self._version
        listed = "".join(f"    {each},\n" for each in routes)
        constants = [f"{name} = {source}" for name, source in self._constants.items()]
        facts = {
            "name": python_string(version.name),
            "routes": "ROUTES",
            "deprecated": "" if version.deprecated is None else str(version.deprecated),
            "sunset": python_string(version.sunset) if version.sunset else "",
            "link": python_string(version.link) if version.link else "",
        }
        made = ", ".join(f"{name}={value}" for name, value in facts.items() if value)
        lines = [
            *constants,
            f"ROUTES = (\n{listed})",
            f"{version.constant} = Version({made})",
        ]
        source = stable("\n\n".join(lines) + "\n")
        used = [
            each
            for each in ("Query", "Route", "Shape", "Values", "Version", "Whole")
            if f"{each}(" in source
        ]
        return Tables(source, tuple(used))

    def route(self, pair: Pair) -> str:
        """Return the call that makes the row of an operation."""
        item = self._document["paths"][self._version.prefix + pair.path]
        node = item[pair.method]
        self._operation = str(node.get("operationId", ""))  # whose bodies it is about
        given = [python_string(pair.method.upper()), python_string(pair.path)]
        if pair.path_now != pair.path:
            given.append(f"today={python_string(pair.path_now)}")
        asked = [*item.get("parameters", ()), *node.get("parameters", ())]
        if query := self._query(pair, asked):
            given.append(f"query={query}")
        body = _content(node.get("requestBody", {}))
        if body and (shape := self._shape(body)):
            given.append(f"body={shape}")
        if shape := self._answer(pair, _content(_success(node))):
            given.append(f"answer={shape}")
        if whole := _whole(pair):
            given.append(f"whole={whole}")
        return f"Route({', '.join(given)})"

    # bodies

    def _answer(self, pair: Pair, schema: Node | None) -> str | None:
        """Return the constant of what is otherwise in an answer; None for nothing."""
        returned = pair.operation.returned if pair.operation else None
        if pair.then is None or returned not in ("entry", "entries"):
            return self._shape(schema) if schema else None
        # What a row was has no schema of its own, and has the names of the row.
        if (of := self._component(pair.then.name)) is None:
            return None
        entry = _Shape(within=(("values", of),), named=(("changed", of),))
        name = self._constant(f"{pair.then.name}Entry", entry.source())
        if returned == "entry":
            return name
        page = _Shape(within=(("data", name),))
        return self._constant(f"{pair.then.name}Entries", page.source())

    def _shape(self, schema: Node) -> str | None:
        """Return the constant of what is otherwise in a schema's values; None for nothing."""
        if "$ref" in schema:
            return self._component(schema["$ref"].rpartition("/")[2])
        for word in ("anyOf", "oneOf", "allOf"):
            found = [self._shape(each) for each in schema.get(word, ())]
            if known := [each for each in found if each]:
                return known[0]
        if "items" in schema:
            return self._shape(schema["items"])
        if "properties" in schema:
            shape = self._object(schema["properties"], None)
            if shape != _Shape():
                return self._constant(_called(shape, self._operation), shape.source())
        return None

    def _component(self, name: str) -> str | None:
        owner, older = self._owners.get(name, (name, None))
        if owner not in self._by_owner:
            self._by_owner[owner] = None  # all that a circle comes to
            shape = self._object(self._properties(owner, name), older)
            if shape != _Shape():
                self._by_owner[owner] = self._constant(owner, shape.source())
        return self._by_owner[owner]

    def _properties(self, owner: str, name: str) -> Node:
        """Return the properties of all schemas that are about the same rows.

        What one of them only repeats of another says less than that one.
        """
        same = [each for each, (of, _) in self._owners.items() if of == owner]
        found: Node = {}
        for each in same or [name]:
            for key, value in self._schemas.get(each, {}).get("properties", {}).items():
                found.setdefault(key, value)
        return found

    def _object(self, properties: Node, older: OlderEntity | None) -> _Shape:
        today = {then: now for now, then in older.properties.items()} if older else {}
        named = {today.get(name, name): each for name, each in properties.items()}
        found = _Shape(
            values=tuple(
                (n, v) for n, each in named.items() if (v := self._enum(each))
            ),
            within=tuple(
                (n, v) for n, each in named.items() if (v := self._shape(each))
            ),
        )
        if older is None:
            return found
        return replace(
            found,
            names=tuple(older.properties.items()),
            since=older.since,
            had=tuple((e.name, python.value(e.default)) for e in older.had),
        )

    def _enum(self, schema: Node) -> str | None:
        """Return the constant of an enum's values; None for what has the values of today."""
        if "$ref" in schema:
            return self._values(schema["$ref"].rpartition("/")[2])
        inner = (*schema.get("anyOf", ()), schema.get("items") or {})
        return next(
            (found for each in inner if each and (found := self._enum(each))), None
        )

    def _values(self, name: str) -> str | None:
        said = self._version.enums.get(name)
        if not said:
            return None
        pairs = ", ".join(
            f"{python_string(now)}: {python_string(then)}" for now, then in said.items()
        )
        own = [e for e in self._enums[name] if e in said.values() and e not in said]
        more = f", own={_listed(own)}" if own else ""
        return self._constant(name, f"Values({{{pairs}}}{more})")

    def _constant(self, name: str, source: str) -> str:
        """Return the name of a constant; of equal ones the first."""
        for known, there in self._constants.items():
            if there == source:
                return known
        stem = constant = snake(name).upper().strip("_")
        number = 1
        while constant in {"ROUTES", self._version.constant, *self._constants}:
            number += 1
            constant = f"{stem}_{number}"
        self._constants[constant] = source
        return constant

    # queries

    def _query(self, pair: Pair, asked: Iterable[Node]) -> str | None:
        """Return the constant of what is otherwise in a query; None for nothing."""
        names: tuple[tuple[str, str], ...] = ()
        since: tuple[str, ...] = ()
        of, sorts = None, ""
        if pair.entity and pair.then and pair.operation and pair.operation.query:
            asked_then = (*pair.then.filters, *pair.then.related_filters)
            kept = {each.attribute: each.name for each in asked_then}
            asked_now = (*pair.entity.filters, *pair.entity.related_filters)
            found = [(e.name, kept.get(e.attribute)) for e in asked_now]
            names = tuple((now, then) for now, then in found if then and then != now)
            since = tuple(now for now, then in found if then is None)
            of = self._component(pair.then.name)
            sorts = _mapping("sorts", _sorts(pair.entity, pair.then))
            if pair.operation.natural:  # of which it says the properties, and no filter
                known = pair.older.properties if pair.older else {}
                said = [(each, known.get(each)) for each in pair.operation.natural]
                names = tuple((now, then) for now, then in said if then)
                since = ()
        values = self._query_values(asked, {called: name for name, called in names})
        shape = _Shape(names=names, since=since, values=tuple(values))
        if shape == _Shape() and of is None and not sorts:
            return None
        source = shape.source().removeprefix("Shape(").removesuffix(")")
        given = ", ".join(filter(None, (f"of={of}" if of else "", source, sorts)))
        owner = pair.then.name if pair.then else re.sub(r"\W+", "_", pair.path)
        return self._constant(f"{owner}Query", f"Query({given})")

    def _query_values(
        self, asked: Iterable[Node], today: Mapping[str, str]
    ) -> Iterator[tuple[str, str]]:
        for each in map(self._full, asked):
            name = str(each["name"])
            if each["in"] == "query" and (constant := self._enum(each["schema"])):
                yield today.get(name, name), constant

    def _full(self, parameter: Node) -> Node:
        if "$ref" not in parameter:
            return parameter
        name = parameter["$ref"].rpartition("/")[2]
        found: Node = self._document["components"]["parameters"][name]
        return found


def _sorts(entity: Entity, older: Entity) -> Iterator[tuple[str, str]]:
    """Yield what lists were ordered by of other rows, as Python, by today's names."""
    then = {(e.relation, e.attribute): e.name for e in older.related_sorts}
    for each in entity.related_sorts:
        was = then.get((each.relation, each.attribute), each.name)
        if was != each.name:
            yield each.name, python_string(was)


def _called(shape: _Shape, operation: str) -> str:
    """Return what a constant is called like: the rows that it holds, or its operation."""
    match shape:
        case _Shape(names=(), values=(), within=(("data", rows),)):
            many = rows.removesuffix("_DATA")
            return f"{rows}_DATA" if many == rows else f"{many}_RESULTS"
    return operation


def _owners(
    pairs: Iterable[Pair],
) -> Iterator[tuple[str, tuple[str, OlderEntity | None]]]:
    """Yield the schemas of each entity's rows, with its name of then."""
    for pair in pairs:
        if pair.then is not None:
            items = filter(batches.names_row, pair.then.operations)
            others = {f"{pair.then.name}Page", *(str(each.item) for each in items)}
            for name in openapi.schemas(pair.then):
                if name not in others:
                    # What is included includes nothing itself, so nothing goes in a circle.
                    more = openapi.RELATED if name.endswith(openapi.RELATED) else ""
                    yield name, (f"{pair.then.name}{more}", pair.older)


def _content(node: Node) -> Node | None:
    schema: Node | None = node.get("content", {}).get(JSON, {}).get("schema")
    return schema


def _success(node: Node) -> Node:
    found = (each for code, each in node["responses"].items() if code.startswith("2"))
    first: Node = next(found, {})
    return first


def _whole(pair: Pair) -> str | None:
    """Return how a row is replaced that has properties which the version has not.

    They stay as they are: what it replaces is all that it knows of.
    """
    entity, operation = pair.entity, pair.operation
    if entity is None or operation is None or operation.kind != "replace":
        return None
    since = pair.older.since if pair.older else ()
    written = openapi.written_by(entity, operation)
    if not any(each.name in since for each in written):
        return None
    known = [each for each in written if each.name not in since]
    left_out = [
        each
        for each in known
        if (each.has_default or (each.schema.nullable and not each.made))
        and not openapi.stays(each, operation)
    ]
    needs = [
        each.name
        for each in known
        if each.required and not openapi.stays(each, operation)
    ]
    defaults = tuple((each.name, python.value(each.default)) for each in left_out)
    echoes = [each.name for each in openapi.sent_back(entity, operation)]
    parts = (
        f"needs=frozenset({_listed(needs)})" if needs else "",
        _mapping("defaults", defaults),
        f"echoes=frozenset({_listed(echoes)})" if echoes else "",
    )
    return f"Whole({', '.join(filter(None, parts))})"
