"""What answers show of rows."""

from __future__ import annotations

from ..model.types import Entity, Property
from .wholes import together


def listed_by(entity: Entity) -> list[Property]:
    """Return the properties that the rows of an entity's lists show."""
    return [each for each in shown_by(entity) if each.in_list]


def shown_by(entity: Entity) -> list[Property]:
    """Return the properties that an entity's own answers show."""
    return together(each for each in entity.properties if each.in_read)


def row_of(entity: Entity) -> str:
    """Return the schema of a row of a list, which may show less than the row itself."""
    whole = all(each.in_list for each in entity.properties)
    return entity.name if whole and not entity.owned else f"{entity.name}ListItem"
