from typing import Annotated

from fastapi import Depends

from shop.core.db.unit_of_work import UnitOfWork
from shop.core.http.dependencies import ReadingDep, WritingDep

from .repository import ProductRepository
from .service import ProductService


def product_service(work: UnitOfWork) -> ProductService:
    """Return the service of a unit of work: a request's, a job's or a script's."""
    return ProductService(ProductRepository(work))


async def _reading(work: ReadingDep) -> ProductService:
    return product_service(work)


async def _writing(work: WritingDep) -> ProductService:
    return product_service(work)


ProductReadingDep = Annotated[ProductService, Depends(_reading)]
ProductServiceDep = Annotated[ProductService, Depends(_writing)]
