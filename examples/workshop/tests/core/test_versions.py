import json
from types import SimpleNamespace
from typing import Any

import pytest
from httpx import ASGITransport, AsyncClient, Response
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse
from starlette.types import Message, Receive, Scope, Send

from workshop.core.http import versions
from workshop.core.http.versions import OlderBodyMiddleware, VersionsMiddleware
from workshop.core.version_use import main, told, used
from workshop.core.versions import Query, Route, Shape, Values, Version, Whole

_STATE = Values({"dispatched": "shipped", "lost": "gone"})
_LINE = Shape(names={"amount": "quantity"})
_ORDER = Shape(
    names={"reference": "number"},
    since=frozenset(["weight"]),
    had={"colour": None},
    values={"state": _STATE},
    within={"lines": _LINE},
)
_QUERY = Query(
    of=_ORDER,
    names={"min_amount": "min_quantity"},
    since=frozenset(["weight"]),
    values={"state": _STATE},
    sorts={"buyer_nick": "customer_name"},
)
_WHOLE = Whole(
    needs=frozenset(["reference"]),
    defaults={"note": None},
    echoes=frozenset(["id"]),
)
_LIST = Shape(within={"data": _ORDER})
_MANY = Shape(within={"data": _LIST})
_WAS = Shape(within={"values": _ORDER}, named={"changed": _ORDER})
_VERSION = Version(
    name="v0",
    routes=(
        Route("GET", "/bills", "/orders", query=_QUERY, answer=_LIST),
        Route("POST", "/bills", "/orders", body=_ORDER, answer=_ORDER),
        Route("GET", "/bills/{id}", "/orders/{id}", answer=_ORDER),
        Route(
            *("PUT", "/bills/{id}", "/orders/{id}"),
            body=_ORDER,
            answer=_ORDER,
            whole=_WHOLE,
        ),
        Route("POST", "/bills/find"),
        Route("POST", "/many/bills", "/many/orders", body=_LIST, answer=_MANY),
        Route("PATCH", "/many/bills", "/many/orders"),
        Route("GET", "/texts"),
        Route("GET", "/parts"),
        Route("GET", "/empty"),
    ),
    deprecated=1,
    sunset="Thu, 01 Jan 2026 00:00:00 GMT",
    link="https://example.com/moving",
)
_UNDATED = Version(name="v1", routes=(Route("GET", "/texts"),))
_OLD = {"number": "A", "state": "shipped", "lines": [{"quantity": 1}]}
_NEW = {"reference": "A", "state": "dispatched", "lines": [{"amount": 1}]}


def test_names_and_values_are_those_of_today_on_the_way_in() -> None:
    assert _ORDER.today(_OLD | {"colour": "red", "other": 1}) == _NEW | {"other": 1}
    assert _ORDER.today([1, None]) == [1, None]
    assert _STATE.today(["gone", 1]) == ["lost", 1]


def test_names_and_values_are_those_of_then_on_the_way_out() -> None:
    assert _ORDER.then(_NEW | {"weight": 3}) == _OLD | {"colour": None}
    assert _ORDER.then([_NEW, 1]) == [_OLD | {"colour": None}, 1]
    assert _STATE.then(["lost", None]) == ["gone", None]


def test_what_a_row_was_is_told_in_the_words_of_then() -> None:
    changed = ["reference", "weight", "other"]
    told = _WAS.then({"at": 1, "changed": changed, "values": _NEW})
    assert told["changed"] == ["number", "other"]
    assert told["values"] == _OLD | {"colour": None}


def test_a_value_of_today_that_others_are_called_like_stays_itself() -> None:
    values = Values({"delivered": "shipped"}, own={"shipped"})
    assert values.today("shipped") == "shipped"
    assert values.then("delivered") == values.then("shipped") == "shipped"


def test_names_of_today_are_unknown_to_a_version() -> None:
    for name in ("reference", "weight"):
        (unknown,) = _ORDER.today({name: 1})
        assert unknown not in _NEW
        assert _ORDER.place_then(f"{unknown}.0") == f"{name}.0"
    assert _STATE.today("dispatched") not in {"dispatched", "shipped"}


