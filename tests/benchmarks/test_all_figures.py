"""The figures of asynchronous work are told together: what was measured, and what was not."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

BENCHMARKS = Path(__file__).resolve().parents[2] / "benchmarks"


@pytest.fixture(autouse=True)
def _benchmarks(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.syspath_prepend(BENCHMARKS)
    yield
    sys.modules.pop("asynchronous", None)


def figures_of(tmp_path: Path, program: str) -> dict[str, tuple[float | None, str]]:
    """Return what is told of aims that a program speaks of, by their members."""
    from asynchronous import Aim, figures, run

    (tmp_path / "made.py").write_text(f'"""Say.\n\nBy hand."""\n{program}')
    aims = [
        Aim("ratio", "made", "ratios.one", least=0.5),
        Aim("cost", "made", "ratios.two", most=0.9),
        Aim("needy", "made", "none.ratios.a / b", least=1, needs="some broker"),
        Aim("other", "another", "ratios.one", least=1),
    ]
    found = {"made": run("made.py", ("3",), tmp_path)}
    told = {
        each.said: (each.measured, each.not_run or str(each.met))
        for each in figures(aims, found)
    }
    assert told.pop("needy")[0] is None
    return told


def test_each_figure_is_told_beside_its_aim(tmp_path: Path) -> None:
    told = {"ratios": {"one": 0.5, "two": 0.91}}
    assert figures_of(tmp_path, f"print({json.dumps(told)!r})") == {
        "ratio": (0.5, "True"),
        "cost": (0.91, "False"),
    }


def test_what_a_program_is_asked_with_reaches_it(tmp_path: Path) -> None:
    said = "import json, sys; print(json.dumps({'ratios': {'one': len(sys.argv)}}))"
    assert figures_of(tmp_path, said)["ratio"] == (3, "True")


@pytest.mark.parametrize(
    ("program", "reason"),
    [
        ("import sys; sys.exit('This needs a Redis: apt install redis-server')", None),
        (
            "raise SystemExit('first\\nThis needs a Redis: apt install redis-server')",
            None,
        ),
        ("raise SystemExit(3)", "it printed no JSON"),
        ("print('one 0.5')", "it printed no JSON"),
        ("print({})", "no ratios.one told"),
    ],
)
def test_what_could_not_be_measured_is_told_as_not_run(
    tmp_path: Path, program: str, reason: str | None
) -> None:
    said = reason or "This needs a Redis: apt install redis-server"
    assert figures_of(tmp_path, program)["ratio"] == (None, said)


def test_a_program_says_of_which_of_its_figures_it_could_not_run(
    tmp_path: Path,
) -> None:
    told = {"ratios": {"two": 0.1}, "not_run": {"one": "This needs NATS"}}
    assert figures_of(tmp_path, f"print({json.dumps(told)!r})") == {
        "ratio": (None, "This needs NATS"),
        "cost": (0.1, "True"),
    }


def test_what_is_to_be_installed_is_said_where_a_program_leaves_it_out() -> None:
    from asynchronous import Aim, Ran, figures

    aim = Aim("needy", "made", "none.ratios.a / b", least=1, needs="some broker")
    ran = [Ran((), 1, told) for told in ({}, {"none": {"ratios": {"a / b": 2}}})]
    (without,), (measured,) = ([*figures([aim], {"made": each})] for each in ran)
    assert (without.measured, without.not_run) == (None, "it needs some broker")
    assert (measured.measured, measured.met) == (2, True)


def test_faults_are_counted_though_they_end_a_program_as_a_failure(
    tmp_path: Path,
) -> None:
    told = {"ratios": {"one": [], "two": ["a", "b"]}}
    assert figures_of(
        tmp_path, f"print({json.dumps(told)!r}); raise SystemExit(1)"
    ) == {
        "ratio": (0, "False"),
        "cost": (2, "False"),
    }


def test_a_program_that_is_not_there_is_not_run() -> None:
    from asynchronous import run

    assert run("nothing.py", ()).not_run == "there is no benchmarks/nothing.py"


def test_all_of_it_says_how_and_on_what_it_was_measured() -> None:
    from asynchronous import AIMS, PROGRAMS, machine, method

    assert {each.program for each in AIMS} == PROGRAMS.keys()
    for each in PROGRAMS.values():
        if (BENCHMARKS / each.script).exists():
            assert len(method(each.script)) > 60, each
    said = machine()
    assert said["cores"] >= 1
    assert said["postgresql"].startswith("postgres (PostgreSQL) 18")


@pytest.mark.thorough
def test_the_figures_are_measured_in_one_run() -> None:
    from asynchronous import AIMS, PROGRAMS, measured

    names = [n for n, e in PROGRAMS.items() if (BENCHMARKS / e.script).exists()]
    found = measured(names, smallest=True)
    told = {each["said"]: each["measured"] for each in found["figures"]}
    assert told.keys() == {each.said for each in AIMS if each.program in names}
    assert None not in told.values()
    assert found["programs"].keys() == {*names}
