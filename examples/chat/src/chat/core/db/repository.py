"""The only room that knows the database; the statements themselves stand next door."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, ClassVar, Generic, TypeVar, cast

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from chat.core.errors import (
    ConflictError,
    DomainError,
    ErrorDetail,
    NotFoundError,
    StaleVersionError,
)
from chat.core.queries import ListQuery, Page, SortKey

from .conditions import ListFilter
from .constraints import explain_delete, explain_flush
from .rows import named_rows
from .scopes import scope_values
from .shape import Shape, Statements, equal_to
from .stamps import Stamps
from .unit_of_work import UnitOfWork

EntityT = TypeVar("EntityT")


class SqlRepository(Generic[EntityT]):
    """A store of one mapped class; a subclass says what can be filtered and sorted."""

    model: ClassVar[type[Any]]
    filters: ClassVar[Sequence[ListFilter]] = ()
    insert_stamps: ClassVar[Stamps] = {}
    update_stamps: ClassVar[Stamps] = {}
    order: ClassVar[Sequence[SortKey]] = ()  # where a query asks for none
    removal_stamps: ClassVar[Stamps] = {}
    statements: ClassVar[Statements]
    _by_parameter: ClassVar[Mapping[str, ListFilter]]
    _removal: ClassVar[sa.Delete | sa.Update]

    def __init_subclass__(cls) -> None:
        if not hasattr(cls, "model"):
            return
        cls.statements = Statements(cls.model)
        cls._by_parameter = {each.parameter: each for each in cls.filters}
        cls._removal = cls._removing().where(*cls.statements.unchanged())

    def __init__(self, work: UnitOfWork) -> None:
        self.work = work
        self._session = work.session
        self._scope = scope_values(self.model, work.context)

    async def find(self, *key: object) -> EntityT | None:
        """Return the entity with this key, or None."""
        return await self.find_by(**dict(zip(self.statements.key, key, strict=True)))

    async def find_by(self, **values: object) -> EntityT | None:
        """Return the one entity with these values, or None."""
        shape = Shape(equal_to(*values))
        statement = self.statements.entities(shape)
        result = await self._session.execute(statement, self._scope | values)
        return cast("EntityT | None", result.scalar_one_or_none())

    async def page(self, query: ListQuery) -> Page:
        """Return a page of a list and the list's length."""
        shape, values = self._asked(query)
        window = {"limit_": query.limit, "offset_": (query.page - 1) * query.limit}
        rows = await self._rows(shape, values | window)
        count = self.statements.count(shape.conditions)
        total = await self._session.scalar(count, values)
        return Page(rows, query.page, query.limit, total or 0)

    async def add(self, values: Mapping[str, Any]) -> EntityT:
        """Store a new entity; raise ConflictError where a constraint says no."""
        stamped = self._stamped(self.insert_stamps)
        entity = self.model(**stamped | await self._prepared(values))
        self._session.add(entity)
        await self._flush(values)
        return cast("EntityT", entity)

    async def change(
        self,
        entity: EntityT,
        values: Mapping[str, Any],
        expected: Mapping[str, Collection[object]] | None = None,
    ) -> EntityT:
        """Store new values of an entity; raise as `add` does, or where it was deleted.

        Raise StaleVersionError or ConflictError unless the stored row has one of the
        values that are `expected` of an attribute.
        """
        await self._require(entity, expected)
        self._assign(entity, await self._prepared(values, entity))
        if self._session.is_modified(entity):
            self._assign(entity, self._stamped(self.update_stamps))
        await self._flush(values)
        return entity

    async def remove(
        self,
        entity: EntityT,
        expected: Mapping[str, Collection[object]] | None = None,
    ) -> None:
        """Take an entity away; raise as `change` does, or where other rows need it."""
        await self._require(entity, expected)
        names = self.statements.identity
        values = {f"_old_{name}": getattr(entity, name) for name in names}
        values |= self._scope | self._stamped(self.removal_stamps)
        statement, values = self._narrowed_removal(values)
        try:
            removed = await self._session.execute(statement, values)
        except IntegrityError as error:
            raise explain_delete(error) or error from error
        if cast("sa.CursorResult[Any]", removed).rowcount == 0:
            raise self._overtaken()

    def _asked(self, query: ListQuery) -> tuple[Shape, dict[str, Any]]:
        """Return the shape of a list, alike for all clients, and its values."""
        parameters = sorted(query.filters)
        filters = [self._by_parameter[parameter] for parameter in parameters]
        order = self.statements.order(query.sort or self.order)
        values = {
            each.parameter: each.bound(query.filters[each.parameter])
            for each in filters
        }
        return Shape(tuple(filters), order), self._scope | values

    async def _rows(self, shape: Shape, values: Mapping[str, Any]) -> Sequence[Any]:
        result = await self._session.execute(self.statements.rows(shape), values)
        return named_rows(result)

    def _assign(self, entity: EntityT, values: Mapping[str, Any]) -> None:
        for name, value in values.items():
            if not hasattr(self.model, name):
                raise AttributeError(f"{self.model.__name__} has no {name}.")
            setattr(entity, name, value)

    def _stamped(self, stamps: Stamps) -> dict[str, Any]:
        made = {each: each(self.work.context) for each in set(stamps.values())}
        return {name: made[each] for name, each in stamps.items()}

    async def _require(
        self, entity: EntityT, expected: Mapping[str, Collection[object]] | None
    ) -> None:
        """Raise unless the row has what is expected of it, and will until the commit."""
        if not expected:
            return
        for name, values in expected.items():
            if getattr(entity, name) not in values:
                raise self._unexpected(name)
        # The version is compared once more by the statement that writes.
        others = [name for name in expected if name not in self.statements.version]
        if not others:
            return
        key = self.statements.key
        stored = [
            *(getattr(self.model, name) == getattr(entity, name) for name in key),
            *(getattr(self.model, name).in_(expected[name]) for name in others),
        ]
        statement = sa.select(sa.literal(1)).where(*stored).with_for_update()
        if await self._session.scalar(statement) is None:
            raise self._unexpected(others[0])

    def _unexpected(self, name: str) -> DomainError:
        if name in self.statements.version:
            return StaleVersionError("The record has changed since it was read.")
        message = "The record is not in a state that allows this."
        return ConflictError(message, [ErrorDetail(name, message, "unexpected_value")])

    async def _prepared(
        self, values: Mapping[str, Any], _entity: EntityT | None = None
    ) -> dict[str, Any]:
        """Return the values as an entity holds them; `_entity` is the one that they change."""
        return dict(values)

    @classmethod
    def _removing(cls) -> sa.Delete | sa.Update:
        """Return the statement that takes rows away."""
        return sa.delete(cls.model)

    def _narrowed_removal(
        self, values: dict[str, Any]
    ) -> tuple[sa.Delete | sa.Update, dict[str, Any]]:
        """Return the statement that takes a row away, and its values."""
        return self._removal, values

    def _overtaken(self) -> DomainError:
        """Return why a row that was there a moment ago could not be written."""
        if not self.statements.version:
            return NotFoundError("The record was deleted in the meantime.")
        return StaleVersionError("The record was changed in the meantime.")

    async def _flush(self, values: Mapping[str, Any]) -> None:
        try:
            await self._session.flush()
        except StaleDataError as error:
            raise self._overtaken() from error
        except IntegrityError as error:
            refusal = await explain_flush(error, self._session, self.model, values)
            raise refusal or error from error
