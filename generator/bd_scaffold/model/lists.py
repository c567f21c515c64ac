"""What a list of entities can be narrowed and ordered by."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from .. import names
from .naming import EntityNames
from .slots import Slot
from .types import Filter, KeyPart, Nested, Operator, Sort

_BOUNDED = frozenset({"integer", "bigint", "float", "decimal"})
_MOMENTS = frozenset({"date", "datetime", "time"})
_NEVER_EQUAL = frozenset({"datetime", "float"})


def filters_of(slots: Sequence[Slot]) -> tuple[Filter, ...]:
    """Return the query parameters of an entity's list."""
    return tuple(
        filter_ for slot in slots if _filtered(slot) for filter_ in _filters(slot)
    )


def sorts_of(slots: Sequence[Slot]) -> tuple[Sort, ...]:
    """Return what an entity's list can be ordered by."""
    return tuple(Sort(slot.name, slot.attribute) for slot in slots if is_sorted(slot))


def is_sorted(slot: Slot) -> bool:
    """True where clients can order by the value: where the design says so, and by age."""
    if slot.source is None:
        return slot.name == "created_at"
    return slot.source.sort and not slot.references


def nested_of(
    child: str,
    parent: EntityNames,
    key: Sequence[KeyPart],
    name: str,
    by: str,
    slots: Sequence[Slot],
    nothing: Sequence[str],
) -> Nested:
    """Return the list of a child's entities under their parent's path."""
    refs = [slot for slot in slots if slot.field_name == by and slot.references]
    parameters = "/".join("{" + part.parameter + "}" for part in key)
    path = f"{parent.path}/{parameters}/{name.replace('_', '-')}"
    held = {part.parameter: f"{{parent.{part.attribute}}}" for part in key}
    absent = {part.parameter: value for part, value in zip(key, nothing, strict=True)}
    return Nested(
        parent=parent.name,
        name=name,
        path=path,
        query=_query(child, f"{parent.name}{pascal(name)}"),
        parent_handle=parent.handle,
        parent_attributes=tuple(part.attribute for part in key),
        test_path=f'f"{_filled(path, held)}"',
        absent_path=f'"{_filled(path, absent)}"',
        filters=tuple(
            replace(_equal(slot), name=part.parameter)
            for slot, part in zip(refs, key, strict=True)
        ),
    )


def parameter(entity: EntityNames, key_part: Slot) -> str:
    """Return the path parameter for a part of an entity's key: `product_id`, `country_code`."""
    prefix = f"{entity.singular}_"
    if key_part.references or key_part.name.startswith(prefix):
        return key_part.name
    return prefix + key_part.name


def _filtered(slot: Slot) -> bool:
    if slot.source is None:
        return slot.name == "created_at"
    return slot.source.filter or bool(slot.references)


def _filters(slot: Slot) -> Iterator[Filter]:
    kind = slot.schema.type
    if kind not in _NEVER_EQUAL and not slot.schema.many:
        yield _equal(slot)
    if kind in _BOUNDED and not slot.references:
        yield _compared(slot, f"min_{slot.name}", "ge", "at least")
        yield _compared(slot, f"max_{slot.name}", "le", "at most")
    if kind in _MOMENTS and not slot.references:
        stem = slot.name.removesuffix("_at").removesuffix("_on")
        yield _compared(slot, f"{stem}_after", "gt", "after")
        yield _compared(slot, f"{stem}_before", "lt", "before")


def _equal(slot: Slot) -> Filter:
    return _compared(slot, slot.name, "eq", "equal to")


def _compared(slot: Slot, name: str, operator: Operator, words: str) -> Filter:
    attribute = names.safe_attribute(name)
    arguments: list[str] = [attribute, slot.attribute, operator]
    if operator == "eq":
        arguments = (
            [attribute] if attribute == slot.attribute else [attribute, slot.attribute]
        )
    return Filter(
        name=name,
        attribute=attribute,
        column=slot.attribute,
        operator=operator,
        arguments=tuple(f'"{argument}"' for argument in arguments),
        schema=replace(slot.schema, nullable=False),
        description=f"Only those whose {slot.name} is {words} this.",
    )


def pascal(name: str) -> str:
    """Return a snake name's words capitalised and written together: `order_id` → `OrderId`."""
    return "".join(word.capitalize() for word in name.split("_"))


def _query(child: str, nested: str) -> str:
    """Return the class of a nested list's parameters: not that of the child's own list."""
    return f"{nested}NestedQuery" if nested == child else f"{nested}Query"


def _filled(path: str, values: Mapping[str, str]) -> str:
    for parameter_, value in values.items():
        path = path.replace("{" + parameter_ + "}", value)
    return path
