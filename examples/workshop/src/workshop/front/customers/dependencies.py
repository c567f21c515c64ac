from typing import Annotated

from fastapi import Depends

from workshop.core.db.unit_of_work import UnitOfWork
from workshop.core.http.dependencies import ReadingDep, WritingDep

from .repository import CustomerRepository
from .service import CustomerService


def customer_service(work: UnitOfWork) -> CustomerService:
    """Return the service of a unit of work: a request's, a job's or a script's."""
    return CustomerService(CustomerRepository(work))


async def _reading(work: ReadingDep) -> CustomerService:
    return customer_service(work)


async def _writing(work: WritingDep) -> CustomerService:
    return customer_service(work)


CustomerReadingDep = Annotated[CustomerService, Depends(_reading)]
CustomerServiceDep = Annotated[CustomerService, Depends(_writing)]
