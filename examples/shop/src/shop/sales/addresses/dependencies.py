from typing import Annotated

from fastapi import Depends

from shop.core.db.unit_of_work import UnitOfWork
from shop.core.http.dependencies import ReadingDep, WritingDep

from .repository import AddressRepository
from .service import AddressService


def address_service(work: UnitOfWork) -> AddressService:
    """Return the service of a unit of work: a request's, a job's or a script's."""
    return AddressService(AddressRepository(work))


async def _reading(work: ReadingDep) -> AddressService:
    return address_service(work)


async def _writing(work: WritingDep) -> AddressService:
    return address_service(work)


AddressReadingDep = Annotated[AddressService, Depends(_reading)]
AddressServiceDep = Annotated[AddressService, Depends(_writing)]
