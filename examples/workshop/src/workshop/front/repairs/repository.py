from typing import ClassVar

from workshop.core.db.audited import CHANGED_BY, CREATED_BY
from workshop.core.db.conditions import Filter
from workshop.core.db.filter_forms import AnyOf, Missing
from workshop.core.db.guarded_owned import GuardedOwning
from workshop.core.db.guarded_transitions import GuardedTransitions
from workshop.core.db.history import KeepsHistory
from workshop.core.db.owned import Owned
from workshop.core.db.restoring import AmongDeleted, Restores
from workshop.core.db.soft_delete import DELETED
from workshop.core.db.stamps import CHANGED, CREATED
from workshop.core.db.two_way import TwoWayPages
from workshop.core.queries import SortKey
from workshop.front.jobs.repository import JobRepository
from workshop.models import Repair

from .transitions import TRANSITIONS


class RepairRepository(
    GuardedOwning[Repair],
    KeepsHistory[Repair],
    GuardedTransitions[Repair],
    Restores[Repair],
    TwoWayPages[Repair],
):
    model = Repair
    insert_stamps: ClassVar = {**CREATED_BY, **CREATED}
    update_stamps: ClassVar = {**CHANGED_BY, **CHANGED}
    removal_stamps: ClassVar = {**DELETED, **CHANGED_BY}
    transitions = TRANSITIONS
    filters = (
        Filter("bicycle_id"),
        AnyOf("status"),
        Filter("ready_after", "ready_at", "gt"),
        Filter("ready_before", "ready_at", "lt"),
        Filter("ready_from", "ready_at", "ge"),
        Filter("ready_until", "ready_at", "le"),
        Missing("ready_at_null", "ready_at"),
        Filter("created_after", "created_at", "gt"),
        Filter("created_before", "created_at", "lt"),
        AmongDeleted(),
    )
    order = (
        SortKey("ready_at", descending=True),
        SortKey("number", descending=False),
    )
    owned = (Owned("jobs", JobRepository, {"repair_id": "id"}),)

    async def find_by_number(self, number: str) -> Repair | None:
        return await self.find_by(number=number)
