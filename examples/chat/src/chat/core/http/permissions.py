"""What is asked before an operation: it answers before a body is read or a row looked for."""

from typing import Any

from fastapi import Depends
from starlette.requests import HTTPConnection

from chat.core.security.access import Access, Action, refusal
from chat.core.security.authentication import principal_of

_WITHOUT_A_ROW = ("list", "get", "create")


def permitted(access: Access, action: Action) -> Any:
    """Refuse whoever may not do something whatever the row.

    Who has signed in, and may not change a row, learns so only of a row that they see: others
    are not there for them. The repository refuses both, whoever calls it.
    """
    at_once = action in _WITHOUT_A_ROW

    async def check(connection: HTTPConnection) -> None:
        principal = await principal_of(connection)
        if not (at_once or principal.is_anonymous):
            return
        if access.refused(action, principal.grants):
            raise refusal(principal)

    return Depends(check)
