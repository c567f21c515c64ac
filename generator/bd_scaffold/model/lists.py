"""What a list of entities can be narrowed and ordered by."""

from __future__ import annotations

from collections.abc import Sequence

from .. import names
from ..record import replace
from ..resolve import ResolvedEntity, moments
from ..resolve.endpoints import nested_path, nested_query
from ..resolve.lists import Parameter
from ..resolve.related import Related
from ..resolve.slots import Slot
from ..resolve.types import MOST_ASKED, SEVERAL, Operator, Schema
from .types import Entity, Filter, KeyPart, Nested, Sort

_COMPARED = {
    "eq": "equal to",
    "ge": "at least",
    "le": "at most",
    "gt": "after",
    "lt": "before",
    "in": "one of these",
    "not_in": "none of these",
}


def filters_of(parameters: Sequence[Parameter]) -> tuple[Filter, ...]:
    """Return the query parameters of an entity's list."""
    return tuple(
        replace(_filter(each.slot, each.name, each.operator), stand_in=each.stand_in)
        for each in parameters
    )


def asks_what_is_not(entity: Entity) -> bool:
    """Tell whether a list is narrowed to rows of which related ones are not, or lack, something."""
    return any(e.operator in ("not_in", "null") for e in entity.related_filters)


def related_filters_of(related: Sequence[Related]) -> tuple[Filter, ...]:
    """Return the query parameters of an entity's list about the rows that its own refer to."""
    return tuple(
        replace(
            _filter(each.slot, asked.name, asked.operator),
            column=each.there.attribute,
            relation=each.attribute,
        )
        for each in related
        for asked in each.parameters
    )


def related_sorts_of(related: Sequence[Related]) -> tuple[Sort, ...]:
    """Return what of these rows an entity's list can be ordered by."""
    return tuple(
        Sort(each.slot.name, each.there.attribute, each.attribute)
        for each in related
        if each.word == "sort"
    )


def sorts_of(slots: Sequence[Slot]) -> tuple[Sort, ...]:
    """Return what an entity's list can be ordered by."""
    return tuple(Sort(slot.name, slot.attribute) for slot in slots if slot.sort)


def nested_of(
    child: str,
    parent: ResolvedEntity,
    key: Sequence[KeyPart],
    name: str,
    by: str,
    slots: Sequence[Slot],
    *,
    one: bool,
) -> Nested:
    """Return what a child's entities are under their parent's path: a list, or one."""
    refs = [slot for slot in slots if slot.field_name == by and slot.references]
    referred = _referred(parent, refs)
    given = [referred] if referred else [part.parameter for part in key]
    return Nested(
        parent=parent.name,
        name=name,
        path=nested_path(parent.names, parent.key, name),
        query="" if one else nested_query(child, parent.name, name),
        filters=tuple(
            replace(_filter(slot, slot.name, "eq"), name=name)
            for slot, name in zip(refs, given, strict=True)
        ),
        by=referred,
        one=one,
    )


def _referred(parent: ResolvedEntity, refs: Sequence[Slot]) -> str:
    """Return the attribute of a parent by which others refer to it, if it is not its key."""
    targets = [slot.target for slot in refs]
    if targets == [slot.name for slot in parent.key]:
        return ""
    return next(slot.attribute for slot in parent.slots if slot.name in targets)


def _asked(schema: Schema) -> Schema:
    """Return what a parameter may be: any day or time, since the ends are excluded."""
    if schema.type in moments.EXAMPLES:
        return replace(schema, nullable=False, minimum=None, maximum=None)
    return replace(schema, nullable=False)


def _filter(slot: Slot, name: str, operator: Operator) -> Filter:
    attribute = names.safe_attribute(name)
    return Filter(
        name=name,
        attribute=attribute,
        column=slot.attribute,
        operator=operator,
        schema=_given(slot.schema, operator),
        description=_said(slot.name, operator),
    )


def _given(schema: Schema, operator: Operator) -> Schema:
    """Return what a parameter may be that is compared in some way."""
    if operator == "null":
        return Schema("boolean")
    if operator == "prefix":
        forms = tuple(each for each in schema.normal if each != "trim")
        return Schema("string", min_length=1, max_length=_longest(schema), normal=forms)
    if operator in SEVERAL:
        return replace(_asked(schema), many=True, max_items=MOST_ASKED)
    return _asked(schema)


def _longest(schema: Schema) -> int:
    return min(schema.max_length or _LONGEST_PREFIX, _LONGEST_PREFIX)


_LONGEST_PREFIX = 200


def _said(name: str, operator: Operator) -> str:
    if operator == "null":
        return f"Only those whose {name} is missing, or only those that have one."
    if operator == "prefix":
        return f"Only those whose {name} starts with this."
    if operator in SEVERAL:
        return (
            f"Only those whose {name} is {_COMPARED[operator]}: say it once for each."
        )
    return f"Only those whose {name} is {_COMPARED[operator]} this."
