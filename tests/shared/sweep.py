"""A sweep of hours that goes on where it was cut off: what has passed is not run again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest


class Sweep:
    """Notes each test that passes in a file, and leaves out those that stand there already."""

    def __init__(self, config: pytest.Config, file: Path) -> None:
        # A worker leaves out what it is told, since the file grows while it runs.
        told = getattr(config, "workerinput", None)
        self._is_worker = told is not None
        self._file = file
        before = file.read_text().splitlines() if file.exists() else []
        self._passed = frozenset(told["passed"] if told else before)
        self._called: set[str] = set()

    @pytest.hookimpl(optionalhook=True)
    def pytest_configure_node(self, node: Any) -> None:
        """Tell a worker what has passed."""
        node.workerinput["passed"] = sorted(self._passed)

    def pytest_collection_modifyitems(
        self, config: pytest.Config, items: list[pytest.Item]
    ) -> None:
        known = [each for each in items if each.nodeid in self._passed]
        if known:
            config.hook.pytest_deselected(items=known)
            items[:] = [each for each in items if each.nodeid not in self._passed]

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if self._is_worker or not report.passed:
            return
        if report.when == "call":
            self._called.add(report.nodeid)
        elif report.when == "teardown" and report.nodeid in self._called:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            with self._file.open("a") as file:
                file.write(f"{report.nodeid}\n")
