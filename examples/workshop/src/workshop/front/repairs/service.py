from workshop.core.cursor_service import CursorService
from workshop.core.history import HistoryService
from workshop.core.restoring import RestoringService
from workshop.models import Repair

from .schemas import RepairCreate, RepairReplace, RepairUpdate
from .transitions import RepairTransitions


class RepairService(
    RepairTransitions,
    RestoringService[Repair, RepairCreate, RepairReplace, RepairUpdate],
    HistoryService[Repair, RepairCreate, RepairReplace, RepairUpdate],
    CursorService[Repair, RepairCreate, RepairReplace, RepairUpdate],
):
    """Business logic for repairs; override methods to customise."""

    label = "repair"
