"""Rows that are written and read inside of the one that owns them, in one transaction."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Any, ClassVar, TypeVar

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.attributes import flag_modified, set_committed_value

from workshop.core.errors import DomainError, ErrorDetail, InvalidError

from .constraints import duplicate, unknown_reference
from .repository import SqlRepository
from .shape import Shape, Statements, equal_to
from .unit_of_work import UnitOfWork

EntityT = TypeVar("EntityT")
Values = Mapping[str, Any]
Key = tuple[Any, ...]

_ONE_MOMENT = "one_moment"


@dataclass(frozen=True)
class Owned:
    """A list of rows that refer to the one that owns them, and go with it."""

    attribute: str
    repository: Any
    reference: Mapping[str, str]  # their attributes with what they hold of the owner
    fixed: tuple[str, ...] = ()  # what a row that is there keeps
    needed: tuple[str, ...] = ()  # what a new row is given, and others need not be
    keyed: bool = False  # clients choose the keys of new rows

    def held_by(self, owner: object) -> dict[str, Any]:
        """Return the values by which rows refer to an owner."""
        return {own: getattr(owner, name) for own, name in self.reference.items()}


class Kept(SqlRepository[EntityT]):
    """The repository of rows that somebody owns, while they are written with their owner."""

    within = True
    _waits = False  # for a statement that stores several rows at once

    async def rows(self, reference: Values) -> Sequence[EntityT]:
        """Return the rows with a reference, in the order of their lists."""
        shape, values = self._of(reference)
        found = await self._session.scalars(_stored(self.statements, shape), values)
        return found.all()

    async def held(self, reference: Values) -> Sequence[EntityT]:
        """Return the rows with a reference, which stay as they are until the commit."""
        shape, values = self._of(reference)
        statement = _stored(self.statements, shape)
        held = statement.with_for_update(key_share=True, of=self.model)
        return (await self._session.scalars(held, values)).all()

    async def add_all(
        self, rows: Sequence[tuple[str, Values]], reference: Values
    ) -> None:
        """Store new rows by one statement; a refusal says which, by what stands beside it."""
        try:
            async with self._session.begin_nested():
                self._waits = True
                with self._session.no_autoflush:
                    for place, values in rows:
                        with _at(place, reference):
                            await self.add({**values, **reference})
                self._waits = False
                await self._session.flush()
        except IntegrityError:
            for place, values in rows:  # one of which is the one
                with _at(place, reference):
                    await self.add({**values, **reference})
        finally:
            self._waits = False

    async def settle(self) -> None:
        """Ask what is left to be asked of the rows that were written."""

    def repeats(self, entity: EntityT, values: Values) -> bool:
        """Tell whether a row has these values already."""
        return all(getattr(entity, name) == value for name, value in values.items())

    async def _flush(self, values: Values) -> None:
        if not self._waits:
            await super()._flush(values)

    def _of(self, reference: Values) -> tuple[Shape, dict[str, Any]]:
        """Return what finds the rows with a reference."""
        order = self.statements.order(self.order)
        shape = Shape(equal_to(*reference), order)
        return shape, self._scope | dict(reference)


class Owning(SqlRepository[EntityT]):
    """Stores and reads what a row owns along with the row."""

    owned: ClassVar[Sequence[Owned]] = ()
    kept: ClassVar[Any] = Kept

    async def find_by(self, **values: object) -> EntityT | None:
        """Return the one entity with these values and what it owns, or None."""
        await _read_at_one_moment(self.work)
        entity = await super().find_by(**values)
        if entity is not None:
            await self._load(entity)
        return entity

    async def add(self, values: Mapping[str, Any]) -> EntityT:
        """Store a new entity and what it owns; raise what refuses one of them."""
        own, lists = self._apart(values)
        return await self._filled(await super().add(own), lists)

    async def add_many(self, rows: Sequence[Mapping[str, Any]]) -> Sequence[EntityT]:
        """Store new entities and what each of them owns, all or none."""
        repository: Any = super()
        parts = [self._apart(values) for values in rows]
        made: Sequence[EntityT] = await repository.add_many([own for own, _ in parts])
        for entity, (_, lists) in zip(made, parts, strict=True):
            await self._filled(entity, lists)
        return made

    async def change(
        self,
        entity: EntityT,
        values: Mapping[str, Any],
        expected: Mapping[str, Collection[object]] | None = None,
    ) -> EntityT:
        """Store new values of an entity, and a list of what it owns in place of the one before.

        Whoever else writes such a list of it waits for the commit.
        """
        own, lists = self._apart(values)
        if not lists:
            return await super().change(entity, own, expected)
        await self._hold(entity)
        # What it owns is a part of it: its version and its moment have to move along.
        flag_modified(entity, self.statements.key[0])
        with self._session.no_autoflush:  # or its version would move before its values
            changed = await super().change(entity, own, expected)
        for each, rows in lists:
            await self._write(each, changed, rows)
        await self._load(changed)
        return changed

    async def restore(self, *key: object) -> EntityT | None:
        """Restore an entity, which is shown with what it owns; None where there is none."""
        repository: Any = super()
        restored: EntityT | None = await repository.restore(*key)
        if restored is not None:
            await self._load(restored)
        return restored

    async def transition(self, entity: EntityT, *asked: Any, **more: Any) -> EntityT:
        """Change the state of an entity, which is shown with what it owns."""
        repository: Any = super()
        changed: EntityT = await repository.transition(entity, *asked, **more)
        await self._load(changed)
        return changed

    async def _filled(
        self, entity: EntityT, lists: Sequence[tuple[Owned, Sequence[Values]]]
    ) -> EntityT:
        """Return a new entity, once what it owns is stored."""
        for each in self.owned:
            set_committed_value(entity, each.attribute, [])
        for each, rows in lists:
            await self._write(each, entity, rows)
        if lists:
            await self._load(entity)
        return entity

    def _apart(
        self, values: Mapping[str, Any]
    ) -> tuple[dict[str, Any], list[tuple[Owned, Sequence[Values]]]]:
        """Return an entity's own values, and the lists of what it owns."""
        own = dict(values)
        found = [each for each in self.owned if each.attribute in own]
        return own, [(each, own.pop(each.attribute)) for each in found]

    async def _hold(self, entity: EntityT) -> None:
        """Keep others from writing an entity until the commit."""
        model: Any = self.model
        key = {name: getattr(entity, name) for name in self.statements.key}
        statement = _holding(model, tuple(key))
        if await self._session.scalar(statement, key) is None:
            raise self._overtaken()

    async def _load(self, entity: EntityT) -> None:
        for each in self.owned:
            rows = await self._kept(each).rows(each.held_by(entity))
            set_committed_value(entity, each.attribute, rows)

    def _kept(self, owned: Owned) -> Any:
        return _keeping(self.kept, owned.repository)(self.work)

    async def _write(
        self, owned: Owned, entity: EntityT, rows: Sequence[Values]
    ) -> None:
        """Make a list what is said: rows by their keys, new ones, and none beside them."""
        kept, reference = self._kept(owned), owned.held_by(entity)
        there = {_key(each, owned, kept): each for each in await kept.held(reference)}
        listed = [*_listed(owned, kept, rows, there)]
        rows = [{**each.values, **reference} for each in listed]
        _refuse_equal(owned, kept.model, rows)
        stay = {each.key for each in listed}
        for gone in (row for key, row in there.items() if key not in stay):
            with _at(owned.attribute):
                await kept.remove(gone)
        for each in listed:
            row = None if each.key is None else there.get(each.key)
            if row is not None and not kept.repeats(row, each.values):
                with _at(each.place):
                    await kept.change(row, each.values)
        new = (each for each in listed if each.key not in there)
        await kept.add_all([(each.place, each.values) for each in new], reference)
        await kept.settle()


