"""Why operations are refused, in the design's words: each is raised by its class."""

from collections.abc import Sequence

from .errors import ErrorDetail
from .operations import OperationError


class SupplierClosedError(OperationError):
    code = "SUPPLIER_CLOSED"
    status = 409

    def __init__(
        self,
        message: str = "Supplier closed.",
        details: Sequence[ErrorDetail] = (),
    ) -> None:
        super().__init__(message, details)
