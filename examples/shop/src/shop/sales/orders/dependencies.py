from typing import Annotated

from fastapi import Depends

from shop.core.db.database import SessionDep

from .repository import OrderRepository
from .service import OrderService


async def order_service(session: SessionDep) -> OrderService:
    return OrderService(OrderRepository(session))


OrderServiceDep = Annotated[
    OrderService,
    Depends(order_service),
]
