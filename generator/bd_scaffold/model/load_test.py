"""The mix of requests that a load test makes: a guess from all that a design says of callers."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from ..language.design import Design
from ..language.goals import UNITS, goals_of
from ..operation import Operation
from .load_creates import copied
from .named import names
from .types import CustomGroup, Entity, LoadTest, Property, Security, Table

_KINDS = {
    "get": (40, "one row"),
    "list": (20, "a list"),
    "nested_list": (10, "a list below a row"),
    "update": (4, "a change"),
    "create": (2, "a new row"),
}
"""How often each kind of operation is asked for beside the others: reads are most of it."""

_USUAL = 1_000
"""The rows of an entity of which a design says nothing; ten times as many weigh one more."""

_CHANGED = 3
"""So many fields are sent back in a change."""

_YES = "yes"
_SOME = ("own rows", "rows (")

_NOT_WRITTEN = "until it is written, it answers 501"


class _Asked(NamedTuple):
    """An operation that callers ask for."""

    owner: str  # "Product"
    operation: Operation
    size: int  # how much its rows weigh
    keys: tuple[str, ...] = ()  # the properties of a row that stand in its path
    rows: str = ""  # the path of the list that has such a row
    about: str = ""  # the entity that such a row is of
    fields: tuple[str, ...] = ()  # which are sent back as they were read
    fresh: Mapping[str, str] = {}  # which are made anew, and how

    @property
    def name(self) -> str:
        return f"{self.owner}.{self.operation.name}"


def load_test_of(
    design: Design,
    prefix: str,
    entities: Sequence[Entity],
    custom: Sequence[CustomGroup],
    security: Security | None,
    tables: Mapping[str, Table],
) -> LoadTest:
    """Return what a load test asks for, and the goals that it has."""
    asked = [*_of_entities(entities, tables), *_of_custom(entities, custom)]
    role = _role(security, asked)
    wanted = {
        name for each in design.requirements.functional for name in each.operations
    }
    weighed = [
        (each, *_weight(each, wanted, _refusal(security, role, each))) for each in asked
    ]
    goals = goals_of(design.requirements.quality)
    return LoadTest(
        mix=tuple(line for each in weighed for line in _lines(prefix, *each)),
        goals=tuple(
            f"{name} = {goal:.12g} # {UNITS[name]}" for name, goal in goals.items()
        ),
        role=role,
        asks=any(weight for _, weight, _ in weighed),
        signing_in=_signing_in(security),
    )


def _of_entities(
    entities: Sequence[Entity], tables: Mapping[str, Table]
) -> Iterator[_Asked]:
    known = {each.name: each for each in entities}
    for entity in entities:
        for operation in entity.operations:
            kind = operation.kind
            size = _size(entity)
            if kind == "list":
                yield _Asked(entity.name, operation, size)
            elif kind == "nested_list" and operation.key_of in known:
                parent = known[operation.key_of]
                if rows := _list_of(parent):
                    keys = _keys(parent)
                    about = parent.name
                    yield _Asked(entity.name, operation, size, keys, rows, about)
            elif kind in ("get", "update") and (rows := _list_of(entity)):
                keys, about = _keys(entity), entity.name
                asked = _Asked(entity.name, operation, size, keys, rows, about)
                if kind == "get":
                    yield asked
                elif _gets(entity) and (fields := tuple(_sent_back(entity))):
                    yield asked._replace(fields=fields)
            elif kind == "create":
                yield from _new_row(entity, operation, tables[entity.table])


def _new_row(entity: Entity, operation: Operation, table: Table) -> Iterator[_Asked]:
    """Yield the operation that makes a row, if one can be made by copying another."""
    rows, copy = _list_of(entity), copied(entity, table)
    if rows and copy:
        asked = _Asked(entity.name, operation, _size(entity), (), rows, entity.name)
        yield asked._replace(fields=copy.fields, fresh=copy.fresh)


def _of_custom(
    entities: Sequence[Entity], custom: Sequence[CustomGroup]
) -> Iterator[_Asked]:
    """Yield the operations of the design's own that only read, and that need nothing."""
    known = {each.name: each for each in entities}
    for group in custom:
        for each in group.operations:
            operation = each.operation
            needs = any(given.required for given in each.input)
            if operation.http.method != "get" or needs:
                continue
            entity = known.get(group.name)
            if each.on != "item":
                yield _Asked(group.name, operation, 1)
            elif entity is not None and (rows := _list_of(entity)):
                keys, about = _keys(entity), entity.name
                yield _Asked(group.name, operation, 1, keys, rows, about)


