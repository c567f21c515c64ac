"""What requests are given: a unit of work on the process's resources."""

from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import Depends, FastAPI, Request

from notes.core.db.unit_of_work import UnitOfWork, reading, unit_of_work
from notes.resources import Resources


def resources_of(app: FastAPI) -> Resources:
    """Return what the application's process has opened."""
    resources: Resources = app.state.resources
    return resources


async def _reading(request: Request) -> AsyncIterator[UnitOfWork]:
    async with reading(resources_of(request.app)) as work:
        yield work


async def _writing(request: Request) -> AsyncIterator[UnitOfWork]:
    """Yield a unit of work; it is committed before the response is sent."""
    async with unit_of_work(resources_of(request.app)) as work:
        yield work


ReadingDep = Annotated[UnitOfWork, Depends(_reading, scope="function")]
WritingDep = Annotated[UnitOfWork, Depends(_writing, scope="function")]
