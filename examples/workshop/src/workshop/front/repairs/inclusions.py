"""What answers about repairs have in each of their rows where `include` names it."""

from pydantic import MISSING, BaseModel

from workshop.core.db.inclusions import ToOne
from workshop.core.http.inclusions import Inclusion, Inclusions
from workshop.core.http.responses import ResponseBuilder
from workshop.core.http.schemas import TwoWayCursorPagination
from workshop.front.bicycles.repository import BicycleRepository
from workshop.front.bicycles.schemas import BicycleRead

from .schemas import RepairFields, RepairListItem, RepairRead


class RepairWithRelated(RepairRead):
    bicycle: BicycleRead | MISSING | None = MISSING


class RepairFieldsWithRelated(RepairFields):
    bicycle: BicycleRead | MISSING | None = MISSING


class RepairListItemWithRelated(RepairListItem):
    bicycle: BicycleRead | MISSING | None = MISSING


class RepairPage(BaseModel):
    data: list[RepairListItemWithRelated | RepairFieldsWithRelated]
    pagination: TwoWayCursorPagination


INCLUSIONS = Inclusions(
    Inclusion(
        "bicycle",
        BicycleRepository,
        ToOne("_among_id", "id"),
        "bicycle_id",
        ResponseBuilder(BicycleRead),
    ),
)
