"""Conflicts are git's own; an update is finished or taken back; what can't be done is said."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import forked
import pytest
from changes import LAB
from repository import commit, copy, create, git, status, tree

NEW = LAB.replace("amount: integer = 0", "amount: bigint = 7")
PATH = "src/lab/models/item.py"
_MINE = "amount: Mapped[int] = mapped_column(sa.SmallInteger(), default=3)\n"


def scaffold(folder: Path, *arguments: str, exits: int = 0) -> str:
    """Return what the command says in a folder, both streams together.

    An update is asked for with whatever it breaks, which is not what is tried here.
    """
    if arguments == ("update",):
        arguments = ("update", "--allow", "*")
    ended = forked.run(("bd-scaffold", *arguments), folder)
    assert ended.code == exits, ended.said
    return ended.said


@pytest.fixture(scope="module")
def created(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("created") / "lab"
    create(folder, LAB)
    return folder


@pytest.fixture
def project(created: Path, tmp_path: Path) -> Path:
    """Return a project in which somebody changed a line that the design changes too."""
    folder = copy(created, tmp_path / "lab")
    lines = (folder / PATH).read_text().splitlines(keepends=True)
    at = next(i for i, each in enumerate(lines) if each.startswith("    amount:"))
    end = next(
        i for i in range(at, len(lines)) if lines[i].startswith(("    )", "    s"))
    )
    lines[at:end] = [f"    {_MINE}"]
    (folder / PATH).write_text("".join(lines))
    commit(folder)
    (folder / "design.yaml").write_text(NEW)
    return folder


@pytest.fixture
def conflict(project: Path) -> Path:
    """Return it after the update, with the conflict in it."""
    scaffold(project, "update", exits=1)
    return project


def test_the_summary_says_first_that_a_file_is_in_conflict(project: Path) -> None:
    said = scaffold(project, "update", exits=1)
    assert said.startswith("Updated lab, but for 1 file in conflict: ")
    assert "conflict," not in said
    assert said.endswith(
        f"Conflicts to resolve:\n  {PATH}\n\n"
        "Then run `bd-scaffold update --continue`, or `--abort` to undo the update.\n"
    )


def test_a_conflict_has_three_stages(conflict: Path) -> None:
    unmerged = git(conflict, "ls-files", "-u").splitlines()
    assert [line.split()[2] for line in unmerged] == ["1", "2", "3"]
    text = (conflict / PATH).read_text()
    assert "<<<<<<< your project\n" in text
    assert ">>>>>>> as generated now (" in text
    assert _MINE in git(conflict, "show", f":2:{PATH}")
    assert "BigInteger" in git(conflict, "show", f":3:{PATH}")


@pytest.mark.parametrize(("side", "word"), [("ours", "Small"), ("theirs", "Big")])
def test_either_side_can_be_checked_out(conflict: Path, side: str, word: str) -> None:
    git(conflict, "checkout", f"--{side}", PATH)
    assert f"{word}Integer" in (conflict / PATH).read_text()
    scaffold(conflict, "update", "--continue")
    assert git(conflict, "ls-files", "-u") == ""
    assert f"{word}Integer" in git(conflict, "show", f":0:{PATH}")


def test_continue_wants_every_mark_resolved(conflict: Path) -> None:
    said = scaffold(conflict, "update", "--continue", exits=2)
    assert said == (
        f"bd-scaffold: these files still contain conflict markers: {PATH}; resolve them, "
        "and run `bd-scaffold update --continue` again\n"
    )
    assert git(conflict, "ls-files", "-u")


def test_abort_of_an_update_that_nobody_touched_keeps_nothing(project: Path) -> None:
    before, index = tree(project), git(project, "ls-files", "--stage")
    scaffold(project, "update", exits=1)
    said = scaffold(project, "update", "--abort")
    assert said == "The project is as it was before the update.\n"
    assert tree(project) == before
    assert git(project, "ls-files", "--stage") == index


def test_abort_restores_everything_and_keeps_what_was_resolved(project: Path) -> None:
    before, index = tree(project), git(project, "ls-files", "--stage")
    scaffold(project, "update", exits=1)
    (project / PATH).write_text("RESOLVED = 1\n")
    (project / "Dockerfile").write_text("# edited meanwhile\n")
    said = scaffold(project, "update", "--abort")
    kept = said.rsplit(maxsplit=1)[1].removesuffix(".")
    assert git(project, "show", f"{kept}:{PATH}") == "RESOLVED = 1\n"
    assert (project / "Dockerfile").read_text() == "# edited meanwhile\n"
    git(project, "checkout", "Dockerfile")
    assert tree(project) == before
    assert git(project, "ls-files", "--stage") == index
    assert scaffold(project, "update", "--abort", exits=2) == (
        "bd-scaffold: there is no update under way or staged; `git revert` undoes a "
        "committed one\n"
    )


def test_an_update_under_way_is_finished_first(conflict: Path) -> None:
    before = tree(conflict)
    for command in ("update", "plan"):
        said = scaffold(conflict, command, exits=2)
        assert said == (
            "bd-scaffold: an update is under way: resolve its conflicts and run "
            "`bd-scaffold update --continue`, or take it back with "
            "`bd-scaffold update --abort`\n"
        )
    assert tree(conflict) == before


def test_a_conflict_in_what_is_no_text_waits_to_be_staged(project: Path) -> None:
    (project / PATH).write_bytes(b"# \0 mine\n")
    commit(project)
    scaffold(project, "update", exits=1)
    assert (project / PATH).read_bytes() == b"# \0 mine\n"
    scaffold(project, "update", "--continue", exits=2)
    git(project, "add", PATH)
    scaffold(project, "update", "--continue")
    assert git(project, "show", f":0:{PATH}") == "# \0 mine\n"


def test_what_was_resolved_and_committed_is_finished(conflict: Path) -> None:
    (conflict / PATH).write_text("RESOLVED = 1\n")
    commit(conflict)
    scaffold(conflict, "update", "--continue")
    assert status(conflict) == []


def _unclean(folder: Path) -> str:
    (folder / "README.md").write_text("mine\n")
    return (
        "these files have uncommitted changes: README.md; commit or stash them first, "
        "so that nothing of yours can be lost"
    )


def _unmerged(folder: Path) -> str:
    (folder / "design.yaml").write_text(LAB)
    for branch in ("one", "two"):
        git(folder, "checkout", "--quiet", "-b", branch, "HEAD")
        (folder / "README.md").write_text(f"{branch}\n")
        commit(folder)
        git(folder, "checkout", "--quiet", "-")
    git(folder, "merge", "--quiet", "one")
    git(folder, "merge", "two", fails=True)
    return "these files are in conflict: README.md; resolve and commit them first"


def _in_the_way(folder: Path) -> str:
    (folder / "design.yaml").write_text(
        NEW.replace("words: [Tag]", "words: [Tag, Shelf]")
        + "  Shelf: {fields: {row: integer}}\n"
    )
    (folder / "src/lab/models/shelf.py").write_text("mine\n")
    return (
        "these untracked files are in the way: "
        "src/lab/models/shelf.py; commit or move them first"
    )


def _link_for_a_folder(folder: Path) -> str:
    (folder / "elsewhere").mkdir()
    (folder / "elsewhere" / "own.py").write_text("mine\n")
    (folder / "src/lab/words/shelves").symlink_to("../../../elsewhere")
    commit(folder)
    _in_the_way(folder)
    (folder / "src/lab/models/shelf.py").unlink()
    return (
        "src/lab/words/shelves is not a folder, and src/lab/words/shelves/__init__.py has "
        "to go into it; move it first"
    )


def _no_repository(folder: Path) -> str:
    (folder / ".git").rename(folder.parent / "git")
    return (
        f"{folder} has no commit to return to: "
        "run `git init && git add --all && git commit`"
    )


def _no_commit(folder: Path) -> str:
    _no_repository(folder)
    git(folder, "init", "--quiet")
    return _no_repository_said(folder).replace("git init && ", "")


def _no_repository_said(folder: Path) -> str:
    return (
        f"{folder} has no commit to return to: "
        "run `git init && git add --all && git commit`"
    )


def _no_answers(folder: Path) -> str:
    (folder / ".copier-answers.yml").unlink()
    return (
        ".copier-answers.yml is missing: "
        "`git checkout HEAD -- .copier-answers.yml` brings it back"
    )


def _never_a_project(folder: Path) -> str:
    git(folder, "checkout", "--quiet", "--orphan", "other")
    git(folder, "rm", "-r", "--quiet", "--force", ".")
    (folder / "design.yaml").write_text(NEW)
    commit(folder)
    return (
        f"{folder} is not a project: it has no .copier-answers.yml; "
        "`bd-scaffold create` makes one"
    )


def _newer(folder: Path) -> str:
    path = folder / ".copier-answers.yml"
    text = path.read_text()
    at = text.index('_commit: "') + len('_commit: "')
    path.write_text(text[:at] + "v99.0.0" + text[text.index('"', at) :])
    commit(folder)
    return (
        "this release of bd-scaffold does not have v99.0.0 of bd://fastapi.git; upgrade "
        "bd-scaffold"
    )


@pytest.mark.parametrize(
    "spoil",
    [
        _unclean,
        _unmerged,
        _in_the_way,
        _link_for_a_folder,
        _no_repository,
        _no_commit,
        _no_answers,
        _never_a_project,
        _newer,
    ],
)
def test_what_stands_against_an_update_is_said_and_nothing_is_written(
    created: Path, tmp_path: Path, spoil: Callable[[Path], str]
) -> None:
    folder = copy(created, tmp_path / "lab")
    (folder / "design.yaml").write_text(NEW)
    sentence = spoil(folder)
    before = tree(folder)
    assert scaffold(folder, "update", exits=2) == f"bd-scaffold: {sentence}\n"
    assert tree(folder) == before
