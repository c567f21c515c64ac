import pytest
from fastapi import Request, Response
from pydantic import MISSING

from workshop.core.http.preferences import preferred, prefers_minimal


@pytest.mark.parametrize(
    ("headers", "minimal"),
    [
        ([], False),
        (["return=minimal"], True),
        (["Return = Minimal"], True),
        (['return="minimal"; foo="a, b"'], True),
        (["respond-async, wait=10", "return=minimal"], True),
        (['note="return=representation, x", return=minimal'], True),
        (['note="return=minimal, x"'], False),
        (["return=representation"], False),
        (["return=minimal, return=representation"], False),
        (["return=nothing"], False),
        (["returns=minimal"], False),
        (["return"], False),
        (['"', ""], False),
    ],
)
def test_a_preference_is_read_as_the_standard_has_it(
    headers: list[str], *, minimal: bool
) -> None:
    sent = [(b"prefer", each.encode()) for each in headers]
    request = Request({"type": "http", "headers": sent})
    given = headers[0] if headers else MISSING
    assert prefers_minimal(request, given) == minimal


@pytest.mark.parametrize(("before", "after"), [(200, 204), (201, 201)])
def test_only_the_body_is_left_out(before: int, after: int) -> None:
    given = {"Location": "/boxes/1", "ETag": '"1"'}
    answer = Response(b"{}", before, given, "application/json")
    bare = preferred(answer, minimal=True)
    assert (bare.status_code, bare.body) == (after, b"")
    assert "Content-Type" not in bare.headers
    assert bare.headers["Preference-Applied"] == "return=minimal"
    kept = given | {"Vary": "Prefer"}
    assert {name: bare.headers[name] for name in kept} == kept


def test_a_cache_is_told_that_others_may_prefer_something_else() -> None:
    answer = preferred(Response(b"{}"), minimal=False)
    assert (answer.body, answer.headers["Vary"]) == (b"{}", "Prefer")
    assert "Preference-Applied" not in answer.headers
