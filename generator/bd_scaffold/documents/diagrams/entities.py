"""Entities and their relations: a diagram of all of them, and one of each area."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from ...model.types import Column, Diagram, Entity, Model, Table
from ...names import counted, first_of
from .groups import Group
from .map import map_of
from .mermaid import diagram, quoted, shortened, ticked
from .relations import Relation, unique_keys
from .said import sentence, told

MOST = 8
"""Entities of one diagram that shows their columns."""

_NAMED = 16
"""Entities of one diagram that shows their names alone; of more, one shows their groups."""

_COLUMNS = 14
"""Columns of an entity that are shown; of a larger one, those that tell its rows apart."""

_NAME, _TYPE = 36, 24
"""Characters of a column's name and of its type."""

_KIND = "erDiagram"


def entity_diagrams(
    model: Model, relations: Sequence[Relation], parts: Sequence[Group]
) -> Iterator[Diagram]:
    """Yield the whole with names alone, and each part of it with its columns."""
    if len(parts) > 1:
        few = len(model.entities) <= _NAMED
        yield _whole(model, relations) if few else map_of(model, relations)
    for each in parts:
        yield _part(model, relations, each)


def _whole(model: Model, relations: Sequence[Relation]) -> Diagram:
    names = [each.name for each in model.entities]
    inside = {*names}
    pairs = {
        (each.source, each.target): each for each in relations if each.target in inside
    }
    ids = _ids(names)
    lines = (
        *(f"{ids[name]}[{quoted(name)}]" for name in names),
        *(_line(each, ids, "") for each in pairs.values()),
    )
    said = f"{counted(len(names), 'entity')}, related in {counted(len(pairs), 'way')}"
    title = f"All entities of {model.project.title}"
    return diagram("entities", _KIND, title, sentence(said, told(relations)), lines)


def _part(model: Model, relations: Sequence[Relation], group: Group) -> Diagram:
    inside = [each.name for each in group.entities]
    drawn = [each for each in relations if each.source in inside]
    beyond = dict.fromkeys(each.target for each in drawn if each.target not in inside)
    ids = _ids((*inside, *beyond))
    lines = (
        *(line for each in group.entities for line in _box(model, each, ids, drawn)),
        *(f"{ids[name]}[{quoted(name)}]" for name in beyond),
        *(_line(each, ids, each.name) for each in drawn),
    )
    said = f"{counted(len(inside), 'entity')} with columns: {', '.join(inside)}"
    return diagram(
        f"entities-{group.name}",
        _KIND,
        f"Entities of {group.title}",
        sentence(said, told(drawn)),
        lines,
    )


def _ids(names: Iterable[str]) -> dict[str, str]:
    return {name: f"e{number}" for number, name in enumerate(names, start=1)}


def _line(relation: Relation, ids: Mapping[str, str], label: str) -> str:
    """Return a relation, the side that is referred to first, which is drawn above."""
    ends = "}o--o{"
    if not relation.many:
        ends = f"{'|o' if relation.optional else '||'}--{'o|' if relation.unique else 'o{'}"
    label = quoted(label) if label else '""'
    return f"{ids[relation.target]} {ends} {ids[relation.source]} : {label}"


def _box(
    model: Model, entity: Entity, ids: Mapping[str, str], relations: Sequence[Relation]
) -> Iterator[str]:
    table = model.tables[entity.table]
    marks = _marks(table, entity, relations)
    columns = [each for each in table.columns if not each.hashes]
    if len(columns) > _COLUMNS:
        columns.sort(key=lambda each: each.name not in marks)
    shown, left = first_of(columns, _COLUMNS)
    yield f"{ids[entity.name]}[{quoted(entity.name)}] {{"
    for column in shown:
        name = ticked(shortened(column.name, _NAME))
        yield f"  {ticked(_type(column))} {name}{marks.get(column.name, '')}"
    if left:
        yield f"  {ticked('and')} {ticked(f'{left} more columns')}"
    yield "}"


def _marks(
    table: Table, entity: Entity, relations: Sequence[Relation]
) -> dict[str, str]:
    """Return what Mermaid says of columns: that they are keys, lead on, or are unique."""
    referring = {
        column
        for each in relations
        if each.source == entity.name
        for column in each.columns
    }
    unique = {key[0] for key in unique_keys(table) if len(key) == 1}
    found = {}
    for column in table.columns:
        said = (
            ("PK", column.primary),
            ("FK", column.name in referring),
            ("UK", column.name in unique and not column.primary),
        )
        if marks := ", ".join(mark for mark, is_true in said if is_true):
            found[column.name] = f" {marks}"
    return found


def _type(column: Column) -> str:
    """Return what a column holds, in words of the design."""
    held = column.items or column.type
    said: str = column.enum or held.kind
    if not column.enum and held.length:
        said = f"{held.kind}({held.length})"
    elif held.precision is not None:
        said = f"{held.kind}({held.precision},{held.scale})"
    said = shortened(said, _TYPE)
    return f"{said}{'[]' if column.items else ''}{'?' if column.nullable else ''}"
