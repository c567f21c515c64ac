"""Prometheus' own promtool runs the tests of the rules: on an incident, and on a quiet day."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from .test_rules_of_monitoring import FULL, SQLITE, alerts, monitoring_of

DESIGNS = {"full": FULL, "sqlite": SQLITE}


def promtool(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run it, or fail and say how to have it."""
    command = shutil.which("promtool")
    if command is None:
        pytest.fail("No promtool: `apt install prometheus`.")
    return subprocess.run(
        [command, *words], cwd=folder, capture_output=True, text=True, check=False
    )


def written(folder: Path, text: str) -> list[str]:
    """Write rules and tests, and return the names of the alerts."""
    found = monitoring_of(text)
    (folder / "rules.yaml").write_text("\n".join(found.rules) + "\n")
    (folder / "rules_test.yaml").write_text("\n".join(found.tests) + "\n")
    return alerts(found)


@pytest.mark.parametrize("name", DESIGNS)
def test_each_rule_fires_in_its_incident_and_is_silent_on_a_quiet_day(
    tmp_path: Path, name: str
) -> None:
    written(tmp_path, DESIGNS[name])
    checked = promtool(tmp_path, "check", "rules", "rules.yaml")
    assert checked.returncode == 0, checked.stdout + checked.stderr
    tested = promtool(tmp_path, "test", "rules", "rules_test.yaml")
    assert tested.returncode == 0, tested.stdout + tested.stderr


@pytest.mark.parametrize(
    "query", ["vector(1) < 0", 'label_replace(vector(1), "a", "b", "", "")']
)
def test_a_rule_that_never_or_always_fires_fails_its_tests(
    tmp_path: Path, query: str
) -> None:
    names = written(tmp_path, FULL)
    rules = (tmp_path / "rules.yaml").read_text()
    changed, times = re.subn(
        r"(- alert: \w+\n +expr: )'[^\n]*'\n( +for: )\w+",
        rf"\g<1>'{query}'\n\g<2>0m",
        rules,
    )
    assert times == len(names)
    (tmp_path / "rules.yaml").write_text(changed)
    tested = promtool(tmp_path, "test", "rules", "rules_test.yaml")
    assert tested.returncode == 1
    told = {*re.findall(r"alertname: ?(\w+)", tested.stdout + tested.stderr)}
    assert told == {*names}
