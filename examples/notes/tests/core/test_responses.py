from types import SimpleNamespace
from typing import Any

from pydantic import BaseModel, Field
from pydantic_core import from_json
from starlette.requests import Request
from starlette.responses import Response

from notes.core.http.responses import ResponseBuilder, location
from notes.core.queries import Page


class Shown(BaseModel):
    from_: str = Field(alias="from")
    size: int | None


_ENTITY = SimpleNamespace(from_="a", size=None)
_BUILDER = ResponseBuilder(Shown)
_SHOWN = {"from": "a", "size": None}


def _request(query: str = "", path: str = "/things") -> Request:
    return Request(
        {
            "type": "http",
            "method": "GET",
            "path": path,
            "query_string": query.encode(),
            "headers": [(b"host", b"test")],
        }
    )


def _read(answer: Response) -> Any:
    return from_json(bytes(answer.body))


def test_an_entity_is_shown_by_the_names_of_the_contract() -> None:
    answer = _BUILDER.one(_ENTITY, status=201, location="/things/1")
    assert _read(answer) == _SHOWN
    assert answer.headers["Location"] == "/things/1"
    assert (answer.status_code, answer.media_type) == (201, "application/json")


def test_a_page_links_to_its_neighbours_with_the_same_filters() -> None:
    page = Page([_ENTITY], number=2, limit=1, total=3)
    answer = _BUILDER.page(page, _request("q=a%20b&page=2"))
    assert (answer.status_code, answer.media_type) == (200, "application/json")
    shown = _read(answer)
    assert shown["data"] == [_SHOWN]
    assert shown["pagination"] == {"page": 2, "limit": 1, "total": 3, "pages": 3}
    assert shown["links"]["last"] == "/things?q=a+b&page=3"
    assert shown["links"]["self"] == "/things?q=a+b&page=2"
    assert shown["links"]["first"] == "/things?q=a+b&page=1"
    assert shown["links"]["prev"] == "/things?q=a+b&page=1"
    assert shown["links"]["next"] == "/things?q=a+b&page=3"


def test_an_empty_page_has_no_neighbours() -> None:
    page = Page([], number=1, limit=1, total=0)
    links = _read(_BUILDER.page(page, _request()))["links"]
    assert (links["prev"], links["next"]) == (None, None)
    assert links["first"] == links["last"] == "/things?page=1"


def test_what_begins_a_query_may_stand_in_a_key() -> None:
    asked = _request("q=a", path="/things/a?b#c d/é")
    links = _read(_BUILDER.page(Page([], number=1, limit=1, total=0), asked))["links"]
    assert links["self"] == "/things/a%3Fb%23c%20d/%C3%A9?q=a&page=1"
    assert location(asked, 1) == "/things/a%3Fb%23c%20d/%C3%A9/1"


def test_a_location_is_safe_in_a_url() -> None:
    assert location(_request(), "a b/c", 1) == "/things/a%20b%2Fc/1"
