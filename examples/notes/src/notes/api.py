"""The API's routers."""

from fastapi import FastAPI

from notes.notes.router import router as notes_router

PREFIX = "/api/v1"
ROUTERS = [
    notes_router,
]


def include_routers(app: FastAPI) -> None:
    """Mount every router under the API's prefix."""
    for router in ROUTERS:
        app.include_router(router, prefix=PREFIX)
