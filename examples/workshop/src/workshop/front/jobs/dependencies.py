from typing import Annotated

from fastapi import Depends

from workshop.core.db.unit_of_work import UnitOfWork
from workshop.core.http.dependencies import ReadingDep, WritingDep

from .repository import JobRepository
from .service import JobService


def job_service(work: UnitOfWork) -> JobService:
    """Return the service of a unit of work: a request's, a job's or a script's."""
    return JobService(JobRepository(work))


async def _reading(work: ReadingDep) -> JobService:
    return job_service(work)


async def _writing(work: WritingDep) -> JobService:
    return job_service(work)


JobReadingDep = Annotated[JobService, Depends(_reading)]
JobServiceDep = Annotated[JobService, Depends(_writing)]
