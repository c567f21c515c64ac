"""Operations of repairs beside the usual ones; what they do is yours to write."""

from workshop import models
from workshop.core.db.unit_of_work import UnitOfWork
from workshop.core.operations import OperationService

from . import operation_schemas as schemas
from .dependencies import repair_service


class RepairOperations(OperationService):
    """What clients can do with repairs that the design alone does not say.

    Raise what refuses a request; the transaction is committed where nothing is raised.
    """

    def __init__(self, work: UnitOfWork) -> None:
        super().__init__(work)
        self.service = repair_service(work)

    async def estimate(self, repair: models.Repair) -> schemas.RepairEstimateOutput:
        """Estimate of one repair."""
        # Write below what it does.
        raise self.not_written()

    # Methods of your own may follow.
