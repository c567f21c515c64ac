from typing import Annotated

from fastapi import Depends

from chat.core.db.unit_of_work import UnitOfWork
from chat.core.http.dependencies import ReadingDep, WritingDep

from .repository import NotificationRepository
from .service import NotificationService


def notification_service(work: UnitOfWork) -> NotificationService:
    """Return the service of a unit of work: a request's, a job's or a script's."""
    return NotificationService(NotificationRepository(work))


async def _reading(work: ReadingDep) -> NotificationService:
    return notification_service(work)


async def _writing(work: WritingDep) -> NotificationService:
    return notification_service(work)


NotificationReadingDep = Annotated[NotificationService, Depends(_reading)]
NotificationServiceDep = Annotated[NotificationService, Depends(_writing)]
