from typing import Annotated

from fastapi import Depends

from shop.core.db.database import SessionDep

from .repository import AddressRepository
from .service import AddressService


async def address_service(session: SessionDep) -> AddressService:
    return AddressService(AddressRepository(session))


AddressServiceDep = Annotated[
    AddressService,
    Depends(address_service),
]
