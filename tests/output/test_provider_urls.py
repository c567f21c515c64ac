"""A database's URL as hosting providers write it works in the application and in Alembic."""

from __future__ import annotations

import asyncio
import json
import ssl
import subprocess
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa
from postgresql_server import empty_database
from projects import Project

_SSL_REQUEST = (8).to_bytes(4) + (80877103).to_bytes(4)


class _Encrypted:
    """A way to a server that only who begins with TLS may take: the tests' server has none."""

    def __init__(self, server: sa.URL, folder: Path) -> None:
        self._socket = f"{server.query['host']}/.s.PGSQL.{server.port or 5432}"
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.certificate, key = _certificate(folder)
        self._context.load_cert_chain(self.certificate, key)
        self.port = 0
        self.connections = 0

    async def serve(self, started: threading.Event) -> None:
        server = await asyncio.start_server(self._forward, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        started.set()
        async with server:
            await server.serve_forever()

    async def _forward(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        if await reader.readexactly(8) != _SSL_REQUEST:
            writer.close()
            return
        writer.write(b"S")
        await writer.start_tls(self._context)
        self.connections += 1
        inner, outer = await asyncio.open_unix_connection(self._socket)
        await asyncio.gather(_copy(reader, outer), _copy(inner, writer))


async def _copy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while data := await reader.read(65536):
        writer.write(data)
        await writer.drain()
    writer.close()


def _certificate(folder: Path) -> tuple[Path, Path]:
    certificate, key = folder / "server.crt", folder / "server.key"
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes"),
            *("-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"),
            *("-keyout", str(key), "-out", str(certificate)),
        ],
        check=True,
        capture_output=True,
    )
    return certificate, key


@pytest.fixture(scope="module")
def encrypted(
    postgresql: sa.URL, tmp_path_factory: pytest.TempPathFactory
) -> _Encrypted:
    way = _Encrypted(postgresql, tmp_path_factory.mktemp("certificate"))
    started = threading.Event()
    threading.Thread(
        target=lambda: asyncio.run(way.serve(started)), daemon=True
    ).start()
    assert started.wait(10)
    return way


_SETTINGS = "connect_timeout=10&application_name=ours&options=-csearch_path%3Dpublic"
_CLIENTS = (
    "keepalives=1&keepalives_idle=30&gssencmode=disable&fallback_application_name=theirs"
    "&pgbouncer=true&connection_limit=5&pool_timeout=10&tcp_user_timeout=1000"
)
"""What is for libpq or a client's own pool, and no setting of the server."""


@pytest.mark.parametrize(
    ("scheme", "mode"), [("postgres", "require"), ("postgresql", "verify-full")]
)
def test_a_url_as_hosting_providers_write_it(
    create: Callable[[str], Project],
    postgresql: sa.URL,
    encrypted: _Encrypted,
    scheme: str,
    mode: str,
) -> None:
    project = create("shop")
    database = empty_database(postgresql, "provider").database
    query = f"sslmode={mode}&channel_binding=require&{_SETTINGS}&{_CLIENTS}"
    if mode == "verify-full":
        query += f"&sslrootcert={encrypted.certificate}"
    url = f"{scheme}://postgres@localhost:{encrypted.port}/{database}?{query}"
    before = encrypted.connections
    project.run("alembic", "upgrade", "head", DATABASE_URL=url)
    assert encrypted.connections > before
    said = project.run("told_settings", DATABASE_URL=url)
    assert json.loads(said.splitlines()[-1]) == ["ours", "public", "30s"]
