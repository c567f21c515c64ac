"""Relations without a column of their own: link tables, and the other sides of references."""

from __future__ import annotations

from .. import names
from ..language.design import FieldType
from ..record import Record
from .fields import Field
from .naming import EntityNames
from .slots import Slot, column_to


class LinkColumn(Record, frozen=True):
    """A column of a link's table."""

    variable: str  # by which Python knows it
    name: str  # in the database
    part: Slot  # of the key that it holds


class Link(Record, frozen=True):
    """A relation of many to many, and the table that keeps it."""

    field_name: str
    source: FieldType
    target: str  # the entity that it leads to
    table: str
    variable: str  # of the table in Python
    near: tuple[LinkColumn, ...]  # the columns of the table with the keys of this side
    far: tuple[LinkColumn, ...]  # and of the other one
    property: str  # the keys of the other side, in JSON: "tag_ids"


class Inverse(Record, frozen=True):
    """The other side of a relation: no column."""

    field_name: str
    source: FieldType
    target: str
    by: str


def link_of(
    field: Field, own: EntityNames, key: tuple[Slot, ...], far: tuple[Slot, ...]
) -> Link:
    """Return the link that a field declares, between two entities' keys."""
    stem = names.singular(field.name)
    variable = names.shorten(f"{own.singular}_{field.name}")
    own_columns = field.source.column
    return Link(
        field_name=field.name,
        source=field.source,
        target=field.source.type,
        table=field.source.table or variable,
        variable=variable,
        near=_columns(own.singular, key, own_columns),
        far=_columns(stem, far, own_columns[len(key) :]),
        property=(
            f"{column_to(stem, far[0].name, alone=True)}s" if len(far) == 1 else ""
        ),
    )


def inverse_of(field: Field) -> Inverse:
    """Return the other side of a reference that a field declares."""
    return Inverse(field.name, field.source, field.source.type, str(field.source.by))


def _columns(
    stem: str, key: tuple[Slot, ...], own: tuple[str, ...]
) -> tuple[LinkColumn, ...]:
    alone = len(key) == 1
    return tuple(
        LinkColumn(name, "".join(own[number : number + 1]) or name, part)
        for number, part in enumerate(key)
        for name in (names.shorten(column_to(stem, part.name, alone=alone)),)
    )
