"""The only room that knows the database; the statements themselves stand next door."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Generic, Protocol, TypeVar, cast

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm.attributes import flag_modified
from sqlalchemy.orm.exc import StaleDataError

from shop.core.errors import DomainError, NotFoundError, StaleVersionError
from shop.core.queries import CursorPage, ListQuery, Page, SortKey, encode_cursor

from .conditions import Filter
from .constraints import (
    explain_delete,
    explain_write,
    names_no_constraint,
    unknown_reference,
)
from .statements import Statements
from .types import utc_now

EntityT = TypeVar("EntityT")


class Repository(Protocol[EntityT]):
    """What a service needs of a store of entities; a test may bring its own."""

    async def find(self, *key: object) -> EntityT | None:
        """Return the entity with this key, or None."""

    async def page(self, query: ListQuery) -> Page:
        """Return a page of a list and the list's length."""

    async def cursor_page(self, query: ListQuery) -> CursorPage:
        """Return the part of a list after a cursor."""

    async def add(self, values: Mapping[str, Any]) -> EntityT:
        """Store a new entity."""

    async def change(self, entity: EntityT, values: Mapping[str, Any]) -> EntityT:
        """Store new values of an entity."""

    async def remove(self, entity: EntityT) -> None:
        """Take an entity away."""


@dataclass(frozen=True, slots=True)
class Link:
    """A many-to-many relation that is written as a list of the other side's keys."""

    attribute: str
    relationship: str
    target: type[Any]
    key: str


