"""References by a field that is not the key: it is there, and tells one row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ..diagnostics import did_you_mean
from ..language.design import FieldType
from ..language.finding import Finding
from ..language.scalars import TYPES
from ..resolve import Resolved
from ..resolve.fields import Field
from ..resolve.values import is_short
from .finding import about


def rule(resolved: Resolved) -> Iterator[Finding]:
    """What `to` names is a unique value of the other entity, which clients may see."""
    for written in resolved.fields:
        if written.kind == "reference" and written.source.to is not None:
            fields = resolved.entities[written.source.type].fields
            yield from _named(written, fields, written.source.to)


def _named(written: Field, fields: Mapping[str, Field], to: str) -> Iterator[Finding]:
    target = written.source.type
    entity = next((each.entity for each in fields.values()), None)
    key = ("id",) if entity is None else entity.key_fields or ("id",)
    if key == (to,):
        message = f"{to} is the key of {target}, to which a relation refers anyway."
        yield about(written, "BD308", message, "Leave `to` out.", "to")
    elif to not in fields:
        message = f'{target} has no field "{to}".'
        hint = did_you_mean(to, fields) or "Name one of its unique fields."
        yield about(written, "BD308", message, hint, "to")
    elif fields[to].is_known:
        yield from _value(written, fields[to])


def _hidden(field: FieldType) -> str:
    """Return the word by which clients never see a value, if it has one."""
    return "writeonly" * field.writeonly or "internal" * field.internal


def _can_be_unique(field: FieldType) -> bool:
    return TYPES[field.type].unique or is_short(field)


def _value(written: Field, there: Field) -> Iterator[Finding]:
    called, field = f"{there.entity_name}.{there.name}", there.source
    if there.kind != "value" or field.many or not _can_be_unique(field):
        message = f"{called} is not a value that can be unique."
        hint = "Name a unique field, or leave `to` out."
        yield about(written, "BD308", message, hint, "to")
    elif not there.is_unique:
        message = f"{called} is not unique, so it may tell several rows."
        hint = f"Write unique at {called}, or leave `to` out."
        yield about(written, "BD308", message, hint, "to")
    elif there.has_equal_nulls:
        message = (
            f"{called} has nulls_not_distinct, and SQLite refers to no such value."
        )
        hint = "Leave nulls_not_distinct out, or leave `to` out."
        yield about(written, "BD308", message, hint, "to")
    elif field.encrypted:
        message = f"{called} is encrypted, and the database can't compare it."
        yield about(
            written, "BD308", message, "Name another field, or leave `to` out.", "to"
        )
    elif (word := _hidden(field)) and not written.source.internal:
        message = f"{called} is {word}, and {written.name} would show it."
        hint = "Name another field, or leave `to` out."
        yield about(written, "BD308", message, hint, "to")
    elif written.in_key and not (TYPES[field.type].key or is_short(field)):
        message = f"{called} is {field.type}, which cannot be part of a key."
        yield about(written, "BD401", message, "Leave `to` out.", "to")
