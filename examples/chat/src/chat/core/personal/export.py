"""Writes down all that is stored of a person, as JSON."""

from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from pydantic_core import to_json
from sqlalchemy.orm import DeclarativeBase

from chat.core.db.unit_of_work import UnitOfWork
from chat.models.accounts import Account
from chat.models.base import Base
from chat.personal_data import PERSONAL_DATA

from .facts import PersonalData
from .rows import (
    ACCOUNTS,
    Key,
    Row,
    Rows,
    among,
    at_once,
    is_entity,
    key_of,
    keys_to,
    models_by_table,
)

_SECRET = ("hash", "_hash")


class Export:
    """Reads what is stored of a person, for a principal of the system's, piece by piece.

    Encrypted values are in clear; what is never shown, and what only lets somebody in, is not
    in it.
    """

    def __init__(
        self,
        work: UnitOfWork,
        facts: Sequence[PersonalData] = PERSONAL_DATA,
        base: type[DeclarativeBase] = Base,
    ) -> None:
        self._session = work.session
        self._now = work.context.clock()
        self._facts = facts
        self._base = base
        self._rows = Rows(work, base)

    async def written(self, account: UUID) -> AsyncIterator[str]:
        """Yield the parts of one JSON object; a few rows are in memory at any time."""
        yield f'{{"exported_at": {_json(self._now)}, "account": '
        yield _json(_shown(await self._session.get_one(Account, account)))
        own: set[Row] = set()
        yield ', "rows": {'
        for number, fact in enumerate(self._facts):
            yield f"{', ' if number else ''}{_json(fact.model.__name__)}: "
            table, keys = fact.model.__table__, await self._rows.owned(fact, account)
            own.update((table, key) for key in keys)
            async for part in _listed(self._owned(fact, keys)):
                yield part
        yield '}, "links": '
        async for part in _listed(self._links(own)):
            yield part
        yield ', "signing_in": '
        async for part in _listed(self._signing_in(account)):
            yield part
        yield ', "mentions": '
        async for part in _listed(self._mentions(account, own)):
            yield part
        yield "}\n"

    async def _owned(
        self, fact: PersonalData, keys: list[Key]
    ) -> AsyncIterator[Mapping[str, Any]]:
        """Yield rows that belong to the person."""
        for some in at_once(keys):
            asked = sa.select(fact.model).where(
                among(key_of(fact.model.__table__), some)
            )
            for row in await self._session.scalars(asked):
                yield _shown(row, fact.hidden)
            self._session.expunge_all()

    async def _links(self, own: set[Row]) -> AsyncIterator[Mapping[str, Any]]:
        """Yield what relates rows of the person to others, of many to many."""
        for fact in self._facts:
            table = fact.model.__table__
            keys = [key for each, key in own if each is table]
            for by in keys_to(table, self._base):
                if by.table in models_by_table(self._base):
                    continue
                async for each in self._rows.through(by, keys):
                    yield _keyed(each.row)

    async def _signing_in(self, account: UUID) -> AsyncIterator[Mapping[str, Any]]:
        """Yield roles, sessions and whatever else belongs to the account itself."""
        for by in keys_to(ACCOUNTS, self._base):
            if is_entity(by.table, self._base):
                continue
            (element,) = by.elements
            shown = [each for each in by.table.columns if not _is_secret(each.name)]
            asked = sa.select(*shown).where(element.parent == account)
            for row in (await self._session.execute(asked)).mappings():
                yield {"of": by.table.name, **row}

    async def _mentions(
        self, account: UUID, own: set[Row]
    ) -> AsyncIterator[Mapping[str, Any]]:
        """Yield the keys of rows that name the person, and belong to others or to nobody."""
        async for each in self._rows.referring(ACCOUNTS, [(account,)]):
            if is_entity(each.row[0], self._base) and each.row not in own:
                by = [element.parent.name for element in each.by.elements]
                yield {**_keyed(each.row), "by": by}


def _keyed(row: Row) -> dict[str, Any]:
    table, key = row
    names = [each.name for each in key_of(table)]
    return {"of": table.name, **dict(zip(names, key, strict=True))}


def _shown(row: Any, hidden: Iterable[str] = ()) -> dict[str, Any]:
    """Return the values of a row: what is encrypted in clear, and no hash of anything."""
    mapper = sa.inspect(type(row))
    names = [
        each.key.removeprefix("_")
        for each in mapper.column_attrs
        if not _is_secret(each.key) and "shown" not in each.columns[0].info
    ]
    return {name: getattr(row, name) for name in names if name not in {*hidden}}


def _is_secret(name: str) -> bool:
    return name.endswith(_SECRET)


async def _listed(rows: AsyncIterator[Mapping[str, Any]]) -> AsyncIterator[str]:
    lead = "["
    async for row in rows:
        yield f"{lead}{_json(row)}"
        lead = ",\n"
    yield "[]" if lead == "[" else "]"


def _json(value: Any) -> str:
    return to_json(value, bytes_mode="base64", fallback=str).decode()
