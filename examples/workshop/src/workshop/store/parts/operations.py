"""Operations of parts beside the usual ones; what they do is yours to write."""

from workshop import models
from workshop.core.db.unit_of_work import UnitOfWork
from workshop.core.operations import OperationService

from . import operation_schemas as schemas
from .dependencies import part_service


class PartOperations(OperationService):
    """What clients can do with parts that the design alone does not say.

    Raise what refuses a request; the transaction is committed where nothing is raised.
    """

    def __init__(self, work: UnitOfWork) -> None:
        super().__init__(work)
        self.service = part_service(work)

    async def reorder(self, data: schemas.PartReorderInput) -> list[models.Part]:
        """Reorder of the parts."""
        # Write below what it does.
        raise self.not_written()

    # Methods of your own may follow.
