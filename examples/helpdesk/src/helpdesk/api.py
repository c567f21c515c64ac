"""The API's routers."""

from fastapi import FastAPI

from helpdesk.comments.router import router as comments_router
from helpdesk.contacts.router import router as contacts_router
from helpdesk.tickets.router import router as tickets_router
from helpdesk.topics.router import router as topics_router

PREFIX = "/api/v1"
ROUTERS = [
    comments_router,
    contacts_router,
    tickets_router,
    topics_router,
]


def include_routers(app: FastAPI) -> None:
    """Mount every router under the API's prefix."""
    for router in ROUTERS:
        app.include_router(router, prefix=PREFIX)
