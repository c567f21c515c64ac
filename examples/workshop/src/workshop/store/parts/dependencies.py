from typing import Annotated

from fastapi import Depends

from workshop.core.db.unit_of_work import UnitOfWork
from workshop.core.http.dependencies import ReadingDep, WritingDep

from .repository import PartRepository
from .service import PartService


def part_service(work: UnitOfWork) -> PartService:
    """Return the service of a unit of work: a request's, a job's or a script's."""
    return PartService(PartRepository(work))


async def _reading(work: ReadingDep) -> PartService:
    return part_service(work)


async def _writing(work: WritingDep) -> PartService:
    return part_service(work)


PartReadingDep = Annotated[PartService, Depends(_reading)]
PartServiceDep = Annotated[PartService, Depends(_writing)]