class SqlRepository(Generic[EntityT]):
    """A store of one mapped class; a subclass says what can be filtered, sorted and searched."""

    model: ClassVar[type[Any]]
    filters: ClassVar[Sequence[Filter]] = ()
    search: ClassVar[Sequence[str]] = ()
    links: ClassVar[Sequence[Link]] = ()
    default_sort: ClassVar[Sequence[SortKey]] = ()
    statements: ClassVar[Statements]

    def __init_subclass__(cls) -> None:
        cls.statements = Statements(
            cls.model,
            filters=cls.filters,
            search=cls.search,
            relationships=[link.relationship for link in cls.links],
        )

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def find(self, *key: object) -> EntityT | None:
        """Return the entity with this key, or None."""
        return await self.find_by(**dict(zip(self.statements.key, key, strict=True)))

    async def find_by(self, **values: object) -> EntityT | None:
        """Return the one entity with these values, or None."""
        statement = self.statements.one(tuple(values))
        result = await self._session.execute(statement, values)
        return cast("EntityT | None", result.scalar_one_or_none())

    async def page(self, query: ListQuery) -> Page:
        """Return a page of a list and the list's length."""
        shape, values = _filters(query)
        offset = (query.page - 1) * query.limit
        rows = await self._rows(
            self.statements.page(
                shape, self.statements.order(query.sort or self.default_sort)
            ),
            values | {"limit_": query.limit, "offset_": offset},
        )
        total = await self._session.scalar(self.statements.count(shape), values)
        return Page(rows, query.page, query.limit, total or 0)

    async def cursor_page(self, query: ListQuery) -> CursorPage:
        """Return the part of a list after a cursor."""
        shape, values = _filters(query)
        order = self.statements.order(query.sort or self.default_sort)
        nulls: tuple[bool, ...] | None = None
        if query.cursor is not None:
            place = self.statements.place(order, query.cursor)
            nulls = tuple(value is None for value in place)
            values |= {f"after_{n}": value for n, value in enumerate(place)}
        rows = await self._rows(
            self.statements.cursor_page(shape, order, nulls),
            values | {"limit_": query.limit + 1},
        )
        if len(rows) <= query.limit:
            return CursorPage(rows, None)
        rows = rows[: query.limit]
        last = [getattr(rows[-1], key.name) for key in order]
        return CursorPage(rows, encode_cursor(order, last))

    async def add(self, values: Mapping[str, Any]) -> EntityT:
        """Store a new entity; raise ConflictError where a constraint says no."""
        entity = self.model(**await self._prepared(values))
        self._session.add(entity)
        await self._flush(values)
        return cast("EntityT", entity)

    async def change(self, entity: EntityT, values: Mapping[str, Any]) -> EntityT:
        """Store new values of an entity; raise as `add` does, or StaleVersionError."""
        for name, value in (await self._prepared(values)).items():
            setattr(entity, name, value)
        if any(link.attribute in values for link in self.links):
            # A link is another table's row; the entity's own version has to move with it.
            flag_modified(entity, self.statements.key[0])
        await self._flush(values)
        return entity

    async def remove(self, entity: EntityT) -> None:
        """Take an entity away; raise ConflictError where other rows need it."""
        names = self.statements.identity
        values = {f"old_{name}": getattr(entity, name) for name in names}
        if self.statements.soft_delete:
            values["now_"] = utc_now()
        try:
            result = await self._session.execute(self.statements.delete, values)
        except IntegrityError as error:
            raise explain_delete(error) or error from error
        if cast("sa.CursorResult[Any]", result).rowcount == 0:
            raise self._overtaken()

    async def _rows(self, statement: Any, values: Mapping[str, Any]) -> Sequence[Any]:
        result = await self._session.execute(statement, values)
        return result.scalars().all() if self.links else result.all()

    async def _prepared(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """Return the values as an entity holds them: decimals rounded, keys as entities."""
        ready = dict(values)
        for name, kind in self.statements.decimals.items():
            if ready.get(name) is not None:
                ready[name] = kind.rounded(ready[name])
        for link in self.links:
            if link.attribute in ready:
                keys = ready.pop(link.attribute)
                ready[link.relationship] = await self._linked(link, keys)
        return ready

    async def _linked(self, link: Link, keys: Sequence[Any]) -> Sequence[Any]:
        key = getattr(link.target, link.key)
        statement = sa.select(link.target).where(key.in_(keys)).order_by(key)
        entities = (await self._session.scalars(statement)).all()
        if set(keys) - {getattr(entity, link.key) for entity in entities}:
            raise unknown_reference([link.attribute])
        return entities

    def _overtaken(self) -> DomainError:
        """Return why a row that was there a moment ago could not be written."""
        if self.statements.identity == self.statements.key:
            return NotFoundError("The record was deleted in the meantime.")
        return StaleVersionError("The record was changed in the meantime.")

    async def _flush(self, values: Mapping[str, Any]) -> None:
        table = cast("sa.Table", self.model.__table__)
        try:
            await self._session.flush()
        except StaleDataError as error:
            raise self._overtaken() from error
        except IntegrityError as error:
            if names_no_constraint(error):
                missing = await self._missing_references(table, values)
                raise unknown_reference(missing) from error
            raise explain_write(error, table) or error from error

    async def _missing_references(
        self, table: sa.Table, values: Mapping[str, Any]
    ) -> list[str]:
        """Return the columns among these that refer to no row, for an engine that won't say."""
        columns = sa.inspect(self.model).columns
        written = {columns[n].name: v for n, v in values.items() if n in columns}
        missing: list[str] = []
        async with AsyncSession(self._session.bind) as session:
            for constraint in table.foreign_key_constraints:
                pairs = [
                    (key.column, written.get(key.parent.name))
                    for key in constraint.elements
                ]
                if any(value is None for _, value in pairs):
                    continue
                wanted = [column == value for column, value in pairs]
                if not await session.scalar(sa.select(sa.exists().where(*wanted))):
                    missing += [column.name for column in constraint.columns]
        return missing


def _filters(query: ListQuery) -> tuple[tuple[str, ...], dict[str, Any]]:
    """Return which filters a list has, in one order for all clients, and their values."""
    values = dict(query.filters)
    if query.search:
        values["q"] = _like(query.search)
    return tuple(sorted(values)), values


def _like(text: str) -> str:
    for special in ("\\", "%", "_"):
        text = text.replace(special, "\\" + special)
    return f"%{text}%"
