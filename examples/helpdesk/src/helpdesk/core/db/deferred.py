"""Foreign keys that are checked at the commit, told in the words of the design."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from .constraints import explain_commit

Written = tuple[type[Any], Mapping[str, Any]]
"""A mapped class, and the values that a row of it got."""


async def commit(session: AsyncSession, written: Sequence[Written]) -> None:
    """Commit; raise ConflictError where a row refers to one that is not there in the end."""
    try:
        await session.commit()
    except IntegrityError as error:
        await session.rollback()  # SQLite leaves a transaction open that it can't commit
        raise await explain_commit(error, session, written) or error from error
