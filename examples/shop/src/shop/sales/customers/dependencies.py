from typing import Annotated

from fastapi import Depends

from shop.core.db.database import SessionDep

from .repository import CustomerRepository
from .service import CustomerService


async def customer_service(session: SessionDep) -> CustomerService:
    return CustomerService(CustomerRepository(session))


CustomerServiceDep = Annotated[
    CustomerService,
    Depends(customer_service),
]