@dataclass(frozen=True)
class _Listed:
    """A row of a list that is written."""

    place: str  # in the body: "lines.3"
    values: Values
    key: Key | None  # among the rows of its owner, if it is known


async def _read_at_one_moment(work: UnitOfWork) -> None:
    """Have what only reads see an owner and its rows as they were together.

    Elsewhere each statement sees what is stored by then.
    """
    session = work.session
    if work.writes or session.info.get(_ONE_MOMENT):
        return
    session.info[_ONE_MOMENT] = True
    if session.get_bind().dialect.name == "sqlite":
        connection = await session.connection()
        await connection.exec_driver_sql("BEGIN")
    else:
        await session.commit()  # of what was read before
        level = {"isolation_level": "REPEATABLE READ"}
        await session.connection(execution_options=level)


@cache
def _keeping(base: type[Any], repository: type[Any]) -> type[Any]:
    """Return the repository of rows that somebody owns."""
    return type(f"Kept{repository.__name__}", (base, repository), {})


@lru_cache(256)
def _stored(statements: Statements, shape: Shape) -> sa.Select[Any]:
    """Return what finds rows as they are by now, whoever has read them before."""
    return statements.in_order(shape).execution_options(populate_existing=True)


@lru_cache(256)
def _holding(model: type[Any], key: tuple[str, ...]) -> sa.Select[Any]:
    same = (getattr(model, name) == sa.bindparam(name) for name in key)
    found = sa.select(sa.literal_column("1", sa.Integer())).select_from(model)
    return found.where(*same).with_for_update(key_share=True)


