from typing import Annotated

from fastapi import Depends

from shop.core.db.unit_of_work import UnitOfWork
from shop.core.http.dependencies import ReadingDep, WritingDep

from .repository import OrderRepository
from .service import OrderService


def order_service(work: UnitOfWork) -> OrderService:
    """Return the service of a unit of work: a request's, a job's or a script's."""
    return OrderService(OrderRepository(work))


async def _reading(work: ReadingDep) -> OrderService:
    return order_service(work)


async def _writing(work: WritingDep) -> OrderService:
    return order_service(work)


OrderReadingDep = Annotated[OrderService, Depends(_reading)]
OrderServiceDep = Annotated[OrderService, Depends(_writing)]
