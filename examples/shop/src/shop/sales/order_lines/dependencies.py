from typing import Annotated

from fastapi import Depends

from shop.core.db.unit_of_work import UnitOfWork
from shop.core.http.dependencies import ReadingDep, WritingDep

from .repository import OrderLineRepository
from .service import OrderLineService


def order_line_service(work: UnitOfWork) -> OrderLineService:
    """Return the service of a unit of work: a request's, a job's or a script's."""
    return OrderLineService(OrderLineRepository(work))


async def _reading(work: ReadingDep) -> OrderLineService:
    return order_line_service(work)


async def _writing(work: WritingDep) -> OrderLineService:
    return order_line_service(work)


OrderLineReadingDep = Annotated[OrderLineService, Depends(_reading)]
OrderLineServiceDep = Annotated[OrderLineService, Depends(_writing)]
