"""Scripts for backups are made where there is a log to receive, and are sound."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from bd_scaffold import pipeline

DESIGN = "name: lab\ndeployment: {backup: true}\nentities: {Box: {fields: {name: string(20)}}}\n"


def files_of(text: str) -> dict[str, str]:
    model = pipeline.build(pipeline.check(text.encode(), "design.yaml"))
    return dict(pipeline.render(text.encode(), model))


@pytest.mark.parametrize("name", ["archive", "backup", "restore"])
def test_shellcheck_has_nothing_to_say_of_them(name: str, tmp_path: Path) -> None:
    file = tmp_path / f"{name}.sh"
    file.write_text(files_of(DESIGN)[f"ops/{name}.sh"])
    run = subprocess.run(
        ["shellcheck", file], capture_output=True, text=True, check=False
    )
    assert (run.returncode, run.stdout) == (0, "")


def test_the_page_of_backups_says_how_they_are_made() -> None:
    page = files_of(f"{DESIGN}documents: true\n")["docs/backup.md"]
    assert "ops/archive.sh" in page
    assert "Nothing in the project makes backups" not in page
    plain = DESIGN.replace("backup: true", "backup: false")
    page = files_of(f"{plain}documents: true\n")["docs/backup.md"]
    assert "Nothing in the project makes backups" in page


def test_sqlite_has_no_log_and_is_told_so() -> None:
    text = f"{DESIGN}database: {{engine: sqlite}}\n"
    [note] = pipeline.noted(text.encode(), "design.yaml")
    assert str(note) == (
        "design.yaml:2:14 BD1047 deployment.backup: SQLite has no log that could be received: "
        "there are no scripts. Write database: {engine: postgresql}, or leave the word out."
    )
    assert not [path for path in files_of(text) if path.startswith("ops/")]
