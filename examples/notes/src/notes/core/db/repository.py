"""The only room that knows the database; the statements themselves stand next door."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Generic, TypeVar, cast

import sqlalchemy as sa
from sqlalchemy.orm.exc import StaleDataError

from notes.core.errors import NotFoundError
from notes.core.queries import ListQuery, Page

from .conditions import ListFilter
from .rows import named_rows
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
    statements: ClassVar[Statements]
    _by_parameter: ClassVar[Mapping[str, ListFilter]]
    _removal: ClassVar[sa.Delete]

    def __init_subclass__(cls) -> None:
        if not hasattr(cls, "model"):
            return
        cls.statements = Statements(cls.model)
        cls._by_parameter = {each.parameter: each for each in cls.filters}
        cls._removal = sa.delete(cls.model).where(*cls.statements.unchanged())

    def __init__(self, work: UnitOfWork) -> None:
        self.work = work
        self._session = work.session

    async def find(self, *key: object) -> EntityT | None:
        """Return the entity with this key, or None."""
        return await self.find_by(**dict(zip(self.statements.key, key, strict=True)))

    async def find_by(self, **values: object) -> EntityT | None:
        """Return the one entity with these values, or None."""
        shape = Shape(equal_to(*values))
        statement = self.statements.entities(shape)
        result = await self._session.execute(statement, values)
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
        """Store a new entity."""
        stamped = self._stamped(self.insert_stamps)
        entity = self.model(**stamped | dict(values))
        self._session.add(entity)
        await self._flush()
        return cast("EntityT", entity)

    async def change(self, entity: EntityT, values: Mapping[str, Any]) -> EntityT:
        """Store new values of an entity; raise NotFoundError where it was deleted."""
        self._assign(entity, values)
        if self._session.is_modified(entity):
            self._assign(entity, self._stamped(self.update_stamps))
        await self._flush()
        return entity

    async def remove(self, entity: EntityT) -> None:
        """Take an entity away; raise as `change` does."""
        names = self.statements.key
        values = {f"_old_{name}": getattr(entity, name) for name in names}
        removed = await self._session.execute(self._removal, values)
        if cast("sa.CursorResult[Any]", removed).rowcount == 0:
            raise self._overtaken()

    def _asked(self, query: ListQuery) -> tuple[Shape, dict[str, Any]]:
        """Return the shape of a list, alike for all clients, and its values."""
        parameters = sorted(query.filters)
        filters = [self._by_parameter[parameter] for parameter in parameters]
        order = self.statements.order(query.sort)
        values = {
            each.parameter: each.bound(query.filters[each.parameter])
            for each in filters
        }
        return Shape(tuple(filters), order), values

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

    def _overtaken(self) -> NotFoundError:
        """Return why a row that was there a moment ago could not be written."""
        return NotFoundError("The record was deleted in the meantime.")

    async def _flush(self) -> None:
        try:
            await self._session.flush()
        except StaleDataError as error:
            raise self._overtaken() from error
