"""Columns that hold one of an enum's values."""

from enum import StrEnum

import sqlalchemy as sa


def enum_type(members: type[StrEnum]) -> sa.Enum:
    """Return a text that holds one of an enum's values; a named check keeps it so."""
    return sa.Enum(
        members,
        native_enum=False,
        create_constraint=False,
        length=60,
        values_callable=lambda kind: [member.value for member in kind],
    )
