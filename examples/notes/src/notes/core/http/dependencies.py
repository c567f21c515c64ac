"""What requests are given: a unit of work on the process's resources."""

from collections import Counter
from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import Depends, FastAPI, Request

from notes.core.db.unit_of_work import UnitOfWork, reading, unit_of_work
from notes.core.errors import ErrorDetail, InvalidError
from notes.resources import Resources

from .contract import list_parameters


def resources_of(app: FastAPI) -> Resources:
    """Return what the application's process has opened."""
    resources: Resources = app.state.resources
    return resources


async def _reading(request: Request) -> AsyncIterator[UnitOfWork]:
    _refuse_repeated(request)
    async with reading(resources_of(request.app)) as work:
        yield work


async def _writing(request: Request) -> AsyncIterator[UnitOfWork]:
    """Yield a unit of work; it is committed before the response is sent."""
    _refuse_repeated(request)
    async with unit_of_work(resources_of(request.app)) as work:
        yield work


def _refuse_repeated(request: Request) -> None:
    """Raise InvalidError where a parameter is given twice that is no list."""
    given = request.query_params
    if len(given) == len(given.multi_items()):
        return
    route = request.scope["route"]
    lists = list_parameters(route.operation_id or route.name)
    counts = Counter(name for name, _ in given.multi_items() if name not in lists)
    details = [
        ErrorDetail(name, "A parameter is given once.", "repeated")
        for name, count in counts.items()
        if count > 1
    ]
    if details:
        raise InvalidError("The request is not valid.", details)


ReadingDep = Annotated[UnitOfWork, Depends(_reading, scope="function")]
WritingDep = Annotated[UnitOfWork, Depends(_writing, scope="function")]
