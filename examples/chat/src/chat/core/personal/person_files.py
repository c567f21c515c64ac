"""Files of a person: they go with the rows that name them, or with what is blanked of these."""

from collections.abc import AsyncIterator, Iterable
from functools import partial
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from chat.core.db.file_columns import StoredFile, file_columns
from chat.core.db.unit_of_work import UnitOfWork
from chat.core.files.store import STORE
from chat.personal_data import PERSONAL_DATA

from .facts import PersonalData
from .rows import Key, Row, Rows, among, at_once, key_of, models_by_table


async def let_files_go(
    work: UnitOfWork,
    gone: Iterable[Row],
    blanked: Iterable[tuple[PersonalData, Row]],
) -> None:
    """Have files removed once it is stored that their rows go, or name them no longer."""
    keys: dict[tuple[sa.Table, str], list[Key]] = {}
    for table, key in gone:
        for name in _files(table):
            keys.setdefault((table, name), []).append(key)
    for fact, (table, key) in blanked:
        for name in _files(table) & fact.blanks.keys():
            keys.setdefault((table, name), []).append(key)
    store = work.session.info[STORE]
    for (table, name), found in keys.items():
        column = getattr(models_by_table()[table], name)
        for some in at_once(found):
            named = sa.select(column).where(column.is_not(None))
            asked = named.where(among(key_of(table), some))
            for file in await work.session.scalars(asked):
                work.after_commit(partial(store.remove, file.key))


async def files_of(
    work: UnitOfWork,
    account: UUID,
    facts: Iterable[PersonalData] = PERSONAL_DATA,
) -> AsyncIterator[StoredFile]:
    """Yield the files of a person's rows, but for those that no export shows."""
    for fact in facts:
        keys = await Rows(work).owned(fact, account)
        for name in _files(fact.model.__table__) - {*fact.hidden}:
            column = getattr(fact.model, name)
            for some in at_once(keys):
                named = sa.select(column).where(column.is_not(None))
                asked = named.where(among(key_of(fact.model.__table__), some))
                for file in await work.session.scalars(asked):
                    yield file


def _files(table: sa.Table) -> set[str]:
    """Return the attributes that are files; of what no class stands for there are none."""
    model: Any = models_by_table().get(table)
    columns = [] if model is None else file_columns(sa.inspect(model))
    return {each.key for each in columns}
