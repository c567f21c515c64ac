from typing import Annotated

from fastapi import Depends

from helpdesk.core.db.unit_of_work import UnitOfWork
from helpdesk.core.http.dependencies import ReadingDep, WritingDep

from .repository import CommentRepository
from .service import CommentService


def comment_service(work: UnitOfWork) -> CommentService:
    """Return the service of a unit of work: a request's, a job's or a script's."""
    return CommentService(CommentRepository(work))


async def _reading(work: ReadingDep) -> CommentService:
    return comment_service(work)


async def _writing(work: WritingDep) -> CommentService:
    return comment_service(work)


CommentReadingDep = Annotated[CommentService, Depends(_reading)]
CommentServiceDep = Annotated[CommentService, Depends(_writing)]
