"""Who may do nothing, and learns so before anything else of a request is read."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.api.resource import Resource
from tests.factory import resource_of

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


def _nowhere(resource: Resource[Any]) -> str:
    return resource.path + "/no-such-key" * len(resource.key)


def _under(cases: Cases) -> Iterator[tuple[str, str, str]]:
    """Yield operations under the paths of rows: a method, a path, and who is refused."""
    resource = cases.resource
    for reference in (each for each in resource.references if each.checked):
        above = _nowhere(resource_of(reference.target))
        for operation, names in (
            ("list", reference.lists),
            ("get", getattr(reference, "ones", ())),
        ):
            for caller in cases.closed.get(operation, ()):
                yield from (("GET", f"{above}/{name}", caller) for name in names)
    for link in getattr(resource, "many_to_many", ()):
        there = next(each for each in ALL if each.resource.model is link.target)
        path = f"{_nowhere(resource)}/{link.path}" if link.path else ""
        end = _nowhere(there.resource).removeprefix(there.resource.path)
        for caller in cases.closed.get("update", ()) if path else ():
            yield from ((method, path + end, caller) for method in ("PUT", "DELETE"))
        for caller in there.closed.get("list", ()) if path else ():
            yield "GET", path, caller


@pytest.mark.parametrize(
    ("method", "path", "caller"),
    [
        pytest.param(*each, id=f"{cases.resource}-{'-'.join(each)}")
        for cases in ALL
        for each in _under(cases)
    ],
)
async def test_so_they_are_under_the_path_of_a_row(
    stage: Stage, method: str, path: str, caller: str
) -> None:
    headers = await stage.headers(caller)
    answer = await stage.client.request(method, path, headers=headers)
    assert answer.status_code == (401 if caller == "anonymous" else 403), answer.text


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
        path = _nowhere(cases.resource)
    status = 401 if caller == "anonymous" else 403
    headers = await stage.headers(caller)
    body = {"nonsense": 1} if operation in ("create", "replace", "update") else None
    answer = await stage.client.request(
        _METHODS[operation], path, params={"nonsense": 1}, json=body, headers=headers
    )
    assert answer.status_code == status, answer.text
