"""The worker: a process that does what no request waits for. `python -m chat.worker`."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

import uvicorn
from fastapi import FastAPI

from .core.events.loop import relay_loop
from .core.http import health, metrics
from .core.http.error_responses import install_error_handlers
from .core.jobs.loop import job_loop
from .core.logging import configure_logging
from .core.worker import Loop, running
from .resources import Resources, open_resources
from .settings import Settings


def loops_of(resources: Resources) -> Mapping[str, Loop]:
    """Return what a worker runs, by name."""
    return {
        "events": relay_loop(resources),
        "jobs": job_loop(resources),
    }


@asynccontextmanager
async def working(resources: Resources) -> AsyncIterator[None]:
    """Do a worker's work beside what the block does, in the same process."""
    patience = resources.settings.worker_patience_seconds
    async with running(loops_of(resources), patience):
        yield


def create_worker(settings: Settings | None = None) -> FastAPI:
    """Return the worker, which answers probes and Prometheus and nobody else."""
    settings = settings or Settings()
    configure_logging(settings.log_level, settings.log_format)
    app = FastAPI(lifespan=_lifespan, openapi_url=None)
    app.state.settings = settings
    install_error_handlers(app)
    app.include_router(health.router)
    if settings.serve_metrics:
        app.include_router(metrics.router)
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    async with (
        open_resources(app.state.settings) as app.state.resources,
        working(app.state.resources),
    ):
        yield


def main() -> None:
    """Work until SIGTERM or SIGINT."""
    settings = Settings()
    uvicorn.run(
        create_worker(settings),
        host=settings.worker_host,
        port=settings.worker_port,
        access_log=False,
        log_config=None,
    )


if __name__ == "__main__":
    main()
