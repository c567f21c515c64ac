"""The indexes of a table that stays: which go, come, and get another name."""

from __future__ import annotations

from ..model.types import Index
from ..record import Record, replace
from .kept import Kept, changes_beside
from .matches import Match
from .operations import CreateIndex, DropIndex, RenameIndex
from .schema import Table


class Indexes(Record, frozen=True):
    dropped: tuple[DropIndex, ...]
    renamed: tuple[RenameIndex, ...]
    created: tuple[CreateIndex, ...]


def indexes_of(match: Match, kept: Kept) -> Indexes:
    """Drop by the older names, since indexes go first of all; create by the newer ones."""
    changes = changes_beside(
        kept.remade, kept.before.indexes, kept.after.indexes, _index_says
    )
    old = {index.name: index for index in match.old.indexes}
    return Indexes(
        dropped=tuple(_left(match.old, old[each.name]) for each in changes.removed),
        renamed=tuple(RenameIndex(kept.name, *each) for each in changes.renamed),
        created=tuple(_made(kept.after, each) for each in changes.added),
    )


def _left(table: Table, index: Index) -> DropIndex:
    return DropIndex(table.name, index, table.subject_of(index.columns))


def _made(table: Table, index: Index) -> CreateIndex:
    subject = table.subject_of(index.columns)
    return CreateIndex(table.name, index, subject, concurrently=table.large)


def _index_says(index: Index) -> object:
    return replace(index, name="", own_name=False, origin="declared")
