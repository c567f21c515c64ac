from typing import Annotated

from fastapi import Depends

from workshop.core.db.unit_of_work import UnitOfWork
from workshop.core.http.dependencies import ReadingDep, WritingDep

from .repository import RepairRepository
from .service import RepairService


def repair_service(work: UnitOfWork) -> RepairService:
    """Return the service of a unit of work: a request's, a job's or a script's."""
    return RepairService(RepairRepository(work))


async def _reading(work: ReadingDep) -> RepairService:
    return repair_service(work)


async def _writing(work: WritingDep) -> RepairService:
    return repair_service(work)


RepairReadingDep = Annotated[RepairService, Depends(_reading)]
RepairServiceDep = Annotated[RepairService, Depends(_writing)]
