"""How the state of repairs changes."""

from workshop.core.db.stamps import moment
from workshop.core.db.transitions import Transition
from workshop.core.service import Expected
from workshop.core.transition_service import TransitionService
from workshop.models import Repair, enums

from .schemas import RepairCreate, RepairReplace, RepairUpdate

TRANSITIONS = (
    Transition(
        "begin",
        "status",
        starts=(enums.RepairStatus.TAKEN_IN,),
        ends=enums.RepairStatus.UNDER_WAY,
    ),
    Transition(
        "finish",
        "status",
        starts=(enums.RepairStatus.UNDER_WAY,),
        ends=enums.RepairStatus.READY,
        sets={"ready_at": moment},
    ),
    Transition(
        "collect",
        "status",
        starts=(enums.RepairStatus.READY,),
        ends=enums.RepairStatus.COLLECTED,
    ),
)


class RepairTransitions(
    TransitionService[Repair, RepairCreate, RepairReplace, RepairUpdate],
):
    """Changes of the state of one repair; override them in the service to do more."""

    async def begin(self, *key: object, expected: Expected | None = None) -> Repair:
        """From taken_in to under_way."""
        return await self.transition("begin", *key, expected=expected)

    async def finish(self, *key: object, expected: Expected | None = None) -> Repair:
        """From under_way to ready."""
        return await self.transition("finish", *key, expected=expected)

    async def collect(self, *key: object, expected: Expected | None = None) -> Repair:
        """From ready to collected."""
        return await self.transition("collect", *key, expected=expected)
