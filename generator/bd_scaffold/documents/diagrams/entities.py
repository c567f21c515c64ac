"""Entities and their relations: a diagram of all of them, and one of each area."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from ...model.types import Column, Diagram, Entity, Model, Table
from ...names import counted, first_of
from .groups import Fitting, Group
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

_WIDEST = 1250
"""Pixels of a diagram: in a column of 1,000, its labels of 14 are shown with 10 or more."""

_LETTER, _AROUND, _BETWEEN = 9, 26, 50
"""Pixels of a letter, around a cell's text, and between two boxes, as a guess."""

_KIND = "erDiagram"


def fitting(model: Model, relations: Sequence[Relation]) -> Fitting:
    """Return what tells whether a diagram of entities would be too wide to be read."""
    widths = {each.name: _width(model.tables[each.table]) for each in model.entities}
    targets: dict[str, set[str]] = {}
    for each in relations:
        if each.source != each.target:
            targets.setdefault(each.source, set()).add(each.target)

    def fits(entities: Sequence[Entity]) -> bool:
        inside = {each.name for each in entities}
        led = {each: targets.get(each, set()) for each in inside}
        beyond = {target for each in inside for target in led[each]} - inside
        boxes = {each: len(each) * _LETTER + 2 * _AROUND for each in beyond}
        boxes |= {each: widths[each] for each in inside}
        rows: dict[int, int] = {}
        for name, row in _rows(led, beyond).items():
            rows[row] = rows.get(row, 0) + boxes[name] + _BETWEEN
        return max(rows.values()) <= _WIDEST

    return fits


def _width(table: Table) -> int:
    """Return about how wide the box of a table's columns is."""
    columns = table.columns
    held = max(len(_type(each)) for each in columns)
    named = max(min(len(each.name), _NAME) for each in columns)
    return max(
        (held + named + len("PK")) * _LETTER + 3 * _AROUND,
        len(table.entity) * _LETTER + 2 * _AROUND,
    )


def _rows(led: Mapping[str, set[str]], beyond: set[str]) -> dict[str, int]:
    """Return about in which row each box stands: below those that it refers to."""
    rows = dict.fromkeys((*led, *beyond), 0)
    for _ in led:  # so often at the most, for a chain of all of them
        for name, targets in led.items():
            above = [rows[each] for each in targets if rows[each] < len(led)]
            rows[name] = max((each + 1 for each in above), default=rows[name])
    for (
        name
    ) in rows:  # one that refers to nothing stands beside the others above its own
        below = [rows[each] for each, targets in led.items() if name in targets]
        if below and not led.get(name):
            rows[name] = min(below) - 1
    return rows


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
