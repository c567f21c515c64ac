"""The composition root: everything that lives as long as the process is made here."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware

from .api import include_routers
from .core.http import health, metrics
from .core.http.compression import CompressionMiddleware
from .core.http.docs import include_docs
from .core.http.error_responses import install_error_handlers
from .core.http.middleware import RequestMiddleware
from .core.http.routing import index_routes
from .core.http.timeout import TimeoutMiddleware
from .core.logging import configure_logging
from .resources import open_resources
from .settings import Settings


def create_app(settings: Settings | None = None) -> FastAPI:
    """Return the application; settings default to the environment's."""
    settings = settings or Settings()
    configure_logging(settings.log_level, settings.log_format)
    app = FastAPI(
        title="Notes",
        version="0.1.0",
        lifespan=_lifespan,
        openapi_url=None,
        generate_unique_id_function=lambda route: route.name,
    )
    app.state.settings = settings
    install_error_handlers(app)
    if settings.request_timeout:
        app.add_middleware(TimeoutMiddleware, seconds=settings.request_timeout)
    app.add_middleware(RequestMiddleware, max_body_size=settings.max_body_size)
    if settings.compression_minimum_size:
        app.add_middleware(
            CompressionMiddleware, minimum_size=settings.compression_minimum_size
        )
    if settings.cors_origins:  # around all else, so that a page can read errors, too
        app.add_middleware(
            CORSMiddleware,
            allow_origins=settings.cors_origins,
            allow_methods=["*"],
            allow_headers=["*"],
            expose_headers=["ETag", "Location", "Retry-After", "X-Request-ID"],
        )
    app.include_router(health.router)
    if settings.serve_docs:
        include_docs(app)
    if settings.serve_metrics:
        app.include_router(metrics.router)
    include_routers(app)
    index_routes(app)
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    async with open_resources(app.state.settings) as app.state.resources:
        yield
