from typing import Annotated

from fastapi import Depends

from chat.core.db.unit_of_work import UnitOfWork
from chat.core.http.dependencies import ReadingDep, WritingDep

from .repository import PersonRepository
from .service import PersonService


def person_service(work: UnitOfWork) -> PersonService:
    """Return the service of a unit of work: a request's, a job's or a script's."""
    return PersonService(PersonRepository(work))


async def _reading(work: ReadingDep) -> PersonService:
    return person_service(work)


async def _writing(work: WritingDep) -> PersonService:
    return person_service(work)


PersonReadingDep = Annotated[PersonService, Depends(_reading)]
PersonServiceDep = Annotated[PersonService, Depends(_writing)]
