"""The older versions of the API that are served beside today's."""

from pathlib import Path

from fastapi import FastAPI
from starlette.middleware import Middleware

from workshop.api import PREFIX
from workshop.core.http.versions import (
    OlderBodyMiddleware,
    VersionsMiddleware,
    contract_router,
)
from workshop.settings import Settings

from .v1 import V1

VERSIONS = [V1]
FOLDER = Path(__file__).parent


def install_versions(app: FastAPI, settings: Settings) -> None:
    """Serve the older versions, and their contracts."""
    app.user_middleware.append(Middleware(OlderBodyMiddleware))  # the innermost
    app.add_middleware(
        VersionsMiddleware,
        versions=VERSIONS,
        prefix=PREFIX,
        retired=settings.retired_versions,
    )
    if settings.serve_docs:
        app.include_router(contract_router(VERSIONS, FOLDER))
