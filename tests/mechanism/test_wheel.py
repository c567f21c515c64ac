"""The wheel, installed into an environment of its own, needs nothing of this checkout."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from lab import ROOT, Shell

CHANGELOG = "from bd_scaffold.sources import resources as r; print(r.CHANGELOG.read_text()[:11])"


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shell:
    """Return a folder whose commands are those of a fresh environment with the wheel."""
    shell = Shell(tmp_path)
    shell("uv", "build", "--quiet", "--wheel", "--out-dir", "dist", str(ROOT))
    wheel = next((tmp_path / "dist").glob("bd_scaffold-*.whl"))
    shell("uv", "venv", "--quiet", "--python", sys.executable, "venv")
    shell("uv", "pip", "install", "--quiet", "--python", "venv", str(wheel))
    (tmp_path / "tools" / "git-remote-bd").unlink()
    path = [str(tmp_path / "venv" / "bin"), "/usr/local/bin", "/usr/bin", "/bin"]
    monkeypatch.setenv("PATH", os.pathsep.join(path))
    monkeypatch.delenv("PYTHONPATH", raising=False)
    return shell


def test_create_and_update_from_the_wheel(installed: Shell) -> None:
    assert re.fullmatch(r"bd-scaffold \d.*\n", installed("bd-scaffold", "--version"))
    assert installed("venv/bin/python", "-c", CHANGELOG) == "# Changelog\n"
    created = installed("bd-scaffold", "create", "notes", "--example", "notes")
    assert "Created notes: 1 entity, 6 operations" in created
    project = Shell(installed.folder / "notes")
    with (project.folder / "design.yaml").open("a") as file:
        file.write("      shelf: string(20)?\n")
    project("bd-scaffold", "compile")
    project.commit("design")
    project("copier", "update")
    touched = " ".join(project.changes())
    assert "models/note.py" in touched
    assert "openapi.yaml" in touched
    assert subprocess.check_output(["which", "copier"], text=True).startswith(
        str(installed.folder)
    )


def test_documents_become_a_site_with_the_wheels_mermaid(installed: Shell) -> None:
    wheel = next((installed.folder / "dist").glob("bd_scaffold-*.whl"))
    with zipfile.ZipFile(wheel) as files:
        if "bd_scaffold/site/vendor/mermaid.min.js" not in files.namelist():
            pytest.skip("npm's registry can't be reached, so the wheel has no Mermaid")
    installed("bd-scaffold", "create", "notes", "--example", "notes")
    document = installed.folder / "notes" / "docs" / "flow.md"
    document.parent.mkdir(exist_ok=True)
    document.write_text("# Flow\n\n```mermaid\nflowchart LR\n  a --> b\n```\n")
    said = installed("bd-scaffold", "docs", "notes", "--html", "site")
    assert "It has mermaid 12.3.0 (MIT)." in said
    assert (installed.folder / "site/assets/mermaid-12.3.0.min.js").is_file()
