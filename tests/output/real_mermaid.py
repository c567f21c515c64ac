"""The Mermaid of sites in a real Chromium: one page draws every diagram of a run."""

from __future__ import annotations

import base64
import html
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from chromium import Browser, Tab, chromium

FILES = Path(__file__).parent / "mermaid"
COLUMN = 1000
"""Pixels of the column in which a page shows its diagrams."""


@dataclass(slots=True)
class Drawing:
    """A page that draws diagrams, and tells what can be seen of each."""

    browser: Browser
    tab: Tab
    _drawn: int = 0

    def draws(self, text: str) -> dict[str, Any]:
        """Return what can be seen of a diagram, or why it isn't drawn."""
        self._drawn += 1
        call = f"measured('drawn{self._drawn}', {json.dumps(text)})"
        found: dict[str, Any] = self.tab.run(call)
        return found

    def pictures(self, path: Path) -> None:
        """Save what was drawn last as a picture."""
        size = self.tab.run(
            "(({width, height}) => ({width, height}))(at.getBoundingClientRect())"
        )
        clip = {"x": 0, "y": 0, "scale": 1, **size}
        shot = self.browser.call(
            "Page.captureScreenshot",
            self.tab.session,
            clip=clip,
            captureBeyondViewport=True,
        )
        path.write_bytes(base64.b64decode(shot["data"]))


@contextmanager
def drawing(script: Path, folder: Path, theme: str = "default") -> Iterator[Drawing]:
    """Yield a page with Mermaid, as strict as it can be."""
    page = folder / "page.html"
    ground = "#0d1117" if theme == "dark" else "#ffffff"
    page.write_text(
        "<!doctype html><meta charset='utf-8'>"
        f"<body style='margin: 0; background: {ground}'>"
        f"<div id='at' style='width: {COLUMN}px'></div>"
        f"<script src='{html.escape(script.as_uri())}'></script>"
        f"<script>mermaid.initialize({{startOnLoad: false, securityLevel: 'strict',"
        f" theme: '{theme}'}});</script>"
        f"<script src='{html.escape((FILES / 'measure.js').as_uri())}'></script>"
    )
    with chromium(folder) as browser:
        tab = browser.tab()
        tab.open(page.as_uri())
        yield Drawing(browser, tab)
