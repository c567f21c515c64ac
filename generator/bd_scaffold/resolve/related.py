"""What a list is narrowed and ordered by that stands in the rows that its own refer to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Literal

from .. import names
from ..language.filters import asked_forms
from ..record import Record, replace
from .lists import Parameter, comparisons
from .slots import Slot

if TYPE_CHECKING:
    from .resolved import ResolvedEntity


class Related(Record, frozen=True):
    """A value of a row that an entity's rows refer to, by which its list is asked for."""

    word: Literal["filter", "sort"]  # where the design says it
    position: int  # in what the word lists
    relation: str  # the field that refers: "customer"
    target: str  # the entity that it refers to: "Customer"
    there: Slot  # the value's column, as the other entity has it
    slot: Slot  # the same as this list calls it: "customer_full_name"

    @property
    def attribute(self) -> str:
        """The attribute of the mapped class that leads to the other row."""
        return names.safe_attribute(self.relation)

    @property
    def parameters(self) -> tuple[Parameter, ...]:
        """The query parameters that narrow the list by it."""
        if self.word != "filter":
            return ()
        return tuple(
            Parameter(name, self.slot, operator)
            for name, operator in comparisons(self.slot)
        )


class Step(Record, frozen=True):
    """A path of one step that a list is asked for by: `customer.city`."""

    word: Literal["filter", "sort"]
    position: int
    said: str  # with its forms, where it has some
    relation: str  # "customer"
    name: str  # "city"


def steps(entity: ResolvedEntity) -> Iterator[Step]:
    """Yield the paths that begin with a relation; what is no relation is no path."""
    words: tuple[tuple[Literal["filter", "sort"], tuple[str, ...]], ...] = (
        ("filter", entity.written.filter),
        ("sort", entity.written.sort),
    )
    for word, listed in words:
        for position, said in enumerate(listed):
            relation, dot, name = said.partition(".")
            field = entity.fields.get(relation)
            if dot and field is not None and field.is_relation:
                yield Step(word, position, said, relation, name)


def with_related(
    entity: ResolvedEntity, entities: Mapping[str, ResolvedEntity]
) -> ResolvedEntity:
    """Return an entity that knows which values of other rows its list is asked for by."""
    found = tuple(_related(entity, entities))
    return replace(entity, related=found) if found else entity


def _related(
    entity: ResolvedEntity, entities: Mapping[str, ResolvedEntity]
) -> Iterator[Related]:
    for step in steps(entity):
        field = entity.fields[step.relation]
        target = entities.get(field.source.type)
        if field.kind != "reference" or target is None:
            continue
        there = next((each for each in target.slots if each.name == step.name), None)
        if there is None or there.references:
            continue
        optional = field.source.nullable or there.schema.nullable
        name = f"{step.relation}_{step.name}"
        slot = replace(
            there,
            name=name,
            attribute=names.safe_attribute(name),
            schema=replace(there.schema, nullable=optional),
            forms=asked_forms(entity.written.filter, step.said),
            key=False,
            filter=step.word == "filter",
            sort=step.word == "sort",
        )
        yield Related(step.word, step.position, step.relation, target.name, there, slot)
