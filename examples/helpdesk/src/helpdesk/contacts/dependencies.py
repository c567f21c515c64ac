from typing import Annotated

from fastapi import Depends

from helpdesk.core.db.unit_of_work import UnitOfWork
from helpdesk.core.http.dependencies import ReadingDep, WritingDep

from .repository import ContactRepository
from .service import ContactService


def contact_service(work: UnitOfWork) -> ContactService:
    """Return the service of a unit of work: a request's, a job's or a script's."""
    return ContactService(ContactRepository(work))


async def _reading(work: ReadingDep) -> ContactService:
    return contact_service(work)


async def _writing(work: WritingDep) -> ContactService:
    return contact_service(work)


ContactReadingDep = Annotated[ContactService, Depends(_reading)]
ContactServiceDep = Annotated[ContactService, Depends(_writing)]
