"""The composition root: everything that lives as long as the process is made here."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware

from .api import include_routers
from .core.accounts.router import include_accounts
from .core.accounts.sign_in_router import include_sign_in
from .core.http import health, metrics
from .core.http.compression import CompressionMiddleware
from .core.http.docs import include_docs
from .core.http.error_responses import install_error_handlers
from .core.http.events import install_events
from .core.http.middleware import RequestMiddleware
from .core.http.routing import index_routes
from .core.http.timeout import TimeoutMiddleware
from .core.jobs.router import include_jobs
from .core.logging import configure_logging
from .core.realtime.rooms import open_rooms
from .core.realtime.socket import include_socket
from .rate_limits import install_rate_limits
from .resources import open_resources
from .settings import Settings
from .worker import working


def create_app(settings: Settings | None = None) -> FastAPI:
    """Return the application; settings default to the environment's."""
    settings = settings or Settings()
    configure_logging(settings.log_level, settings.log_format)
    app = FastAPI(
        title="Chat API",
        version="0.1.0",
        lifespan=_lifespan,
        openapi_url=None,
        generate_unique_id_function=lambda route: route.name,
    )
    app.state.settings = settings
    install_error_handlers(app)
    if settings.request_timeout:
        app.add_middleware(TimeoutMiddleware, seconds=settings.request_timeout)
    install_events(app, settings)
    install_rate_limits(app, settings)
    app.add_middleware(RequestMiddleware, max_body_size=settings.max_body_size)
    if settings.compression_minimum_size:
        app.add_middleware(
            CompressionMiddleware, minimum_size=settings.compression_minimum_size
        )
    if settings.cors_origins:  # around all else, so that a page can read errors, too
        app.add_middleware(
            CORSMiddleware,
            allow_origins=settings.cors_origins,
            allow_methods=["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"],
            allow_headers=[
                "Authorization",
                "Content-Type",
                "If-Match",
                "If-None-Match",
                "X-API-Key",
                "X-Request-ID",
                "Idempotency-Key",
            ],
            expose_headers=[
                "ETag",
                "Location",
                "Retry-After",
                "X-Request-ID",
                "Accept-Ranges",
                "Content-Disposition",
                "Content-Range",
                "X-RateLimit-Limit",
                "X-RateLimit-Remaining",
                "X-RateLimit-Reset",
            ],
        )
    app.include_router(health.router)
    if settings.serve_docs:
        include_docs(app)
    if settings.serve_metrics:
        app.include_router(metrics.router)
    include_routers(app)
    include_accounts(app)
    include_jobs(app)
    include_socket(app)
    include_sign_in(app)
    index_routes(app)
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    async with (
        open_resources(app.state.settings) as app.state.resources,
        AsyncExitStack() as stack,
    ):
        rooms = open_rooms(app.state.resources)
        app.state.realtime = await stack.enter_async_context(rooms)
        if app.state.settings.worker_in_app:
            await stack.enter_async_context(working(app.state.resources))
        yield
