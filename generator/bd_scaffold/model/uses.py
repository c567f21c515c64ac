"""What a design needs of the generated core, so that nothing else is there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from ..features.feature import Feature
from ..resolve.types import Scalar
from .types import Entity, Table, Uses

_NO_TEXTS: frozenset[Scalar] = frozenset({"bigint", "boolean", "float", "integer"})


def uses_of(
    entities: Sequence[Entity], tables: Iterable[Table], features: Sequence[Feature]
) -> Uses:
    """Return what some entity, table or capability of the design needs."""
    operations = [each for entity in entities for each in entity.operations]
    bodies, parameters = set(_in_bodies(entities)), set(_in_parameters(entities))
    made = set(_made(tables))
    return Uses(
        types=tuple(sorted(bodies | parameters)),
        integers=not bodies.isdisjoint({"bigint", "integer"}),
        parameters=not parameters.isdisjoint(_NO_TEXTS),
        codes="code" in made,
        today="today" in made,
        constraints=any("conflict" in each.errors for each in operations),
        guards=any(each.requires for each in operations),
        nested=any(entity.nested for entity in entities),
        scopes=any(each.scope for each in features),
    )


def _in_bodies(entities: Iterable[Entity]) -> Iterator[Scalar]:
    return (each.schema.type for entity in entities for each in entity.properties)


def _in_parameters(entities: Iterable[Entity]) -> Iterator[Scalar]:
    for entity in entities:
        if any(each.query for each in entity.operations):
            yield "integer"  # how many rows a list shows at the most
        yield from (each.schema.type for each in entity.filters)
        yield from (each.schema.type for each in entity.key)


def _made(tables: Iterable[Table]) -> Iterator[str]:
    """Yield the kinds of what the server fills columns with."""
    columns = (column for table in tables for column in table.columns)
    return (each.default.kind for each in columns if each.default is not None)
