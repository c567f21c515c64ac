from typing import Annotated

from fastapi import Depends

from shop.core.db.unit_of_work import UnitOfWork
from shop.core.http.dependencies import ReadingDep, WritingDep

from .repository import CategoryRepository
from .service import CategoryService


def category_service(work: UnitOfWork) -> CategoryService:
    """Return the service of a unit of work: a request's, a job's or a script's."""
    return CategoryService(CategoryRepository(work))


async def _reading(work: ReadingDep) -> CategoryService:
    return category_service(work)


async def _writing(work: WritingDep) -> CategoryService:
    return category_service(work)


CategoryReadingDep = Annotated[CategoryService, Depends(_reading)]
CategoryServiceDep = Annotated[CategoryService, Depends(_writing)]
