"""The base of operations of the design's own, and what they may raise."""

from typing import ClassVar

from .db.unit_of_work import UnitOfWork
from .errors import DomainError


class OperationError(DomainError):
    """A reason of the design's own for which an operation is refused."""

    status: ClassVar[int] = 409


class NotWrittenError(OperationError):
    """The operation is in the contract, and its body is not written yet."""

    code = "NOT_IMPLEMENTED"
    status = 501


class OperationService:
    """Operations that belong together; the caller holds the transaction."""

    def __init__(self, work: UnitOfWork) -> None:
        self.work = work

    def not_written(self) -> NotWrittenError:
        """Return what an operation raises until somebody writes its body."""
        return NotWrittenError("This operation is not written yet.")
