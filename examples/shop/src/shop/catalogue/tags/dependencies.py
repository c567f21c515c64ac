from typing import Annotated

from fastapi import Depends

from shop.core.db.unit_of_work import UnitOfWork
from shop.core.http.dependencies import ReadingDep, WritingDep

from .repository import TagRepository
from .service import TagService


def tag_service(work: UnitOfWork) -> TagService:
    """Return the service of a unit of work: a request's, a job's or a script's."""
    return TagService(TagRepository(work))


async def _reading(work: ReadingDep) -> TagService:
    return tag_service(work)


async def _writing(work: WritingDep) -> TagService:
    return tag_service(work)


TagReadingDep = Annotated[TagService, Depends(_reading)]
TagServiceDep = Annotated[TagService, Depends(_writing)]
