"""Why somebody is refused."""

from chat.core.errors import DomainError


class UnauthenticatedError(DomainError):
    """Nobody has signed in, or with something that doesn't hold."""

    code = "UNAUTHORIZED"

    def __init__(self, message: str, *, presented: bool = False) -> None:
        super().__init__(message)
        self.presented = presented  # something was sent to sign in with


class ForbiddenError(DomainError):
    """Whoever has signed in may not do this."""

    code = "FORBIDDEN"
