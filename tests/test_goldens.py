"""`examples/` is what the tool writes today: its difference is read like code."""

from __future__ import annotations

import runpy
from difflib import unified_diff
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SCRIPT = runpy.run_path(str(ROOT / "scripts" / "regenerate_examples.py"))
SHOWN = 80


@pytest.mark.parametrize("name", SCRIPT["GOLDEN"])
def test_the_committed_example_is_what_is_written_today(name: str) -> None:
    committed, written = read(ROOT / "examples" / name), SCRIPT["written"](name)
    lines = [
        line
        for path in sorted(written.keys() | committed.keys())
        for line in difference(path, committed.get(path), written.get(path))
    ]
    assert not lines, "\n".join(["`just examples` writes:", *lines[:SHOWN]])


def read(folder: Path) -> dict[str, str]:
    """What is committed of a project: what a run of it leaves behind is not."""
    left = {"__pycache__", ".venv", ".pytest_cache", ".mypy_cache", ".ruff_cache"}
    return {
        path.relative_to(folder).as_posix(): path.read_bytes().decode()
        for path in folder.rglob("*")
        if path.is_file() and not left & set(path.parts) and path.suffix != ".db"
    }


def difference(path: str, committed: str | None, written: str | None) -> list[str]:
    """The lines in which a file differs, none where it does not."""
    if committed == written:
        return []
    names = (
        path if committed is not None else "nothing",
        path if written is not None else "nothing",
    )
    before, after = (committed or "").split("\n"), (written or "").split("\n")
    return [
        line[:160] for line in unified_diff(before, after, *names, lineterm="", n=1)
    ] or [f"{path} is empty, and was not there, or the other way round"]
