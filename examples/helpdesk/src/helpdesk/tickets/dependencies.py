from typing import Annotated

from fastapi import Depends

from helpdesk.core.db.unit_of_work import UnitOfWork
from helpdesk.core.http.dependencies import ReadingDep, WritingDep

from .repository import TicketRepository
from .service import TicketService


def ticket_service(work: UnitOfWork) -> TicketService:
    """Return the service of a unit of work: a request's, a job's or a script's."""
    return TicketService(TicketRepository(work))


async def _reading(work: ReadingDep) -> TicketService:
    return ticket_service(work)


async def _writing(work: WritingDep) -> TicketService:
    return ticket_service(work)


TicketReadingDep = Annotated[TicketService, Depends(_reading)]
TicketServiceDep = Annotated[TicketService, Depends(_writing)]
