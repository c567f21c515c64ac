"""A real Chromium without a window, led over its DevTools protocol."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from websockets.sync.client import ClientConnection, connect

_SECONDS = 60.0
"""So long at the most until a page is there: a busy machine is no reason to fail."""

_FLAGS = (
    "--headless",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--remote-debugging-port=0",
)


def program() -> str | None:
    """Return where Chromium is, if it is installed."""
    names = ("chromium", "chromium-browser", "google-chrome")
    return next((found for each in names if (found := shutil.which(each))), None)


@dataclass(slots=True)
class Browser:
    """A running Chromium."""

    socket: ClientConnection
    events: list[dict[str, Any]] = field(default_factory=list)
    """What Chromium has told in the domains that somebody has enabled."""
    _asked: int = 0

    def call(self, method: str, session: str | None = None, **said: Any) -> Any:
        """Return what Chromium answers; raise RuntimeError where it refuses."""
        self._asked += 1
        message = {"id": self._asked, "method": method, "params": said}
        if session is not None:
            message["sessionId"] = session
        self.socket.send(json.dumps(message))
        while True:
            answer = json.loads(self.socket.recv(timeout=_SECONDS))
            if answer.get("id") == self._asked:
                break
            self.events.append(answer)
        if "error" in answer:
            raise RuntimeError(f"{method}: {answer['error']['message']}")
        return answer["result"]

    def tab(self, beside: Tab | None = None) -> Tab:
        """Return a tab of somebody who has no cookies yet, or of whom another tab is."""
        if beside is None:
            context = self.call("Target.createBrowserContext")["browserContextId"]
        else:
            context = beside.context
        target = self.call(
            "Target.createTarget", url="about:blank", browserContextId=context
        )["targetId"]
        attached = self.call("Target.attachToTarget", targetId=target, flatten=True)
        tab = Tab(self, context, attached["sessionId"])
        # What an API answers lets no script run in it: here it stands for a page.
        self.call("Page.setBypassCSP", tab.session, enabled=True)
        return tab


@dataclass(frozen=True, slots=True)
class Tab:
    """A tab, and the cookies that it shares with no other."""

    browser: Browser
    context: str
    session: str

    def open(self, url: str) -> None:
        """Go to an address as somebody who types it, and on to where that leads."""
        went = self.browser.call("Page.navigate", self.session, url=url)
        assert "errorText" not in went, (url, went["errorText"])
        self._settle("true")

    def do(self, script: str) -> None:
        """Run a script that leads to another page, and wait until that is there."""
        self.run(f"window.isBefore = true; {script}; null")
        self._settle("window.isBefore === undefined")

    def run(self, script: str) -> Any:
        """Return what a script comes to in the page."""
        done = self.browser.call(
            "Runtime.evaluate",
            self.session,
            expression=script,
            awaitPromise=True,
            returnByValue=True,
            userGesture=True,
        )
        if "exceptionDetails" in done:
            raise RuntimeError(str(done["exceptionDetails"]))
        return done["result"].get("value")

    def fetch(self, path: str, method: str = "GET", body: object = None) -> int:
        """Return the status of what the page's own script asks for."""
        said: dict[str, object] = {"method": method}
        if body is not None:
            said["headers"] = {"Content-Type": "application/json"}
            said["body"] = json.dumps(body)
        script = f"fetch({json.dumps(path)}, {json.dumps(said)})"
        status: int = self.run(f"{script}.then(each => each.status)")
        return status

    @property
    def url(self) -> str:
        """Where the tab is."""
        return str(self.run("location.href"))

    @property
    def status(self) -> int:
        """What the page was answered with."""
        found: int = self.run(
            "performance.getEntriesByType('navigation')[0].responseStatus"
        )
        return found

    @property
    def answer(self) -> Any:
        """The JSON that is the page."""
        return json.loads(self.run("document.body.innerText"))

    def cookies(self, url: str) -> dict[str, dict[str, Any]]:
        """Return the cookies that go to an address, by their names."""
        found = self.browser.call("Network.getCookies", self.session, urls=[url])
        return {each["name"]: each for each in found["cookies"]}

    def _settle(self, arrived: str) -> None:
        deadline = time.monotonic() + _SECONDS
        while time.monotonic() < deadline:
            try:
                if self.run(f"{arrived} && document.readyState === 'complete'"):
                    return
            except RuntimeError:
                pass  # the page went away while it was asked
            time.sleep(0.05)
        pytest.fail(f"No page comes after {self.url}.")


@contextmanager
def chromium(folder: Path) -> Iterator[Browser]:
    """Yield a Chromium that keeps what it knows in a folder; skip where there is none."""
    found = program()
    if found is None:
        pytest.skip("Chromium is not installed: apt install chromium")
    # Root can't have Chromium's sandbox, and opens only what these tests serve.
    root = ("--no-sandbox",) if os.geteuid() == 0 else ()
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [found, *_FLAGS, *root, f"--user-data-dir={folder / 'profile'}"],
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    try:
        with connect(_address(process, folder), max_size=None) as socket:
            yield Browser(socket)
    finally:
        process.terminate()
        process.wait()


def _address(process: subprocess.Popen[bytes], folder: Path) -> str:
    """Return where Chromium listens, which it writes down as soon as it does."""
    written = folder / "profile/DevToolsActivePort"
    deadline = time.monotonic() + _SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        lines = written.read_text().splitlines() if written.exists() else []
        if len(lines) == 2:
            return f"ws://127.0.0.1:{lines[0]}{lines[1]}"
        time.sleep(0.1)
    pytest.fail(f"Chromium does not start: {(folder / 'log').read_text()[-2000:]}")
