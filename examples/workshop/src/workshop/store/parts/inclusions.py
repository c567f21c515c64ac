"""What answers about parts have in each of their rows where `include` names it."""

from pydantic import MISSING, BaseModel

from workshop.core.db.inclusions import ToOne
from workshop.core.http.inclusions import Inclusion, Inclusions
from workshop.core.http.responses import ResponseBuilder
from workshop.core.http.schemas import CountablePagination, OpenPageLinks
from workshop.store.suppliers.repository import SupplierRepository
from workshop.store.suppliers.schemas import SupplierRead

from .schemas import PartFields, PartRead


class PartWithRelated(PartRead):
    supplier: SupplierRead | MISSING | None = MISSING


class PartFieldsWithRelated(PartFields):
    supplier: SupplierRead | MISSING | None = MISSING


class PartPage(BaseModel):
    data: list[PartWithRelated | PartFieldsWithRelated]
    pagination: CountablePagination
    links: OpenPageLinks


INCLUSIONS = Inclusions(
    Inclusion(
        "supplier",
        SupplierRepository,
        ToOne("_among_id", "id"),
        "supplier_id",
        ResponseBuilder(SupplierRead),
    ),
)
