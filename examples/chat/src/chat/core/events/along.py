"""Each row is told of that the database itself deletes, or changes, along with others."""

from collections.abc import Sequence
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import ORMExecuteState, Session, UOWTransaction

from chat.core.db.along import (
    Edge,
    Key,
    Leaving,
    among_keys,
    edges_of,
    table_of,
    values_of,
)

from .recording import Change, record, told_of

_LEAVING = "events_leaving"


class _Told:
    """What is told of rows that go, and of what goes along or lets go of them."""

    def __init__(self, session: Session) -> None:
        self.leaving = Leaving(session, _edges, self._gone)
        self._changes: list[Change] = []

    def tell(self) -> None:
        """Record what happened to all of them."""
        session = self.leaving.session
        for table, keys in self.leaving.let_go():
            if told := told_of(table):
                stored = told.stored(session, keys)
                self._changes += (Change(told, "update", row) for row in stored)
        record(session, self._changes)

    def _gone(self, table: sa.Table, keys: Sequence[Key]) -> None:
        told = told_of(table)
        if told is not None and told.of("delete"):
            stored = told.stored(self.leaving.session, keys)
            self._changes += (Change(told, "delete", row) for row in stored)


@sa.event.listens_for(Session, "before_flush")
def _before_flush(session: Session, _work: UOWTransaction, _some: object) -> None:
    """Note rows that a flush deletes while they are there."""
    for entity in session.deleted:
        mapper = sa.inspect(entity).mapper
        table: Any = mapper.local_table
        if _matters(table):
            told = _Told(session)
            key = mapper.primary_key_from_instance(entity)
            among = among_keys([*table.primary_key], [tuple(key)])
            told.leaving.leave(table, among)
            session.info.setdefault(_LEAVING, []).append(told)


@sa.event.listens_for(Session, "after_flush")
def _after_flush(session: Session, _work: UOWTransaction) -> None:
    """Record what became of them."""
    for told in session.info.pop(_LEAVING, ()):
        told.tell()


@sa.event.listens_for(Session, "do_orm_execute")
def _executing(state: ORMExecuteState) -> sa.Result[Any] | None:
    """Record what a statement deletes, and what goes along."""
    statement: Any = state.statement
    if not state.is_delete or not _matters(table := table_of(state)):
        return None
    told = _Told(state.session)
    told.leaving.leave(table, statement.whereclause, values_of(state))
    result = state.invoke_statement()
    told.tell()
    return result


@cache
def _matters(table: sa.Table) -> bool:
    """Tell whether anything is told of rows that go, or of what goes along."""
    told = told_of(table)
    return bool(_edges(table)) or (told is not None and bool(told.of("delete")))


@cache
def _edges(table: sa.Table) -> tuple[Edge, ...]:
    """Return what refers to a table's rows, as far as events have to do with it."""
    return edges_of(table, _is_told)


def _is_told(edge: Edge) -> bool:
    told = told_of(edge.table)
    return told is not None and bool(told.of("delete" if edge.goes else "update"))
