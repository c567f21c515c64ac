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
    """A refusal that the client is told about."""

    code: ClassVar[str]

    def __init__(self, message: str, details: Sequence[ErrorDetail] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.details = tuple(details)


class NotFoundError(DomainError):
    """What was asked for is not there."""

    code = "NOT_FOUND"


class ConflictError(DomainError):
    """The request is valid, but another row is in its way."""

    code = "CONFLICT"


class InvalidError(DomainError):
    """The request breaks a rule."""

    code = "VALIDATION_ERROR"


class UnavailableError(DomainError):
    """Something that the service needs does not answer."""

    code = "SERVICE_UNAVAILABLE"
