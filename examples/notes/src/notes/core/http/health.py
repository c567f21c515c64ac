"""Whether the process lives, and whether it can serve."""

import asyncio

from fastapi import APIRouter, Request
from sqlalchemy.exc import SQLAlchemyError

from notes.core.db.database import database_of
from notes.core.errors import UnavailableError

_PATIENCE_SECONDS = 2.0

router = APIRouter(prefix="/health", include_in_schema=False)


@router.get("/live")
async def live() -> dict[str, str]:
    """Answer as long as the process can; a failure means: restart it."""
    return {"status": "ok"}


@router.get("/ready")
async def ready(request: Request) -> dict[str, str]:
    """Answer when the database does; a failure means: send the traffic elsewhere."""
    try:
        async with asyncio.timeout(_PATIENCE_SECONDS):
            await database_of(request.app).ping()
    except (OSError, SQLAlchemyError, TimeoutError) as error:
        raise UnavailableError("The database does not answer.") from error
    return {"status": "ok"}
