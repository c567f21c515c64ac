"""An endpoint of one's own is in the contract, held against the application, and green."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from projects import Project

from bd_scaffold import pipeline, update
from bd_scaffold.update import UpdateOptions

DESIGN = b"""\
name: notes
entities: {Note: {fields: {title: string(200), pinned: boolean = false}}}
"""
ROUTE = """

@router.post(
    "/notes/{note_id}/pin", responses=responses(200, NoteRead, errors=(404, 422))
)
async def pin_note(note_id: NoteKey, service: NoteServiceDep) -> Response:
    note = await service.update(note_id, data=NoteUpdate(pinned=True))
    return response.one(note)
"""
FILTER = "\n    title: Text | MISSING = MISSING"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """Return a project to which somebody adds an endpoint, and a filter of a generated one."""
    for role in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{role}_NAME", "A Tester")
        monkeypatch.setenv(f"GIT_{role}_EMAIL", "tester@example.com")
    folder = tmp_path / "notes"
    pipeline.create(DESIGN, "design.yaml", folder, repository=True, progress=_quiet)
    router = folder / "src/notes/notes/router.py"
    router.write_text(router.read_text() + ROUTE)
    schemas = folder / "src/notes/notes/schemas.py"
    text = schemas.read_text()
    at = text.index("\n\n\nclass NotePage")
    schemas.write_text(text[:at] + FILTER + text[at:])
    repository = folder / "src/notes/notes/repository.py"
    text = repository.read_text()
    repository.write_text(
        text.replace("filters = (", 'filters = (\n        Filter("title"),')
    )
    return Project("notes", folder)


def _quiet(_: str) -> None:
    pass


def _tested(project: Project, *arguments: str) -> str:
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
    return subprocess.run(
        [*command, "tests/test_contract.py", *arguments],
        cwd=project.folder,
        env=project.environment(),
        capture_output=True,
        text=True,
        check=False,
    ).stdout


def _drafts(said: str) -> Iterator[str]:
    """Yield what the failing tests print below `paths:`, which can be pasted as it is."""
    lines = [*said.splitlines(), ""]
    while "paths:" in lines:
        del lines[: lines.index("paths:") + 1]
        end = next(n for n, line in enumerate(lines) if not line.startswith("  "))
        yield "".join(f"{line}\n" for line in lines[:end])


def test_the_failing_test_says_what_to_add_and_then_all_is_green(
    project: Project,
) -> None:
    said = _tested(project)
    assert "say in openapi.own.yaml what is printed below, commit, and run" in said
    assert "2 failed" in said
    own = "".join(_drafts(said))
    assert "- name: title\n        in: query\n" in own
    (project.folder / "openapi.own.yaml").write_text(f"paths:\n{own}")
    _commit(project)
    update.run(project.folder, UpdateOptions(), _quiet)
    _commit(project)
    assert " passed" in project.run("pytest", "-q", "-p", "no:cacheprovider")
    assert update.drifts(project.folder) == []


def _commit(project: Project) -> None:
    commit = ["git", "commit", "--quiet", "--all", "--message", "Pin notes"]
    subprocess.run(commit, cwd=project.folder, check=True)
