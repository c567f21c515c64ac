from typing import Annotated

from fastapi import Depends

from chat.core.db.unit_of_work import UnitOfWork
from chat.core.http.dependencies import ReadingDep, WritingDep

from .repository import MessageRepository
from .service import MessageService


def message_service(work: UnitOfWork) -> MessageService:
    """Return the service of a unit of work: a request's, a job's or a script's."""
    return MessageService(MessageRepository(work))


async def _reading(work: ReadingDep) -> MessageService:
    return message_service(work)


async def _writing(work: WritingDep) -> MessageService:
    return message_service(work)


MessageReadingDep = Annotated[MessageService, Depends(_reading)]
MessageServiceDep = Annotated[MessageService, Depends(_writing)]
