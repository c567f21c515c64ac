"""A service that gives the row with a natural key all values, or makes it."""

from collections.abc import Iterable, Mapping
from contextlib import AbstractAsyncContextManager
from typing import Any, ClassVar, Protocol, cast

from .errors import ConflictError, DomainError
from .service import CreateT, EntityT, Expected, ReplaceT, Repository, Service, UpdateT


class TakenError(DomainError):
    """There is one already, and whoever asks replaces none."""

    code: ClassVar[str] = "PRECONDITION_FAILED"


class UpsertRepository(Repository[EntityT], Protocol):
    """A repository that knows whether a natural key is taken."""

    def apart(self) -> AbstractAsyncContextManager[None]: ...

    async def holds(self, **values: object) -> bool: ...

    async def find_by(self, **values: object) -> EntityT | None: ...

    def key_of(self, entity: EntityT) -> tuple[object, ...]: ...

    def taken(self, natural: Iterable[str]) -> ConflictError: ...


class UpsertService(Service[EntityT, CreateT, ReplaceT, UpdateT]):
    """The business rules of entities that are replaced or created by a natural key.

    What `create` and `replace` do and refuse holds, overridden or not.
    """

    async def upsert(
        self,
        data: CreateT,
        natural: Mapping[str, Any],
        *,
        only_new: bool,
        expected: Expected | None = None,
    ) -> tuple[EntityT, bool]:
        """Replace the entity with a natural key, or create it; tell whether it is new.

        Of several at once, one creates it, and the others replace what it has made. Raise as
        `create` and `replace` do, and TakenError where there is one and only a new one will do.
        """
        repository = cast("UpsertRepository[EntityT]", self.repository)
        if not await repository.holds(**natural):
            if expected is not None:
                raise TakenError("There is no such record.")
            try:
                async with repository.apart():
                    return await self.create(data), True
            except ConflictError:
                if not await repository.holds(**natural):
                    raise
        if only_new:
            raise TakenError("There is such a record already.")
        entity = await repository.find_by(**natural)
        if entity is None:  # it is there, and not for whoever asks
            raise repository.taken(natural)
        key = repository.key_of(entity)
        whole = cast("ReplaceT", data)  # of an entity in which nothing stays for good
        return await self.replace(*key, data=whole, expected=expected), False
