"""What is kept of who came in, who didn't, and who may do more or less than before."""

from uuid import UUID

import structlog

_logger = structlog.stdlib.get_logger("audit")


def audit(event: str, account: UUID | None = None, **facts: object) -> None:
    """Log something that happened to an account, which is named by its key alone."""
    _logger.info(event, account=None if account is None else str(account), **facts)


def audit_refusal(event: str, account: UUID | None = None, **facts: object) -> None:
    """Log that somebody was refused."""
    _logger.warning(event, account=None if account is None else str(account), **facts)
