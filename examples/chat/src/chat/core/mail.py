"""The port that mail leaves by: the console in development, an SMTP server elsewhere."""

import asyncio
import smtplib
import ssl
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Protocol
from urllib.parse import unquote, urlsplit

import structlog

_logger = structlog.stdlib.get_logger(__name__)
_PATIENCE_SECONDS = 10


@dataclass(frozen=True, slots=True)
class Mail:
    """A message in plain text to one person."""

    to: str
    subject: str
    text: str


class Mailer(Protocol):
    """Sends mail; raises OSError where it can't."""

    async def send(self, mail: Mail) -> None: ...


class ConsoleMailer:
    """Prints mail for whoever develops; its links are secrets, so it is for nobody else."""

    async def send(self, mail: Mail) -> None:
        """Print a mail."""
        _logger.warning("mail", to=mail.to, subject=mail.subject, text=mail.text)


class NoMailer:
    """Stands where no server is set, and tells operators so, but nothing of the mail."""

    async def send(self, mail: Mail) -> None:
        """Raise OSError."""
        raise OSError("MAIL_URL is not set")


class SmtpMailer:
    """Hands mail to a server, on a connection of its own, in a thread."""

    def __init__(self, url: str, sender: str) -> None:
        parts = urlsplit(url)
        self._encrypted = parts.scheme == "smtps"
        self._plain = "starttls=no" in parts.query
        self._host = parts.hostname or "localhost"
        self._port = parts.port or (465 if self._encrypted else 587)
        self._user = unquote(parts.username or "")
        self._password = unquote(parts.password or "")
        self._sender = sender

    async def send(self, mail: Mail) -> None:
        """Send a mail; raise OSError where the server does not take it."""
        message = EmailMessage()
        message["From"], message["To"] = self._sender, mail.to
        message["Subject"] = mail.subject
        message.set_content(mail.text)
        await asyncio.to_thread(self._send, message)

    def _send(self, message: EmailMessage) -> None:
        with self._connected() as server:
            if self._user:
                server.login(self._user, self._password)
            server.send_message(message)

    def _connected(self) -> smtplib.SMTP:
        context = ssl.create_default_context()
        if self._encrypted:
            return smtplib.SMTP_SSL(
                self._host, self._port, timeout=_PATIENCE_SECONDS, context=context
            )
        server = smtplib.SMTP(self._host, self._port, timeout=_PATIENCE_SECONDS)
        try:
            if not self._plain:
                server.starttls(context=context)
        except BaseException:
            server.close()
            raise
        return server


def mailer_of(url: str, sender: str, *, production: bool) -> Mailer:
    """Return what sends mail: by a server if one is set, on the console in development."""
    if url:
        return SmtpMailer(url, sender)
    return NoMailer() if production else ConsoleMailer()
