from workshop.core.open_service import OpenService
from workshop.models import Bicycle

from .schemas import BicycleCreate, BicycleReplace, BicycleUpdate


class BicycleService(
    OpenService[Bicycle, BicycleCreate, BicycleReplace, BicycleUpdate],
):
    """Business logic for bicycles; override methods to customise."""

    label = "bicycle"
