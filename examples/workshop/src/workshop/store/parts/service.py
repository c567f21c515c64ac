from workshop.core.batches import BatchedService
from workshop.core.open_service import OpenService
from workshop.core.upserts import UpsertService
from workshop.models import Part

from .schemas import PartCreate, PartReplace, PartUpdate


class PartService(
    BatchedService[Part, PartCreate, PartReplace, PartUpdate],
    UpsertService[Part, PartCreate, PartReplace, PartUpdate],
    OpenService[Part, PartCreate, PartReplace, PartUpdate],
):
    """Business logic for parts; override methods to customise."""

    label = "part"
