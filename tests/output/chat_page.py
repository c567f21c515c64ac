"""Somebody who chats in a real browser, by the page of the example."""

from __future__ import annotations

import json
import shutil
import subprocess
import time
from base64 import b64decode
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from chromium import Browser, Tab
from projects import Project

from bd_scaffold import pipeline

ROOT = Path(__file__).parents[2]
OWN = ROOT / "examples" / "chat-page"
PASSWORD = "correct horse battery"

_SECONDS = 30.0
_WATCH = """
window.violations = [];
document.addEventListener("securitypolicyviolation", (each) =>
  window.violations.push(`${each.violatedDirective} ${each.blockedURI}`));
"""
_HELP = """
window.mine = {
  submit: (form) => document.getElementById(form).requestSubmit(),
  fill: (id, text) => {
    const field = document.getElementById(id);
    field.value = text;
    field.dispatchEvent(new Event("input", {bubbles: true}));
  },
  rows: () => [...document.querySelectorAll("#log .message")].map((row) => ({
    key: row.dataset.key, text: row.querySelector(".text").textContent,
    who: row.querySelector(".who strong").textContent, state: row.className,
  })),
  choose: (list, name) => [...document.querySelectorAll(`#${list} button`)]
    .find((each) => each.textContent.includes(name)
      || each.closest("li").textContent.includes(name)).click(),
  text: (id) => document.getElementById(id).textContent,
};
"""


def with_own_code(folder: Path, *, repository: bool = False) -> Project:
    """Create the chat, with the code that a team has added to it."""
    design = pipeline.example("chat")
    pipeline.create(
        pipeline.read(design),
        "design.yaml",
        folder,
        repository=repository,
        progress=lambda _words: None,
    )
    for part in ("src", "tests"):
        shutil.copytree(OWN / part, folder / part, dirs_exist_ok=True)
    patch = ["git", "apply", str(OWN / "own.patch")]
    subprocess.run(patch, cwd=folder, check=True)
    return Project("chat", folder)


@dataclass(frozen=True, slots=True)
class Talker:
    """A person in a tab of their own."""

    tab: Tab
    name: str

    def enters(self, url: str, email: str) -> None:
        """Sign in, and say what they are called, where nobody has asked before."""
        self.tab.open(url)
        self.waits("document.body.dataset.view === 'gate'")
        self.fill("sign-in-email", email)
        self.fill("sign-in-password", PASSWORD)
        self.submits("sign-in")
        self.waits(
            "!document.getElementById('profile').hidden || !document.getElementById('chat').hidden"
        )
        if self.run("!document.getElementById('profile').hidden"):
            self.fill("profile-name", self.name)
            self.submits("profile")
        self.waits("document.body.dataset.live === 'on'")

    def run(self, script: str) -> Any:
        """Return what a script comes to in the page."""
        return self.tab.run(script)

    def waits(self, script: str, seconds: float = _SECONDS) -> float:
        """Wait until a script comes to something true; return how long that took."""
        began = time.monotonic()
        while not self.run(script):
            if time.monotonic() - began > seconds:
                shown = self.run("document.body.innerText")
                pytest.fail(f"{self.name} waits in vain for {script}:\n{shown}")
            time.sleep(0.03)
        return time.monotonic() - began

    def fill(self, field: str, text: str) -> None:
        self.run(f"mine.fill({json.dumps(field)}, {json.dumps(text)})")

    def submits(self, form: str) -> None:
        self.run(f"mine.submit({json.dumps(form)})")

    def clicks(self, button: str) -> None:
        self.run(f"document.getElementById({json.dumps(button)}).click()")

    def chooses(self, listed: str, name: str) -> None:
        """Click the button with a name, or beside it, in a list."""
        wanted = json.dumps(name)
        self.waits(
            f"[...document.querySelectorAll('#{listed} li')].some("
            f"(each) => each.textContent.includes({wanted}))"
        )
        self.run(f"mine.choose({json.dumps(listed)}, {wanted})")

    def opens_room(self, name: str) -> None:
        """Make a room."""
        self.clicks("new-room")
        self.fill("room-new-name", name)
        self.submits("room-form")
        self.waits(f"mine.text('room-name') === {json.dumps(name)}")

    def invites(self, name: str) -> None:
        """Let somebody into the room that is open."""
        self.clicks("members")
        self.fill("people-words", name)
        self.chooses("people-list", name)
        self.waits(f"mine.text('member-list').includes({json.dumps(name)})")
        self.run("document.getElementById('people-dialog').close()")

    def says(self, text: str) -> None:
        """Send a message to the room that is open."""
        self.fill("text", text)
        self.submits("compose")

    @property
    def texts(self) -> list[str]:
        """What the page shows of the room that is open."""
        found: list[str] = self.run("mine.rows().map((each) => each.text)")
        return found

    def sees(self, text: str, seconds: float = _SECONDS) -> float:
        """Wait until a message is shown as stored; return how long that took."""
        said = json.dumps(text)
        return self.waits(
            f"mine.rows().some((each) => each.text === {said} && each.state.includes('sent'))",
            seconds,
        )

    @property
    def violations(self) -> list[str]:
        """What the page's policy kept it from."""
        found: list[str] = self.run("window.violations")
        return found

    def looks(self, picture: Path, width: int, height: int, scheme: str) -> None:
        """Keep a picture of the page, as it looks on such a screen."""
        call, session = self.tab.browser.call, self.tab.session
        call(
            "Emulation.setDeviceMetricsOverride",
            session,
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=width < 700,
        )
        media = [{"name": "prefers-color-scheme", "value": scheme}]
        call("Emulation.setEmulatedMedia", session, features=media)
        time.sleep(0.3)
        shot = call("Page.captureScreenshot", session, format="png")
        picture.write_bytes(b64decode(shot["data"]))


def talker(browser: Browser, name: str) -> Talker:
    """Return somebody with a browser window of their own, whose policy is held to."""
    tab = browser.tab()
    call = browser.call
    call("Page.enable", tab.session)
    call("Page.setBypassCSP", tab.session, enabled=False)
    call("Page.addScriptToEvaluateOnNewDocument", tab.session, source=_WATCH + _HELP)
    return Talker(tab, name)
