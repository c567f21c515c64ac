"""The rule of those who belong to a room: a row of their own says so."""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from chat.core.db.scopes import within_scope
from chat.core.security.principal import Grants
from chat.core.security.rules import NOBODY, Rule


@dataclass(frozen=True, slots=True)
class MembersOf(Rule):
    """Whoever has a row that refers to the room and to their account."""

    model: type[Any]
    room: str  # its attribute with the room's id
    account: str

    def fold(self, grants: Grants) -> Rule:
        """Return what is left of the rule once it is known who asks."""
        return self if grants.has_account else NOBODY

    def expression(
        self, room: type[Any], account: sa.ColumnElement[Any]
    ) -> sa.ColumnElement[bool]:
        """Return that there is such a row, which no scope hides."""
        theirs: Any = aliased(self.model)
        found = sa.select(sa.literal_column("1", sa.Integer())).where(
            getattr(theirs, self.room) == getattr(room, "id"),  # noqa: B009 - for mypy
            getattr(theirs, self.account) == account,
            *within_scope(theirs),
        )
        return found.select_from(theirs).correlate_except().exists()
