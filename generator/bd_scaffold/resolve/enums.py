"""The enums of a design: shared ones, and those that a field writes in place."""

from __future__ import annotations

from collections.abc import Container, Sequence

from .. import names
from ..language.design import Design, Entity
from ..language.enum_types import EnumType, Value
from ..record import replace
from .types import Enum, EnumMember

_LONGEST_CLASS = 56


def shared_enums(design: Design, taken: Container[str]) -> dict[str, Enum]:
    """Return the enums that fields can share, by name; classes avoid names that are taken."""
    return {
        name: replace(
            _enum(name, (written.was,) if written.was else (), written.values, taken),
            description=written.description or "",
            ordered=written.ordered or written.native,
            native=native_type(name, written),
        )
        for name, written in design.enums.items()
    }


def native_type(name: str, written: EnumType) -> str:
    """Return what PostgreSQL calls an enum that is a type of its own; else nothing."""
    if not written.native:
        return ""
    return written.type or names.shorten(names.snake(name))


def own_enum(name: str, entity: Entity, field: str, taken: Container[str]) -> Enum:
    """Return the enum that a field writes in place: `Order`, `kind` → `OrderKind`."""
    former = _former_names(name, entity, field)
    values = entity.fields[field].values
    return _enum(own_enum_name(name, field), former, values, taken)


def own_enum_name(entity: str, field: str) -> str:
    """Return the name of an enum that one field writes in place."""
    return entity + names.pascal(field)


def _former_names(name: str, entity: Entity, field: str) -> tuple[str, ...]:
    """Return what a field's own enum was called, whichever rename is history by now."""
    source = entity.fields[field]
    found = (
        own_enum_name(owner, own)
        for owner in (entity.was, name)
        for own in (source.was, field)
        if owner and own and (owner, own) != (name, field)
    )
    return tuple(found)


def _source(value: str) -> str:
    """Return a value as Python, where it is more than the text in quotes."""
    source = names.python_string(value)
    return "" if source == f'"{value}"' else source


def _docstring(description: str) -> str:
    return names.docstring(description, 4) if description else ""


def _enum(
    name: str,
    former: tuple[str, ...],
    values: Sequence[Value],
    taken: Container[str],
) -> Enum:
    found = names.enum_members([value.text for value in values])
    members = tuple(
        EnumMember(
            member,
            value.text,
            value.was or "",
            _source(value.text),
            value.description,
            _docstring(value.description),
        )
        for member, value in zip(found, values, strict=True)
    )
    safe = names.safe_class(name, taken)
    class_name = names.shorten(safe, _LONGEST_CLASS).replace("_", "")
    return Enum(name, next(iter(former), ""), former, class_name, members)
