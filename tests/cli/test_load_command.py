"""`bd-scaffold load`: what a load test measured, beside the goals of the design of today."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from bd_scaffold import cli

DESIGN = """\
name: lab
requirements: {quality: {latency: {p95: 150ms}, throughput: 10/s, availability: 99.9%}}
entities: {Box: {fields: {label: string(9)}}}
"""
MEASURED = {"p50": 20.0, "p95": 120.0, "throughput": 11.0, "availability": 1.0}
REPORT: dict[str, Any] = {
    "format": 1,
    "met": True,
    "problem": "",
    "seconds": 60.0,
    "measured": MEASURED,
    "goals": [],
    "requests": {"Box.list": 500, "Box.get": 160},
    "failures": [],
    "without_rows": [],
}


def told(folder: Path, report: object, *options: str, design: str = DESIGN) -> Any:
    (folder / "design.yaml").write_text(design)
    file = folder / "report.json"
    file.write_text(report if isinstance(report, str) else json.dumps(report))
    asked = ["load", str(file), "--design", str(folder / "design.yaml"), *options]
    return CliRunner().invoke(cli.app, asked)


def test_goals_that_are_met_end_in_nothing(tmp_path: Path) -> None:
    found = told(tmp_path, REPORT)
    assert found.exit_code == 0
    assert found.output.splitlines()[0] == "660 requests in 60 s."
    assert found.output.count(" met (") == 3


@pytest.mark.parametrize(
    ("name", "value"), [("p95", 151), ("throughput", 9.9), ("availability", 0.998)]
)
def test_a_goal_that_is_missed_is_told(tmp_path: Path, name: str, value: float) -> None:
    found = told(tmp_path, {**REPORT, "measured": {**MEASURED, name: value}})
    assert found.exit_code == 3
    (line,) = (each for each in found.output.splitlines() if "MISSED" in each)
    assert line.split()[0] == name


def test_the_goals_are_those_that_the_design_has_now(tmp_path: Path) -> None:
    stricter = DESIGN.replace("150ms", "100ms")
    assert told(tmp_path, REPORT, design=stricter).exit_code == 3


@pytest.mark.parametrize(
    ("report", "sentence"),
    [
        ({**REPORT, "measured": {}, "requests": {}}, "Nothing was measured."),
        ({**REPORT, "problem": "Nobody\nsigns in."}, "Nobody signs in."),
    ],
)
def test_what_says_nothing_is_no_success(
    tmp_path: Path, report: object, sentence: str
) -> None:
    found = told(tmp_path, report)
    assert found.exit_code == 3
    assert sentence in found.output


def test_a_design_without_a_goal_is_told(tmp_path: Path) -> None:
    _, _, rest = DESIGN.partition("}}\n")
    found = told(tmp_path, REPORT, design=f"name: lab\n{rest}")
    assert found.exit_code == 3
    assert "The design has no goal" in found.output


def test_a_program_is_told_in_json(tmp_path: Path) -> None:
    missed = {**REPORT, "measured": {**MEASURED, "p95": 200}}
    found = told(tmp_path, missed, "--json")
    assert found.exit_code == 3
    said = json.loads(found.output)
    assert said["met"] is False
    assert {each["goal"]: each["met"] for each in said["goals"]} == {
        "p95": False,
        "throughput": True,
        "availability": True,
    }


@pytest.mark.parametrize(
    "report",
    [
        "no JSON",
        [],
        {},
        {**REPORT, "format": 2},
        {**REPORT, "measured": {"p95": "fast"}},
        '{"format": 1, "measured": {"p95": NaN}}',
        {**REPORT, "failures": ["one"]},
        {**REPORT, "seconds": True},
    ],
)
def test_another_file_is_refused_in_a_sentence(tmp_path: Path, report: object) -> None:
    found = told(tmp_path, report)
    assert found.exit_code == 2
    assert "is no report of a load test" in " ".join(found.output.split())
