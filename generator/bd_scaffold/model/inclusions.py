"""What a request says of an answer: `?include=customer&fields=id,number`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from .. import names
from ..operation import Operation
from ..record import replace
from ..resolve import Resolved, ResolvedEntity
from ..resolve.fields import Field
from ..resolve.inclusions import among, list_item, related_slots
from .parts import EntityParts
from .types import Inclusion

_INCLUDE = "include"
"""The parameter that asks for related rows."""

_FIELDS = "fields"
"""The one that names what is shown of each row."""

_SHOWING = ("get", "nested_get")


def inclusions_of(parts: EntityParts) -> tuple[Inclusion, ...]:
    """Return the relations that answers about an entity show in each of their rows."""
    return tuple(
        _inclusion(parts.resolved, parts.entity, field)
        for field in parts.entity.fields.values()
        if field.source.include
    )


def _inclusion(resolved: Resolved, entity: ResolvedEntity, field: Field) -> Inclusion:
    target = resolved.entities[field.source.type]
    own, theirs = related_slots(resolved, entity, field)
    return Inclusion(
        name=field.name,
        attribute=names.safe_attribute(field.name),
        target=target.name,
        shown=f"{target.name}{list_item(target)}",
        own=own.attribute,
        theirs=theirs.attribute if theirs else "",
        many=field.source.many,
        parameter=among(theirs) if theirs else "",
        description=field.source.description or "",
    )


def including(
    operations: Iterable[Operation], inclusions: tuple[Inclusion, ...]
) -> Iterator[Operation]:
    """Yield operations, of which those that read can be asked for related rows, too."""
    for each in operations:
        if inclusions and each.returned == "page":
            yield replace(each, controls=(*each.controls, _INCLUDE))
        elif inclusions and each.kind in _SHOWING:
            asked = f"{each.result}GetQuery"
            shown = f"{each.result}WithRelated"
            yield replace(each, query=asked, controls=(_INCLUDE,), result=shown)
        else:
            yield each


def naming_fields(operations: Iterable[Operation], entity: str) -> Iterator[Operation]:
    """Yield operations, of which those that read an entity are told which of its fields."""
    for each in operations:
        if each.returned == "page":
            yield replace(each, controls=(*each.controls, _FIELDS))
        elif each.kind in _SHOWING:
            asked = f"{entity}GetQuery"
            yield replace(each, query=asked, controls=(*each.controls, _FIELDS))
        else:
            yield each
