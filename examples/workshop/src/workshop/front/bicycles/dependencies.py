from typing import Annotated

from fastapi import Depends

from workshop.core.db.unit_of_work import UnitOfWork
from workshop.core.http.dependencies import ReadingDep, WritingDep

from .repository import BicycleRepository
from .service import BicycleService


def bicycle_service(work: UnitOfWork) -> BicycleService:
    """Return the service of a unit of work: a request's, a job's or a script's."""
    return BicycleService(BicycleRepository(work))


async def _reading(work: ReadingDep) -> BicycleService:
    return bicycle_service(work)


async def _writing(work: WritingDep) -> BicycleService:
    return bicycle_service(work)


BicycleReadingDep = Annotated[BicycleService, Depends(_reading)]
BicycleServiceDep = Annotated[BicycleService, Depends(_writing)]