def test_a_json_patch_is_translated() -> None:
    body = [
        {"op": "replace", "path": "/state", "value": "shipped"},
        {"op": "move", "from": "/lines/0/quantity", "path": "/number"},
        {"op": "add", "path": "/lines/-", "value": {"quantity": 2}},
        {"op": "test", "path": "/lines/0/quantity", "value": 2},
        {"op": "test", "path": "", "value": {"state": "shipped"}},
        {"op": "remove", "path": 1},
        1,
    ]
    kind, (_, (route, _)) = "application/json-patch+json", _VERSION.at("/bills")
    method, patch = route.body_today(json.dumps(body).encode(), kind)
    assert method == "POST"
    assert json.loads(patch) == [
        {"op": "replace", "path": "/state", "value": "dispatched"},
        {"op": "move", "from": "/lines/0/amount", "path": "/reference"},
        {"op": "add", "path": "/lines/-", "value": {"amount": 2}},
        {"op": "test", "path": "/lines/0/amount", "value": 2},
        {"op": "test", "path": "", "value": {"state": "dispatched"}},
        {"op": "remove", "path": 1},
        1,
    ]
    assert _ORDER.patch_today({}) == {}


@pytest.mark.parametrize(
    ("then", "now"),
    [
        ('{"number":"é"}', '{"reference":"é"}'),
        ('{"number":"\\u00e9"}', '{"reference":"\\u00e9"}'),
        ('{"number": "é"}', '{"reference": "é"}'),
        ('{"number": "\\u00e9"}', '{"reference": "\\u00e9"}'),
        ('{ "number":1}', '{"reference":1}'),
    ],
)
def test_a_body_is_written_as_it_was(then: str, now: str) -> None:
    _, (route, _) = _VERSION.at("/bills")
    assert route.body_today(then.encode(), "application/json") == ("POST", now.encode())


def test_places_in_bodies_are_named_as_then() -> None:
    assert _ORDER.place_then("lines.0.amount") == "lines.0.quantity"
    assert _VERSION.at("/bills")[1][0].place_then("reference") == "number"
    assert _VERSION.at("/bills")[0][0].place_then("min_amount") == "min_quantity"
    assert _VERSION.at("/texts")[0][0].place_then("reference") == "reference"


def test_queries_are_translated_both_ways() -> None:
    order = ("sort", "-number,customer_name,id")
    then = [("min_quantity", "1"), order, ("state", "gone")]
    order = ("sort", "-reference,buyer_nick,id")
    now = [("min_amount", "1"), order, ("state", "lost")]
    assert _QUERY.pairs_today(then) == now
    assert _QUERY.pairs_then(now) == then


def test_lists_are_not_ordered_by_names_of_today() -> None:
    ((_, key),) = _QUERY.pairs_today([("sort", "-buyer_nick")])
    assert key != "-buyer_nick"
    assert _QUERY.pairs_then([("sort", key)]) == [("sort", "-buyer_nick")]


def test_a_row_is_replaced_as_far_as_a_version_knows_of_it() -> None:
    whole = {"reference": "A", "note": None}
    assert _WHOLE.changes({"reference": "A", "id": 1}) == whole
    assert _WHOLE.changes({"note": 1}) is None
    assert _WHOLE.changes([]) is None


