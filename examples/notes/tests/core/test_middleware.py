import pytest
import structlog
from starlette.types import Message, Receive, Scope, Send

from notes.core.http.middleware import RequestMiddleware
from notes.core.logging import configure_logging
from notes.settings import Settings


async def _receive() -> Message:
    return {"type": "http.request"}


async def test_what_is_no_request_passes_through() -> None:
    seen: list[str] = []

    async def app(scope: Scope, _receive: Receive, _send: Send) -> None:
        seen.append(scope["type"])

    async def send(_message: Message) -> None: ...

    await RequestMiddleware(app, 1)({"type": "lifespan"}, _receive, send)
    assert seen == ["lifespan"]


async def test_an_answer_that_breaks_off_is_not_begun_again() -> None:
    sent: list[str] = []

    async def app(_scope: Scope, _receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        raise RuntimeError

    async def send(message: Message) -> None:
        sent.append(message["type"])

    scope = {"type": "http", "method": "GET", "path": "/", "headers": []}
    with pytest.raises(RuntimeError):
        await RequestMiddleware(app, 1)(scope, _receive, send)
    assert sent == ["http.response.start"]


def test_a_line_that_nobody_reads_is_dropped_before_it_is_made(
    settings: Settings,
) -> None:
    configure_logging(settings.log_level, settings.log_format)
    first, *_ = structlog.get_config()["processors"]
    assert first is structlog.stdlib.filter_by_level
