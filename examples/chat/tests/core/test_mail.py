import asyncio
import logging
from collections.abc import AsyncIterator
from email import message_from_bytes
from typing import Any

import pytest
import pytest_asyncio
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from chat.core.mail import ConsoleMailer, Mail, NoMailer, SmtpMailer, mailer_of

_MAIL = Mail("ada@example.com", "Grüße", "Hello,\n\nhttp://example.com/#token=abc\n")


class _Box:
    def __init__(self) -> None:
        self.envelopes: list[Envelope] = []

    async def handle_DATA(  # noqa: N802
        self, _server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        self.envelopes.append(envelope)
        return "250 OK"


def _authenticated(
    _server: SMTP, _session: Session, _envelope: Envelope, _how: str, data: Any
) -> AuthResult:
    known = LoginPassword(b"app", b"p@ss")
    return AuthResult(success=data == known)


@pytest_asyncio.fixture
async def box() -> AsyncIterator[tuple[_Box, str]]:
    box = _Box()

    def protocol() -> SMTP:
        return SMTP(box, authenticator=_authenticated, auth_require_tls=False)

    loop = asyncio.get_running_loop()
    server = await loop.create_server(protocol, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    yield box, f"127.0.0.1:{port}"
    server.close()


async def test_mail_is_handed_to_a_server(box: tuple[_Box, str]) -> None:
    received, address = box
    mailer = SmtpMailer(f"smtp://app:p%40ss@{address}?starttls=no", "app@example.com")
    await mailer.send(_MAIL)
    (envelope,) = received.envelopes
    assert envelope.rcpt_tos == ["ada@example.com"]
    message = message_from_bytes(envelope.original_content or b"")
    assert message["From"] == "app@example.com"
    assert message["Subject"]


async def test_a_server_that_does_not_encrypt_is_not_talked_to(
    box: tuple[_Box, str],
) -> None:
    received, address = box
    with pytest.raises(OSError):
        await SmtpMailer(f"smtp://{address}", "app@example.com").send(_MAIL)
    assert not received.envelopes


async def test_a_server_that_is_away_is_an_error() -> None:
    for scheme in ("smtp", "smtps"):
        with pytest.raises(OSError):
            await SmtpMailer(f"{scheme}://127.0.0.1:1", "x@example.com").send(_MAIL)


def test_an_address_can_not_add_headers() -> None:
    bad = Mail("ada@example.com\nBcc: all@example.com", "Hello", "")
    with pytest.raises(ValueError):
        asyncio.run(SmtpMailer("smtp://127.0.0.1:1", "x@example.com").send(bad))


async def test_mail_goes_to_the_console_in_development_only(
    caplog: pytest.LogCaptureFixture,
) -> None:
    assert isinstance(mailer_of("", "x", production=False), ConsoleMailer)
    assert isinstance(mailer_of("smtp://x", "x", production=True), SmtpMailer)
    nobody = mailer_of("", "x", production=True)
    assert isinstance(nobody, NoMailer)
    with caplog.at_level(logging.DEBUG), pytest.raises(OSError, match="MAIL_URL"):
        await nobody.send(_MAIL)
    assert "token=" not in caplog.text
