"""What can go wrong, in the words of the domain; HTTP is added at the edge."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class ErrorDetail:
    """One thing that is wrong, and the field it concerns."""

    field: str
    message: str
    code: str


class DomainError(Exception):
    """An error that is reported to the client."""

    code: ClassVar[str]

    def __init__(self, message: str, details: Sequence[ErrorDetail] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.details = tuple(details)


class NotFoundError(DomainError):
    """The requested row does not exist."""

    code = "NOT_FOUND"


class ConflictError(DomainError):
    """The request is valid, but conflicts with stored rows."""

    code = "CONFLICT"


class InvalidError(DomainError):
    """The request breaks a rule."""

    code = "VALIDATION_ERROR"


class UnavailableError(DomainError):
    """Something that the service depends on is unavailable."""

    code = "SERVICE_UNAVAILABLE"