def _size(entity: Entity) -> int:
    """Return one, and one more for each time that there are ten times as many rows."""
    return max(1, len(str((entity.volume or _USUAL) // _USUAL)))


def _list_of(entity: Entity) -> str:
    found = (each.http.path for each in entity.operations if each.kind == "list")
    return next(found, "")


def _gets(entity: Entity) -> bool:
    return any(each.kind == "get" for each in entity.operations)


def _keys(entity: Entity) -> tuple[str, ...]:
    return tuple(each.name for each in entity.key)


def _sent_back(entity: Entity) -> Iterator[str]:
    """Yield some properties that a change may hold, and that answers show to whoever asks."""
    inside = {each.name for each in entity.owned}
    found = (
        each.name
        for each in entity.properties
        if each.name not in inside and _is_sent_back(each)
    )
    for _, name in zip(range(_CHANGED), found, strict=False):
        yield name


def _is_sent_back(each: Property) -> bool:
    shown = each.in_update and each.in_read and not each.is_ruled and not each.part
    return shown and not each.schema.many and each.references is None


def _cell(security: Security, role: str, entity: str, names: set[str]) -> str:
    """Return what a role may do with rows of an entity: "yes", "own rows"."""
    for table in security.access:
        if table.entity == entity:
            for line in table.lines:
                if names & {*line.operations}:
                    cells = dict(zip(table.callers, line.cells, strict=False))
                    return cells.get(role or "signed in", _YES)
    return _YES


def _role(security: Security | None, asked: Sequence[_Asked]) -> str:
    """Return the role that may do most of what is asked for."""
    if security is None or not security.roles:
        return ""
    names = [each.name for each in security.roles]
    return max(
        names,
        key=lambda name: sum(not _refusal(security, name, each) for each in asked),
    )


def _refusal(security: Security | None, role: str, each: _Asked) -> str:
    """Return why a caller of a role is refused an operation; empty where none is."""
    if security is None:
        return ""
    operation = each.operation
    rule = "list" if operation.kind == "nested_list" else operation.rule
    cell = _cell(security, role, each.owner, {rule or operation.name, operation.name})
    reads = operation.http.method == "get"
    if cell != _YES and not (reads and cell.startswith(_SOME)):
        return f"{_named(role)} may not"
    if each.about and _cell(security, role, each.about, {"list"}) != _YES:
        return f"{_named(role)} alone has no such rows"
    return ""


def _named(role: str) -> str:
    return role or "who signs in"


def _weight(each: _Asked, wanted: set[str], refusal: str) -> tuple[int, str]:
    """Return how often an operation is asked for, and what that is made of."""
    kind = each.operation.kind
    if kind == "custom":
        return 0, _NOT_WRITTEN
    if refusal:
        return 0, refusal
    named = any(names(e, each.owner, each.operation, each.name) for e in wanted)
    weight, what = _KINDS[kind]
    why = f"{weight} for {what}"
    if each.size > 1:
        why += f" × {each.size} for its rows"
    if named:
        why += " × 2 for a requirement"
    return weight * each.size * (1 + named), why


def _lines(prefix: str, each: _Asked, weight: int, why: str) -> Iterator[str]:
    """Yield what a weight is made of, and an operation of the mix.

    A line stays between one that a team edits and one that comes, so that both can be merged.
    """
    operation = each.operation
    words: dict[str, Any] = {
        "weight": weight,
        "call": f"{operation.http.method.upper()} {prefix}{operation.http.path}",
        "rows": each.rows and prefix + each.rows,
        "keys": list(each.keys),
        "fields": list(each.fields),
        "fresh": dict(each.fresh),
    }
    said = ", ".join(
        f"{name} = {_toml(value)}"
        for name, value in words.items()
        if value or name == "weight"
    )
    yield f"# {why}"
    yield f"{json.dumps(each.name, ensure_ascii=False)} = {{{said}}}"
    yield ""


def _toml(value: Any) -> str:
    if isinstance(value, dict):
        inside = ", ".join(f"{_toml(n)} = {_toml(each)}" for n, each in value.items())
        return f"{{{inside}}}"
    return json.dumps(value, ensure_ascii=False)


def _signing_in(security: Security | None) -> str:
    """Return which variables name whoever asks, in a sentence that a blank follows."""
    if security is None:
        return ""
    ways = []
    if security.jwt:
        ways.append("`LOAD_EMAIL` and `LOAD_PASSWORD` name the account that signs in.")
    ways.append("`LOAD_TOKEN` is an access token of whoever asks.")
    if security.api_keys:
        ways.append("`LOAD_API_KEY` is the key of whoever asks.")
    return " ".join((*ways, "What is refused is a failure. "))
