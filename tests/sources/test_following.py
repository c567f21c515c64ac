"""A project follows a team's blueprint, moves between blueprints, and keeps its edits."""

from __future__ import annotations

import shutil
from pathlib import Path

import company
import pytest
from company import (
    answers,
    commit,
    copier,
    create,
    edit,
    release,
    scaffold,
    status,
    tree,
)

NEWER = {
    "acme/outputs/AUDIT.md.jinja": (
        "# Audit of {{ model.project.title }}\n\nFirst.\n\nTwo.\n\nEnd.\n"
    ),
    "acme/CHANGELOG.md": (
        "# Changelog\n\n## 1.1.0\n\n### What changes in your project\n\n"
        "The audit begins with another word.\n"
    ),
}


@pytest.fixture
def project(repository: Path, tmp_path: Path) -> Path:
    """Return a project of the team's blueprint, with an edit."""
    folder = create(tmp_path / "notes", "--blueprint", repository)
    edit(folder / "AUDIT.md", "End.", "Mine.")
    commit(folder)
    return folder


def test_an_update_is_what_copier_makes_and_nothing_is_left_for_either(
    repository: Path, project: Path, tmp_path: Path
) -> None:
    theirs = Path(shutil.copytree(project, tmp_path / "theirs"))
    release(repository, "v1.1.0", NEWER)
    said = scaffold(project, "plan")
    assert "Blueprint: v1.0.0 → v1.1.0" in said
    assert "The audit begins with another word." in said
    assert status(project) == []
    scaffold(project, "update")
    copier(theirs, "update", "--quiet", "--defaults")
    assert tree(project) == tree(theirs)
    assert (project / "AUDIT.md").read_text().endswith("First.\n\nTwo.\n\nMine.\n")
    for folder in (project, theirs):
        commit(folder)
    copier(project, "update", "--quiet", "--defaults")
    scaffold(theirs, "update")
    assert status(project) == status(theirs) == []


def test_what_people_made_of_it_is_told(repository: Path, project: Path) -> None:
    assert "+Mine." in scaffold(project, "diff")
    assert "up to date with its design and its blueprint" in scaffold(
        project, "check", "--project", "."
    )
    release(repository, "v1.1.0", NEWER)
    said = scaffold(project, "check", "--project", ".", exits=3)
    assert f"{repository} has v1.1.0" in said


def test_a_design_is_compiled_for_copier(project: Path) -> None:
    edit(project / "design.yaml", "string(200)", "string(100)")
    said = scaffold(project, "compile", "--allow", "*")
    assert "wrote .bd/model.yaml" in said
    commit(project)
    copier(project, "update", "--quiet", "--defaults")
    commit(project)
    scaffold(project, "update")
    assert status(project) == []


def test_a_project_moves_to_the_teams_blueprint_and_keeps_its_edits(
    repository: Path, tmp_path: Path
) -> None:
    project = create(tmp_path / "notes")
    edit(project / "README.md", "# Notes", "# My notes")
    edit(
        project / "src/notes/main.py", "def create_app", "MINE = 1\n\n\ndef create_app"
    )
    commit(project)
    said = scaffold(project, "update", "--blueprint", repository)
    assert "2 new, 2 clean, 1 removed" in said
    assert answers(project).endswith(f'_commit: "v1.0.0"\n_src_path: "{repository}"\n')
    assert "# My notes" in (project / "README.md").read_text()
    assert "MINE = 1" in (project / "src/notes/main.py").read_text()
    assert (project / "Dockerfile").read_text() == "FROM acme/python\n"
    assert not (project / ".editorconfig").exists()
    commit(project)
    copier(project, "update", "--quiet", "--defaults")
    assert status(project) == []


def test_a_project_moves_from_one_team_to_another(
    repository: Path, project: Path, tmp_path: Path
) -> None:
    fork = Path(shutil.copytree(repository, tmp_path / "fork"))
    release(fork, "v1.1.0", NEWER)
    said = scaffold(project, "plan", "--blueprint", fork)
    assert f"Blueprint: {repository} v1.0.0 → {fork} v1.1.0" in said
    scaffold(project, "update", "--blueprint", fork)
    assert (project / "AUDIT.md").read_text().endswith("First.\n\nTwo.\n\nMine.\n")


def test_a_conflict_says_which_blueprint_wrote_what(
    repository: Path, project: Path, tmp_path: Path
) -> None:
    fork = Path(shutil.copytree(repository, tmp_path / "fork"))
    end = {"acme/outputs/AUDIT.md.jinja": "# Audit of Notes\n\nOne.\n\nTwo.\n\nOver.\n"}
    release(fork, "v1.1.0", end)
    scaffold(project, "update", "--blueprint", fork, exits=1)
    text = (project / "AUDIT.md").read_text()
    assert f">>>>>>> as generated now (v1.1.0 of {fork})" in text


def test_a_blueprint_whose_address_moved_is_found_at_the_new_one(
    repository: Path, project: Path, tmp_path: Path
) -> None:
    moved = repository.rename(tmp_path / "moved")
    before = tree(project)
    said = scaffold(project, "update", exits=2)
    assert said.startswith(
        f"bd-scaffold: {repository} can't be read: it is no folder of this machine, "
        "but of the one where the project was made. "
    )
    assert "bd-scaffold update --blueprint ADDRESS" in said
    assert tree(project) == before
    release(moved, "v1.1.0", NEWER)
    scaffold(project, "update", "--blueprint", moved)
    assert (project / "AUDIT.md").read_text().endswith("First.\n\nTwo.\n\nMine.\n")
    assert f'_src_path: "{moved}"' in answers(project)


def test_a_project_does_not_move_to_a_folder_without_git(
    project: Path, tmp_path: Path
) -> None:
    folder = company.blueprint(tmp_path / "plain")
    said = scaffold(project, "update", "--blueprint", folder, exits=2)
    assert f"{folder} is a folder without git" in said
    assert status(project) == []