def _own_key(owned: Owned, kept: Any) -> list[str]:
    """Return by what rows of one owner are told apart."""
    return [name for name in kept.statements.key if name not in owned.reference]


def _key(row: object, owned: Owned, kept: Any) -> Key:
    return tuple(getattr(row, name) for name in _own_key(owned, kept))


def _listed(
    owned: Owned, kept: Any, rows: Sequence[Values], there: Mapping[Key, object]
) -> Iterator[_Listed]:
    """Yield the rows of a list, each of which is there, or may be made."""
    names, seen = _own_key(owned, kept), set[Key]()
    for number, row in enumerate(rows):
        place, values = f"{owned.attribute}.{number}", dict(row)
        known = all(name in values for name in names)
        key = tuple(values[name] for name in names) if known else None
        if key in seen:
            said = "The row is in here twice."
            raise _invalid([place, *names[:1]], said, "duplicate")
        if key in there:
            stays = {*owned.fixed, *names}
            values = {name: each for name, each in values.items() if name not in stays}
        elif key is not None and not owned.keyed:
            raise unknown_reference([f"{place}.{names[0]}"])
        elif missing := [name for name in owned.needed if name not in values]:
            raise _invalid([place, missing[0]], "Field required", "missing")
        if key is not None:
            seen.add(key)
        yield _Listed(place, values, key)


def _invalid(place: Sequence[str], message: str, code: str) -> InvalidError:
    detail = ErrorDetail(".".join(place), message, code)
    return InvalidError("The request is not valid.", [detail])


def _refuse_equal(owned: Owned, model: Any, rows: Sequence[Values]) -> None:
    """Raise where two rows of a list have what only one of them can have."""
    for names in _unique(model):
        seen = set[Key]()
        for number, row in enumerate(rows):
            values = tuple(row.get(name) for name in names)
            if values in seen and None not in values:
                said = [name for name in names if name not in owned.reference]
                raise duplicate(said, f"{owned.attribute}.{number}.")
            seen.add(values)


@cache
def _unique(model: type[Any]) -> tuple[tuple[str, ...], ...]:
    """Return the attributes of which no two rows have the same values."""
    mapper = sa.inspect(model)
    table = mapper.local_table
    groups = [
        each.columns
        for each in table.constraints
        if isinstance(each, sa.UniqueConstraint)
    ]
    return tuple(
        tuple(mapper.get_property_by_column(column).key for column in group)
        for group in groups
    )


@contextmanager
def _at(place: str, reference: Collection[str] = ()) -> Iterator[None]:
    """Have a refusal say of which row of a list it is, and of what the body says of it."""
    try:
        yield
    except DomainError as error:
        said = [each for each in error.details if each.field not in reference]
        error.details = tuple(
            replace(each, field=f"{place}.{each.field}".rstrip("."))
            for each in said or error.details
        )
        raise
