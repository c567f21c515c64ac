"""What answers about customers have in each of their rows where `include` names it."""

from pydantic import MISSING, BaseModel

from workshop.core.db.inclusions import ToMany
from workshop.core.http.inclusions import IncludedList, Inclusion, Inclusions
from workshop.core.http.responses import ResponseBuilder
from workshop.core.http.schemas import CountablePagination, OpenPageLinks
from workshop.front.bicycles.repository import BicycleRepository
from workshop.front.bicycles.schemas import BicycleRead

from .schemas import CustomerFields, CustomerRead


class CustomerWithRelated(CustomerRead):
    bicycles: IncludedList[BicycleRead] | MISSING = MISSING


class CustomerFieldsWithRelated(CustomerFields):
    bicycles: IncludedList[BicycleRead] | MISSING = MISSING


class CustomerPage(BaseModel):
    data: list[CustomerWithRelated | CustomerFieldsWithRelated]
    pagination: CountablePagination
    links: OpenPageLinks


INCLUSIONS = Inclusions(
    Inclusion(
        "bicycles",
        BicycleRepository,
        ToMany("_among_customer_id", "customer_id"),
        "id",
        ResponseBuilder(BicycleRead),
    ),
)
