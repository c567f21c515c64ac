"""How requests are made: who signs in, and which rows they are about."""

import os
import time
import uuid
from collections.abc import Mapping
from contextlib import AbstractContextManager
from random import SystemRandom
from typing import Any, Protocol

from load.fresh import fresh
from load.mix import Call

CHANCE = SystemRandom()

_PAGES = 10
"""So many pages of a list are read for rows to ask for."""

ASIDE = "("
"""How names of requests begin that are no callers', and in no figure."""

_NEWER = 412
"""Somebody else was first: an answer, and no failure."""


class Answer(Protocol):
    """What an HTTP client of locust returns."""

    @property
    def status_code(self) -> int: ...
    @property
    def headers(self) -> Mapping[str, str]: ...
    def json(self) -> Any: ...
    def success(self) -> None: ...
    def failure(self, exc: str) -> None: ...


class Client(Protocol):
    """An HTTP client of locust."""

    def request(
        self, method: str, url: str, *, name: str, catch_response: bool, **sent: Any
    ) -> AbstractContextManager[Answer]: ...


class NothingToAskError(Exception):
    """The service lets nobody in, or can't be reached, so there is no use in going on."""


class Calls:
    """What all callers of a run know: credentials, and rows that lists have shown."""

    def __init__(self) -> None:
        self._rows: dict[str, list[Mapping[str, Any]]] = {}
        self._headers: dict[str, str] = {}
        self._until = 0.0
        self.without_rows: set[str] = set()

    def prepare(self, client: Client, mix: tuple[Call, ...]) -> None:
        """Read rows for all that is asked for about one."""
        wanted = (each.rows for each in mix if each.weight and each.rows)
        for path in dict.fromkeys(wanted):
            if path not in self._rows:
                self._rows[path] = list(self._read(client, path))

    def make(self, client: Client, call: Call) -> None:
        """Ask for something once."""
        path = call.path
        if call.rows:
            rows = self._rows.get(call.rows, [])
            if not rows:
                self.without_rows.add(call.name)
                return
            row = CHANCE.choice(rows)
            if call.method == "POST":
                self._create(client, call, row)
                return
            path = call.path_to(row)
        if call.method == "GET":
            self._ask(client, call.name, "GET", path)
        else:
            self._change(client, call, path)

    def _create(self, client: Client, call: Call, row: Mapping[str, Any]) -> None:
        """Send a copy of a row, with new values where no two rows may have the same."""
        body = {name: row[name] for name in call.fields if name in row}
        body |= {name: fresh(form) for name, form in call.fresh.items()}
        sent = {"Idempotency-Key": str(uuid.uuid4())}
        self._ask(client, call.name, call.method, call.path, body, sent)

    def _change(self, client: Client, call: Call, path: str) -> None:
        """Read a row and send some of it back, which is valid, and keeps what is unique."""
        row, headers = self._ask(client, f"{call.name}: read", "GET", path)
        if row is None:
            return
        body = {name: row[name] for name in call.fields if name in row}
        sent = {"If-Match": headers["ETag"]} if headers.get("ETag") else {}
        sent["Idempotency-Key"] = str(uuid.uuid4())
        self._ask(client, call.name, call.method, path, body, sent)

    def _read(self, client: Client, path: str) -> list[Mapping[str, Any]]:
        found: list[Mapping[str, Any]] = []
        following: str | None = path
        for _ in range(_PAGES):
            if following is None:
                break
            page, _headers = self._ask(client, f"{ASIDE}rows)", "GET", following)
            if page is None:
                message = f"{following} can't be read: the lines above say why."
                raise NothingToAskError(message)
            found += page["data"]
            following = page.get("links", page.get("pagination", {})).get("next")
        return found

    def _ask(
        self,
        client: Client,
        name: str,
        method: str,
        path: str,
        body: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> tuple[Any, Mapping[str, str]]:
        """Make a request; return what it was answered, or None where it failed."""
        sent: dict[str, Any] = {"headers": {**self._signed(client), **(headers or {})}}
        if body is not None:
            sent["json"] = body
        with client.request(
            method, path, name=name, catch_response=True, **sent
        ) as answer:
            status = answer.status_code
            if 200 <= status < 300:
                answer.success()
                shown = answer.json() if method == "GET" else {}
                return shown, answer.headers or {}
            if status == _NEWER and method != "GET":
                answer.success()
            else:
                answer.failure(f"status {status}" if status else "no answer")
        return None, {}

    def _signed(self, client: Client) -> Mapping[str, str]:
        """Return the headers of whoever asks, as the environment names them."""
        if token := os.environ.get("LOAD_TOKEN"):
            return {"Authorization": f"Bearer {token}"}
        if os.environ.get("LOAD_EMAIL") and time.monotonic() > self._until:
            self._sign_in(client)
        return self._headers

    def _sign_in(self, client: Client) -> None:
        """Sign in once for all callers, and again before the token expires."""
        given = {
            "email": os.environ["LOAD_EMAIL"],
            "password": os.environ.get("LOAD_PASSWORD", ""),
        }
        self._until = time.monotonic() + 60  # nobody else signs in meanwhile
        with client.request(
            "POST",
            "/api/v2/auth/sign-in",
            name=f"{ASIDE}sign in)",
            catch_response=True,
            json=given,
        ) as answer:
            if answer.status_code != 200:
                answer.failure(f"status {answer.status_code}")
                message = (
                    "LOAD_EMAIL and LOAD_PASSWORD name nobody who signs in: "
                    f"the answer was {answer.status_code}."
                )
                raise NothingToAskError(message)
            answer.success()
            tokens = answer.json()
        self._headers = {"Authorization": f"Bearer {tokens['access_token']}"}
        self._until = time.monotonic() + tokens["expires_in"] * 0.8
