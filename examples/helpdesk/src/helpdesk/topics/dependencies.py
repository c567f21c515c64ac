from typing import Annotated

from fastapi import Depends

from helpdesk.core.db.unit_of_work import UnitOfWork
from helpdesk.core.http.dependencies import ReadingDep, WritingDep

from .repository import TopicRepository
from .service import TopicService


def topic_service(work: UnitOfWork) -> TopicService:
    """Return the service of a unit of work: a request's, a job's or a script's."""
    return TopicService(TopicRepository(work))


async def _reading(work: ReadingDep) -> TopicService:
    return topic_service(work)


async def _writing(work: WritingDep) -> TopicService:
    return topic_service(work)


TopicReadingDep = Annotated[TopicService, Depends(_reading)]
TopicServiceDep = Annotated[TopicService, Depends(_writing)]
