"""Errors as RFC 9457 has them."""

import datetime as dt

import pytest
from httpx import AsyncClient

from workshop.core.errors import ErrorDetail
from workshop.core.http.error_responses import error_response
from workshop.core.http.schemas import ErrorResponse


async def test_an_error_has_every_member_of_a_problem(client: AsyncClient) -> None:
    answer = await client.get("http://test/nowhere", headers={"X-Request-ID": "abc-1"})
    assert answer.headers["Content-Type"] == "application/problem+json"
    problem = answer.json()
    moment = dt.datetime.fromisoformat(problem.pop("timestamp"))
    assert abs(dt.datetime.now(dt.UTC) - moment) < dt.timedelta(minutes=1)
    assert problem == {
        "type": "about:blank",
        "title": "Not Found",
        "status": 404,
        "detail": "Not Found",
        "instance": "#abc-1",
        "code": "NOT_FOUND",
        "errors": [],
        "request_id": "abc-1",
    }


@pytest.mark.parametrize(
    ("status", "title"),
    [
        (404, "Not Found"),
        (413, "Content Too Large"),
        (422, "Unprocessable Content"),
        (504, "Gateway Timeout"),
    ],
)
def test_a_title_is_the_status_in_words(status: int, title: str) -> None:
    details = [ErrorDetail("name", "Too long.", "string_too_long")]
    answer = error_response(status, "ANY", "Something is wrong.", details)
    problem = ErrorResponse.model_validate_json(bytes(answer.body))
    assert (problem.status, problem.title) == (status, title)
    assert problem.errors == details


@pytest.mark.parametrize("method", ["HEAD", "BREW"])
async def test_whatever_a_request_asks_for_its_error_is_a_problem(
    client: AsyncClient, method: str
) -> None:
    answer = await client.request(method, "http://test/nowhere")
    assert answer.headers["Content-Type"] == "application/problem+json"