async def _application(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer what was asked, as today's API might."""
    if scope["type"] != "http":
        await send({"type": "passed"})
        return
    request = Request(scope, receive)
    path = request.url.path
    scope["rate_limit"] = {}
    try:
        body = await request.body()
    except HTTPException as error:
        await JSONResponse({}, error.status_code)(scope, receive, send)
        return
    text = body.decode(errors="replace")
    asked = {"method": request.method, "path": path, "body": text}
    there = {"Location": f"{path}/1"}
    answer: JSONResponse | PlainTextResponse = JSONResponse(asked, headers=there)
    if path.endswith("/texts"):
        answer = PlainTextResponse("text", headers={"Location": "https://example.com"})
    if request.url.query:
        here = f"{path}?{request.url.query}"
        links = {"self": here, "next": None, "last": "/api/v9/nothing"}
        answer = JSONResponse({"data": [_NEW], "links": links})
    if b"broken" in body:
        details = [{"field": "reference", "pointer": "#/lines/0/amount"}, 1]
        answer = JSONResponse({"error": {"details": details}}, 422)
    if path.endswith("/many/orders"):
        wrong = {"error": {"details": [{"field": "lines.0.amount"}]}}
        made = {"location": "/api/v9/orders/1", "data": _NEW}
        answer = JSONResponse({"data": [made, wrong]}, 207)
    chunks = {"/api/v9/parts": [b'{"a":', b"1}"], "/api/v9/empty": [b""]}.get(path)
    if chunks:  # as what is streamed, and as the answer to a HEAD
        scope["principal"] = SimpleNamespace(id=7 * len(chunks[1:]), client="robot")
        kind = [(b"content-type", b"application/json")]
        await send({"type": "http.response.start", "status": 200, "headers": kind})
        for each in chunks:
            more = each != chunks[-1]
            await send({"type": "http.response.body", "body": each, "more_body": more})
        return
    await answer(scope, receive, send)


async def _ask(method: str, path: str, **given: Any) -> Response:
    retired = given.pop("retired", ())
    inner = OlderBodyMiddleware(_application)
    app = VersionsMiddleware(inner, [_VERSION, _UNDATED], "/api/v9", retired)
    transport = ASGITransport(app)
    async with AsyncClient(transport=transport, base_url="http://test") as client:
        return await client.request(method, path, **given)


async def test_todays_requests_pass() -> None:
    answer = await _ask("GET", "/api/v9/orders")
    assert answer.json()["path"] == "/api/v9/orders"
    assert "Deprecation" not in answer.headers


async def test_a_list_is_asked_for_and_linked_in_the_words_of_then() -> None:
    answer = await _ask("GET", "/api/v0/bills?min_quantity=1&sort=number")
    assert answer.json()["data"] == [_OLD | {"colour": None}]
    links = answer.json()["links"]
    assert links["self"] == "/api/v0/bills?min_quantity=1&sort=number"
    assert links["next"] is None
    assert links["last"] == "/api/v9/nothing"


async def test_a_body_arrives_in_the_words_of_today() -> None:
    answer = await _ask("POST", "/api/v0/bills", json=_OLD)
    assert json.loads(answer.json()["body"]) == _NEW
    assert answer.headers["Location"] == "/api/v0/bills/1"
    assert answer.json()["path"] == "/api/v9/orders"


async def test_what_replaces_a_row_changes_what_the_version_knows() -> None:
    answer = await _ask("PUT", "/api/v0/bills/1", json=_OLD)
    assert answer.json()["method"] == "PATCH"
    assert json.loads(answer.json()["body"]) == _NEW | {"note": None}
    answer = await _ask("PUT", "/api/v0/bills/1", json={})
    assert answer.json()["method"] == "PUT"


@pytest.mark.parametrize("body", [b"{", b"\xff", b"[" * 100_000])
async def test_a_body_that_is_no_json_arrives_as_it_is(body: bytes) -> None:
    kind = {"Content-Type": "application/json"}
    answer = await _ask("POST", "/api/v0/bills", content=body, headers=kind)
    assert answer.json()["body"] == body.decode(errors="replace")


async def test_a_body_of_another_kind_arrives_as_it_is() -> None:
    answer = await _ask("POST", "/api/v0/bills", content=b'{"number": 1}')
    assert answer.json()["body"] == '{"number": 1}'


async def test_errors_name_fields_as_then() -> None:
    answer = await _ask("POST", "/api/v0/bills", json={"number": "broken"})
    details = answer.json()["error"]["details"]
    assert details == [{"field": "number", "pointer": "#/lines/0/quantity"}, 1]


async def test_what_became_of_each_of_many_items_is_told_as_then() -> None:
    answer = await _ask("POST", "/api/v0/many/bills", json={"data": [_OLD]})
    made, wrong = answer.json()["data"]
    assert made == {"location": "/api/v0/bills/1", "data": _OLD | {"colour": None}}
    assert wrong == {"error": {"details": [{"field": "lines.0.quantity"}]}}
    answer = await _ask("PATCH", "/api/v0/many/bills", json={"data": [_OLD]})
    assert answer.json()["data"][1]["error"]["details"][0]["field"] == "lines.0.amount"


async def test_answers_say_that_a_version_goes() -> None:
    answer = await _ask("GET", "/api/v0/texts")
    assert answer.text == "text"
    assert answer.headers["Deprecation"] == "@1"
    assert answer.headers["Sunset"] == _VERSION.sunset
    assert answer.headers["Location"] == "https://example.com"
    assert answer.headers["Link"].split(", ") == [
        '</api/v9/texts>; rel="successor-version"',
        '<https://example.com/moving>; rel="deprecation"; type="text/html"',
        '<https://example.com/moving>; rel="sunset"; type="text/html"',
    ]


async def test_a_version_may_have_no_dates() -> None:
    answer = await _ask("GET", "/api/v1/texts")
    assert answer.headers["Link"] == '</api/v9/texts>; rel="successor-version"'
    assert not {"Deprecation", "Sunset"} & {*answer.headers}


async def test_an_answer_in_parts_is_one() -> None:
    answer = await _ask("GET", "/api/v0/parts")
    assert answer.json() == {"a": 1}
    assert answer.headers["Content-Length"] == "7"


async def test_an_empty_answer_stays_empty() -> None:
    assert (await _ask("GET", "/api/v0/empty")).content == b""


@pytest.mark.parametrize(
    ("path", "caller"),
    [
        ("/api/v0/parts", "account 7"),
        ("/api/v0/empty", "service robot"),
        ("/api/v0/texts", "anonymous"),
    ],
)
async def test_it_is_noted_who_uses_a_version(
    monkeypatch: pytest.MonkeyPatch, path: str, caller: str
) -> None:
    noted: list[Any] = []
    logger = SimpleNamespace(info=lambda event, **said: noted.append((event, said)))
    monkeypatch.setattr(versions, "_logger", logger)
    await _ask("GET", path, headers={"User-Agent": "curl/8"})
    said = {"version": "v0", "operation": f"GET {path}", "caller": caller}
    assert noted == [("older_version_used", said | {"agent": "curl/8"})]


async def test_a_path_has_the_methods_that_it_had() -> None:
    answer = await _ask("DELETE", "/api/v0/bills")
    assert answer.status_code == 405
    assert answer.headers["Allow"] == "GET, HEAD, OPTIONS, POST"
    assert answer.json()["code"] == "METHOD_NOT_ALLOWED"
    answer = await _ask("OPTIONS", "/api/v0/bills/1")
    assert answer.status_code == 204
    assert answer.headers["Allow"] == "GET, HEAD, OPTIONS, PUT"
    answer = await _ask("OPTIONS", "/api/v0/bills/find")
    assert answer.headers["Allow"] == "OPTIONS, POST"


async def test_a_path_that_the_version_has_not_is_asked_for_as_it_is() -> None:
    answer = await _ask("GET", "/api/v0/others")
    assert answer.json()["path"] == "/api/v0/others"
    assert answer.headers["Deprecation"] == "@1"
    assert answer.headers["Location"] == "/api/v0/others/1"


async def test_a_retired_version_is_gone() -> None:
    answer = await _ask("GET", "/api/v0/bills", retired=["v0"])
    assert answer.status_code == 410
    assert answer.json()["code"] == "GONE"
    assert answer.headers["Sunset"] == _VERSION.sunset


async def _pass(scope: Scope, *received: Message | Exception) -> list[Message]:
    """Return what the application sends where that is received."""
    given, sent = list(received), []

    async def receive() -> Message:
        message = given.pop(0)
        if isinstance(message, Exception):
            raise message
        return message

    async def send(message: Message) -> None:
        sent.append(message)

    inner = OlderBodyMiddleware(_application)
    app = VersionsMiddleware(inner, [_VERSION], "/api/v9", ())
    await app(scope, receive, send)
    return sent


_SCOPE = {
    "type": "http",
    "method": "POST",
    "path": "/api/v0/bills",
    "query_string": b"",
    "headers": [(b"content-type", b"application/json")],
}


async def test_a_body_arrives_in_parts() -> None:
    parts: list[Message] = [
        {"type": "http.request", "body": b'{"number"', "more_body": True},
        {"type": "http.request", "body": b': "A"}'},
    ]
    scope: dict[str, Any] = {**_SCOPE}
    sent = await _pass(scope, *parts)
    assert json.loads(sent[1]["body"])["body"] == '{"reference": "A"}'
    assert scope["rate_limit"] == {}  # what is noted within is there for who is around


async def test_a_body_that_is_refused_is_refused_within() -> None:
    sent = await _pass({**_SCOPE}, HTTPException(413))
    assert sent[0]["status"] == 413


async def test_a_client_that_leaves_is_not_answered() -> None:
    with pytest.raises(Exception, match=r"^$"):
        await _pass({**_SCOPE}, {"type": "http.disconnect"})


async def test_other_connections_pass() -> None:
    assert await _pass({"type": "lifespan"}) == [{"type": "passed"}]


_LOGGED = [
    "api-1 | "
    + json.dumps(
        {
            "event": "older_version_used",
            "version": "v0",
            "caller": caller,
            "agent": "curl/8",
            "operation": "GET /api/v0/bills",
            "timestamp": moment,
        }
    )
    for caller, moment in (("service shop", "2026-01-01"), ("anonymous", "2026-01-03"))
]


def test_the_log_says_who_uses_a_version() -> None:
    lines = [_LOGGED[1], *_LOGGED, "no line of ours", "[]", '{"event": "request"}']
    report = told(used(lines)).splitlines()
    assert report[0] == "v0         2  last 2026-01-03  anonymous  curl/8"
    assert report[1].strip() == "GET /api/v0/bills"
    assert report[2] == "v0         1  last 2026-01-01  service shop  curl/8"


def test_nobody_may_use_one(capsys: pytest.CaptureFixture[str], tmp_path: Any) -> None:
    file = tmp_path / "log"
    file.write_text("\n")
    assert main([str(file)]) == 0
    assert "Nobody" in capsys.readouterr().out
