"""The trace context of a request is known as long as it takes, if it is sound."""

import pytest
from starlette.types import Message, Receive, Scope, Send

from chat.core.http.trace_context import TraceContextMiddleware
from chat.core.trace_context import traceparent

_SOUND = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"


async def _known(given: str, kind: str = "http") -> str | None:
    found: list[str | None] = []

    async def app(_scope: Scope, _receive: Receive, _send: Send) -> None:
        found.append(traceparent.get())

    async def receive() -> Message:
        raise AssertionError

    async def send(_message: Message) -> None:
        raise AssertionError

    scope = {"type": kind, "headers": [(b"traceparent", given.encode())]}
    await TraceContextMiddleware(app)(scope, receive, send)
    return found[0]


async def test_a_sound_one_is_known_during_the_request_alone() -> None:
    assert await _known(_SOUND) == _SOUND
    assert traceparent.get() is None


@pytest.mark.parametrize(
    "given",
    ["", "x", _SOUND.upper(), f"{_SOUND}-1", f"00-{'0' * 32}-b7ad6b7169203331-01"],
)
async def test_an_unsound_one_is_none(given: str) -> None:
    assert await _known(given) is None


async def test_what_is_no_request_has_none() -> None:
    assert await _known(_SOUND, "lifespan") is None
