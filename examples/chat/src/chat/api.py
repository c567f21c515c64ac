"""The API's routers."""

from fastapi import FastAPI

from chat.members.router import router as members_router
from chat.messages.router import router as messages_router
from chat.notifications.router import router as notifications_router
from chat.people.router import router as people_router
from chat.rooms.router import router as rooms_router

PREFIX = "/api/v1"
ROUTERS = [
    members_router,
    messages_router,
    notifications_router,
    people_router,
    rooms_router,
]


def include_routers(app: FastAPI) -> None:
    """Mount every router under the API's prefix."""
    for router in ROUTERS:
        app.include_router(router, prefix=PREFIX)
