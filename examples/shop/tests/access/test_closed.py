"""Who may do nothing, and learns so before anything else of a request is read."""

import pytest

from .case import Cases
from .cases import ALL
from .stage import Stage

_METHODS = {
    "list": "GET",
    "get": "GET",
    "create": "POST",
    "replace": "PUT",
    "update": "PATCH",
    "delete": "DELETE",
}


@pytest.mark.parametrize(
    ("cases", "operation", "caller"),
    [
        pytest.param(
            cases, operation, caller, id=f"{cases.resource}-{operation}-{caller}"
        )
        for cases in ALL
        for operation, callers in cases.closed.items()
        for caller in callers
    ],
)
async def test_who_may_not_is_told_so_whatever_they_send(
    stage: Stage, cases: Cases, operation: str, caller: str
) -> None:
    path = cases.resource.path
    if operation not in ("list", "create"):
        path = f"{path}{'/no-such-key' * len(cases.resource.key)}"
    status = 401 if caller == "anonymous" else 403
    headers = await stage.headers(caller)
    body = {"nonsense": 1} if operation in ("create", "replace", "update") else None
    answer = await stage.client.request(
        _METHODS[operation], path, params={"nonsense": 1}, json=body, headers=headers
    )
    assert answer.status_code == status, answer.text
