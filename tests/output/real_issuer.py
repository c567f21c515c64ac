"""npm's `oidc-provider` as the issuer of a created project, its keys and clock in our hands."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import npm
import pytest
from joserfc.jwk import ECKey, RSAKey
from servers import free_port

_FILES = Path(__file__).parent / "issuer"

Key = dict[str, Any]


def rsa_key(name: str) -> Key:
    """Return a key to sign with, as a JWK."""
    made = RSAKey.generate_key(2048, {"kid": name, "use": "sig", "alg": "RS256"})
    return dict(made.as_dict(private=True))


def ec_key(name: str) -> Key:
    """Return a key of an elliptic curve, as a JWK."""
    made = ECKey.generate_key("P-256", {"kid": name, "use": "sig", "alg": "ES256"})
    return dict(made.as_dict(private=True))


@dataclass(slots=True)
class RealIssuer:
    """A running issuer; the first of its keys is the one that it signs with."""

    url: str
    keys: list[Key]
    clients: list[dict[str, Any]] = field(default_factory=list)

    def register(self, client: dict[str, Any]) -> None:
        """Let the issuer know a client."""
        self.clients.append(client)
        self.rotate(*self.keys)

    def rotate(self, *keys: Key) -> None:
        """Give the issuer other keys."""
        self.keys = list(keys)
        self._control(keys=self.keys, clients=self.clients)

    def set_clock(self, ahead: int) -> None:
        """Put the issuer's clock so many seconds ahead of this machine's."""
        self._control(ahead=ahead)

    def asked(self) -> int:
        """Return how often somebody has read the keys."""
        return int(self._control()["asked"])

    def token(self, scope: str, client: str = "batch", secret: str = "of batch") -> str:
        """Return an access token of a client that is a service."""
        said = {"grant_type": "client_credentials", "scope": scope}
        answer = httpx.post(f"{self.url}/token", data=said, auth=(client, secret))
        assert answer.is_success, answer.text
        return str(answer.json()["access_token"])

    def _control(self, **said: Any) -> Any:
        answer = httpx.post(f"{self.url}/control", json=said)
        assert answer.is_success, answer.text
        return answer.json()


def install(folder: Path) -> None:
    """Install the issuer, at its pinned versions; skip without npm, or without a network."""
    npm.install(_FILES, folder)


@contextmanager
def issuing(installed: Path, log: Path, *keys: Key) -> Iterator[RealIssuer]:
    """Yield an issuer with these keys, once it is ready."""
    port = free_port()
    process = subprocess.Popen(
        ["node", "issuer.mjs", str(port)],
        cwd=installed,
        stdout=log.open("wb"),
        stderr=subprocess.STDOUT,
    )
    issuer = RealIssuer(f"http://localhost:{port}", list(keys))
    deadline = time.monotonic() + 60
    try:
        while True:
            try:
                issuer.rotate(*keys)
                break
            except httpx.TransportError:
                if time.monotonic() > deadline or process.poll() is not None:
                    pytest.fail(f"The issuer does not start: {log.read_text()[-2000:]}")
                time.sleep(0.1)
        yield issuer
    finally:
        process.kill()
        process.wait()
