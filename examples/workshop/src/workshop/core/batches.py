"""Many writes in one request: each is done, or refused, as it would be alone."""

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from functools import partial
from typing import Any, Protocol, cast

from pydantic import MISSING, BaseModel

from .errors import (
    ConflictError,
    DomainError,
    ErrorDetail,
    InvalidError,
    UnavailableError,
)
from .rows import plain
from .security.errors import UnauthenticatedError
from .service import CreateT, EntityT, ReplaceT, Repository, Service, UpdateT

_Act = Callable[[], Awaitable[Any]]
_OF_ALL = (UnauthenticatedError, UnavailableError)
"""What is no answer to one item: the whole request fails."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one item: its row, or why it is refused."""

    entity: Any = None
    error: DomainError | None = None


class BatchError(DomainError):
    """Nothing of a batch is written, since some of its items are refused."""

    def __init__(self, errors: Mapping[int, DomainError]) -> None:
        details = [each for item in errors.items() for each in _details(*item)]
        super().__init__("Some items are refused, so nothing is written.", details)
        self.first = errors[min(errors)]


def _details(index: int, error: DomainError) -> list[ErrorDetail]:
    """Return what is wrong with an item, each with its place in the whole body."""
    place = f"data.{index}"
    return [
        ErrorDetail(f"{place}.{each.field}".removesuffix("."), each.message, each.code)
        for each in error.details
    ] or [ErrorDetail(place, error.message, error.code.lower())]


class Removal(Protocol):
    """An item that says which row it is about."""

    @property
    def key(self) -> BaseModel: ...


class Change(Removal, Protocol):
    """An item that has new values for its row, too."""

    @property
    def data(self) -> Any: ...


class BatchedRepository(Repository[EntityT], Protocol):
    """A repository that stores several rows at once, and takes back what fails."""

    contended: Sequence[str]

    def apart(self) -> AbstractAsyncContextManager[None]: ...

    def release(self, entity: Any) -> None: ...

    async def add_many(self, rows: Sequence[Mapping[str, Any]]) -> Sequence[Any]: ...


class BatchedService(Service[EntityT, CreateT, ReplaceT, UpdateT]):
    """The business rules of entities of which many are written at once.

    What `create`, `update` and `delete` do and refuse holds for each item, overridden or not.
    """

    async def create_many(
        self, items: Sequence[CreateT | InvalidError], *, atomic: bool = False
    ) -> list[Outcome]:
        """Store new entities; an item is refused as `create` refuses it."""
        found: dict[int, Outcome] = {}
        given: dict[int, CreateT] = {}
        for index, item in enumerate(items):
            if isinstance(item, InvalidError):
                found[index] = Outcome(error=item)
            else:
                given[index] = item
        # Whoever waits for a unique value waits in the same order as all others.
        order = sorted(given, key=lambda index: _named(given[index], self._contended))
        acts = {index: partial(self.create, given[index]) for index in order}
        rows = [_values(given[index]) for index in order]
        is_usual = type(self).create is Service.create
        at_once = partial(self._batches.add_many, rows) if is_usual else None
        return await self._done(acts, found, atomic=atomic, at_once=at_once)

    async def update_many(
        self, items: Sequence[Change | InvalidError], *, atomic: bool = False
    ) -> list[Outcome]:
        """Change the values that items give; one is refused as `update` refuses it."""

        def act(item: Any) -> _Act:
            return partial(self.update, *_key(item), data=item.data, **_expected(item))

        return await self._done(*_in_order(items, act), atomic=atomic)

    async def delete_many(
        self, items: Sequence[Removal | InvalidError], *, atomic: bool = False
    ) -> list[Outcome]:
        """Take entities away; an item is refused as `delete` refuses it."""

        def act(item: Any) -> _Act:
            return partial(self.delete, *_key(item), **_expected(item))

        return await self._done(*_in_order(items, act), atomic=atomic)

    @property
    def _batches(self) -> BatchedRepository[EntityT]:
        return cast("BatchedRepository[EntityT]", self.repository)

    @property
    def _contended(self) -> Sequence[str]:
        return self._batches.contended

    async def _done(
        self,
        acts: Mapping[int, _Act],
        found: dict[int, Outcome],
        *,
        atomic: bool,
        at_once: Callable[[], Awaitable[Sequence[Any]]] | None = None,
    ) -> list[Outcome]:
        """Do all in one go, which is mostly how it ends; else each apart from the others."""
        try:
            async with self._batches.apart():
                made = await (at_once or partial(_in_turn, acts.values()))()
            found |= {n: Outcome(each) for n, each in zip(acts, made, strict=True)}
        except _OF_ALL:
            raise
        except DomainError:
            for index, act in acts.items():
                found[index] = await self._alone(act)
        errors = {n: found[n].error for n in sorted(found)}
        refused = {n: error for n, error in errors.items() if error}
        if atomic and refused:
            raise BatchError(refused)
        return [found[index] for index in sorted(found)]

    async def _alone(self, act: _Act) -> Outcome:
        try:
            async with self._batches.apart():
                made = await act()
        except _OF_ALL:
            raise
        except DomainError as error:
            return Outcome(error=error)
        self._batches.release(made)
        return Outcome(made)


async def _in_turn(acts: Iterable[_Act]) -> list[Any]:
    return [await act() for act in acts]


def _in_order(
    items: Sequence[Any], act: Callable[[Any], _Act]
) -> tuple[dict[int, _Act], dict[int, Outcome]]:
    """Return what is to be done, and what is refused before.

    Rows are locked in the order of their keys, by every batch: none waits for one that waits
    for it. The last ones come first, since keys count up: a row goes before what it refers to.
    """
    found: dict[int, Outcome] = {}
    keys: dict[int, tuple[object, ...]] = {}
    for index, item in enumerate(items):
        if isinstance(item, InvalidError):
            found[index] = Outcome(error=item)
        elif (key := _key(item)) in keys.values():
            found[index] = Outcome(error=_repeated())
        else:
            keys[index] = key
    order = sorted(keys, key=lambda n: tuple(map(str, keys[n])), reverse=True)
    return {index: act(items[index]) for index in order}, found


def _repeated() -> ConflictError:
    message = "Another item is about the same record."
    return ConflictError(message, [ErrorDetail("key", message, "repeated")])


def _key(item: Removal) -> tuple[object, ...]:
    return tuple(value for _, value in item.key)


def _expected(item: Any) -> dict[str, Any]:
    """Return the version that a row has to have, where its item says one."""
    version = getattr(item, "version", MISSING)
    return {} if version is MISSING else {"expected": {"version": {version}}}


def _values(item: BaseModel) -> dict[str, Any]:
    return {name: plain(value) for name, value in item if value is not MISSING}


def _named(item: BaseModel, attributes: Sequence[str]) -> tuple[str, ...]:
    return tuple(str(getattr(item, name, "")) for name in attributes)
