"""The client of S3 has its keys from EKS Pod Identity: no Secret has any of AWS."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

_KEYS = (
    b'{"AccessKeyId": "OF-THE-ROLE", "SecretAccessKey": "s", "Token": "t", '
    b'"Expiration": "2099-01-01T00:00:00Z"}'
)
_EMPTY = b"<ListBucketResult><IsTruncated>false</IsTruncated></ListBucketResult>"
_LIST = """\
import obstore
from obstore.store import S3Store

bucket = S3Store(
    "lab", prefix="files", retry_config={"max_retries": 0}, endpoint="ENDPOINT",
    region="eu-central-1", client_options={"allow_http": ALLOWED},
)
try:
    list(obstore.list(bucket))
except Exception as error:
    print(error)
"""
_Asked = list[tuple[str, str]]


@contextmanager
def _serving() -> Iterator[tuple[int, _Asked]]:
    """Run the agent of Pod Identity, which is a bucket, too; say what it is asked for."""
    asked: _Asked = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append((self.path, self.headers.get("Authorization", "")))
            body = _KEYS if self.path == "/v1/credentials" else _EMPTY
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_arguments: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_port, asked
    server.shutdown()
    server.server_close()


def _listed(folder: Path, endpoint: str, port: int, *, allowed: bool) -> None:
    token = folder / "token"
    token.write_text("of-the-pod")
    said = _LIST.replace("ENDPOINT", endpoint).replace("ALLOWED", str(allowed))
    subprocess.run(
        [sys.executable, "-c", said],
        env={
            "AWS_CONTAINER_CREDENTIALS_FULL_URI": f"http://127.0.0.1:{port}/v1/credentials",
            "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE": str(token),
        },
        check=True,
        timeout=60,
    )


def test_the_client_signs_with_the_keys_of_the_role(tmp_path: Path) -> None:
    with _serving() as (port, asked):
        _listed(tmp_path, f"http://127.0.0.1:{port}", port, allowed=True)
    (agent, token), (bucket, signature) = asked
    assert (agent, token) == ("/v1/credentials", "of-the-pod")
    assert bucket.startswith("/lab?")
    assert "Credential=OF-THE-ROLE/" in signature


def test_the_agent_is_asked_without_tls_where_the_bucket_is_not(tmp_path: Path) -> None:
    with _serving() as (port, asked):
        _listed(tmp_path, f"https://127.0.0.1:{port}", port, allowed=False)
    assert asked[0] == ("/v1/credentials", "of-the-pod")
