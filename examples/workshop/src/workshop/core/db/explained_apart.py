"""What is violated by writes that are taken back, told in the words of the design."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm.exc import StaleDataError

from .apart import Apart
from .constraints import explain_flush, explain_write, names_no_constraint

EntityT = TypeVar("EntityT")


class _UnexplainedError(Exception):
    """A foreign key is violated; which one it is, is found once that is taken back."""

    def __init__(self, error: IntegrityError, values: Mapping[str, Any]) -> None:
        super().__init__(str(error))
        self.error = error
        self.values = values


class ExplainedApart(Apart[EntityT]):
    """Looks for what a row refers to in its own transaction, which goes on."""

    _is_apart = False

    @asynccontextmanager
    async def apart(self) -> AsyncIterator[None]:
        """Take back what is done within, and nothing else, where it ends in an error."""
        self._is_apart = True
        try:
            async with super().apart():
                yield
        except _UnexplainedError as unexplained:
            error = unexplained.error
            here = AsyncSession(await self._session.connection())
            found = await explain_flush(error, here, self.model, unexplained.values)
            raise found or error from error
        finally:
            self._is_apart = False

    async def _flush(self, values: Mapping[str, Any]) -> None:
        if not self._is_apart:
            await super()._flush(values)
            return
        try:
            await self._session.flush()
        except StaleDataError as error:
            raise self._overtaken() from error
        except IntegrityError as error:
            if names_no_constraint(error):
                raise _UnexplainedError(error, values) from error
            columns = sa.inspect(self.model).columns
            given = {columns[name].name for name in values if name in columns}
            found = explain_write(error, self.model.__table__, given)
            raise found or error from error
