from typing import Annotated

from fastapi import Depends

from workshop.core.db.unit_of_work import UnitOfWork
from workshop.core.http.dependencies import ReadingDep, WritingDep

from .repository import SupplierRepository
from .service import SupplierService


def supplier_service(work: UnitOfWork) -> SupplierService:
    """Return the service of a unit of work: a request's, a job's or a script's."""
    return SupplierService(SupplierRepository(work))


async def _reading(work: ReadingDep) -> SupplierService:
    return supplier_service(work)


async def _writing(work: WritingDep) -> SupplierService:
    return supplier_service(work)


SupplierReadingDep = Annotated[SupplierService, Depends(_reading)]
SupplierServiceDep = Annotated[SupplierService, Depends(_writing)]
