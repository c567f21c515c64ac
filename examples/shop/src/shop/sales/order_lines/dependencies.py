from typing import Annotated

from fastapi import Depends

from shop.core.db.database import SessionDep

from .repository import OrderLineRepository
from .service import OrderLineService


async def order_line_service(session: SessionDep) -> OrderLineService:
    return OrderLineService(OrderLineRepository(session))


OrderLineServiceDep = Annotated[
    OrderLineService,
    Depends(order_line_service),
]
