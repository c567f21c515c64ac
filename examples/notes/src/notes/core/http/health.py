"""Whether the process lives, and whether it can serve."""

import asyncio

from fastapi import APIRouter, Request

from notes.core.errors import UnavailableError

from .dependencies import resources_of

_PATIENCE_SECONDS = 2.0

router = APIRouter(prefix="/health", include_in_schema=False)


@router.get("/live")
async def live() -> dict[str, str]:
    """Answer as long as the process can; a failure means: restart it."""
    return {"status": "ok"}


@router.get("/ready")
async def ready(request: Request) -> dict[str, str]:
    """Answer when every resource does; a failure means: send the traffic elsewhere."""
    for name, ping in resources_of(request.app).pings().items():
        try:
            async with asyncio.timeout(_PATIENCE_SECONDS):
                await ping()
        except UnavailableError:
            raise
        except Exception as error:
            raise UnavailableError(f"The {name} does not answer.") from error
    return {"status": "ok"}
