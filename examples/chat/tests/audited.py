"""What is kept of who came in and who didn't, as tests look at it."""

from typing import Any

import pytest

from chat.core.security import audit


class Audited:
    """Keeps lines in place of the log."""

    def __init__(self) -> None:
        self.lines: list[dict[str, Any]] = []

    @property
    def events(self) -> list[str]:
        """What has happened, in order."""
        return [each["event"] for each in self.lines]

    def info(self, event: str, **facts: object) -> None:
        """Keep a line."""
        self.lines.append({"event": event, **facts})

    warning = info


def audited(monkeypatch: pytest.MonkeyPatch) -> Audited:
    """Return what is kept until the end of a test."""
    kept = Audited()
    monkeypatch.setattr(audit, "_logger", kept)
    return kept
