"""Two branches that both changed the design: one compile in their merge, and nothing is lost."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from changes import LAB
from repository import commit, copy, create, git, run, status

from bd_scaffold import compiling, migrate, update
from bd_scaffold.resync.project import ProjectError, UnsettledError

COUPON = "  Coupon:\n    fields:\n      code: string(20) unique\n"
INVOICE = "  Invoice:\n    fields:\n      number: string(20) unique\n"
COMMON = "src/lab/store/items/service.py"
ONE, TWO = "src/lab/store/boxes/service.py", "src/lab/words/tags/service.py"


def _with(entity: str, name: str) -> str:
    return re.sub(r"store: \[", f"store: [{name}, ", LAB) + entity


@pytest.fixture(scope="module")
def created(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("created") / "lab"
    create(folder, LAB)
    return folder


def _write(folder: Path, path: str, name: str) -> None:
    file = folder / path
    file.write_text(f"{file.read_text()}\n    def {name}(self) -> None: ...\n")


@pytest.fixture
def merging(created: Path, tmp_path: Path) -> Path:
    """Return a project in a merge of two branches, its design settled."""
    folder = copy(created, tmp_path / "lab")
    _write(folder, COMMON, "common")
    commit(folder)
    git(folder, "branch", "two")
    for branch, design, path in (
        ("main", _with(COUPON, "Coupon"), ONE),
        ("two", _with(INVOICE, "Invoice"), COMMON),
    ):
        git(folder, "checkout", "--quiet", branch)
        (folder / "design.yaml").write_text(design)
        run(folder)
        _write(folder, path, f"of_{branch}")
        commit(folder)
    git(folder, "checkout", "--quiet", "main")
    git(folder, "merge", "--quiet", "two", fails=True)
    return folder


def _settle(folder: Path) -> None:
    both = _with(COUPON, "Coupon, Invoice") + INVOICE
    (folder / "design.yaml").write_text(both)


def test_one_compile_makes_one_project_of_both(merging: Path) -> None:
    _settle(merging)
    done = compiling.compile_design(merging)
    assert done.joined
    assert done.conflicts == ()
    assert git(merging, "ls-files", "--unmerged") == ""
    commit(merging)
    made = update.make(merging, update.UpdateOptions(), lambda _: None)
    assert made.is_empty
    assert update.drifts(merging) == []
    mine = {
        each.path: [
            line[1:].split("(")[0].strip()
            for line in each.difference.splitlines()
            if line.startswith("+    def")
        ]
        for each in update.edits(merging)
    }
    assert mine == {
        ONE: ["def of_main"],
        COMMON: ["def common", "def of_two"],
    }


def test_the_migrations_of_both_are_joined(merging: Path) -> None:
    _settle(merging)
    compiling.compile_design(merging)
    folder = merging / migrate.FOLDER
    history = migrate.read_history(
        {f"{migrate.FOLDER}/{p.name}": p.read_text() for p in folder.glob("*.py")}
    )
    assert history.head == "0003_join_the_migrations_of_two"
    join = next(each for each in history.revisions if each.identifier == history.head)
    assert set(join.parents) == {"0002_add_coupons", "0002_add_invoices"}
    assert "create_table" not in (merging / join.path).read_text()


def test_a_lock_that_a_branch_has_changed_is_resolved_anew(merging: Path) -> None:
    git(merging, "merge", "--abort")
    path = merging / "pyproject.toml"
    text = path.read_text()
    path.write_text(
        text.replace("dependencies = [\n", 'dependencies = [\n    "anyio",\n', 1)
    )
    lock = merging / "uv.lock"
    lock.write_text(lock.read_text().replace('name = "lab"', 'name = "lab" # ours', 1))
    commit(merging)
    git(merging, "merge", "--quiet", "two", fails=True)
    both = _with(COUPON, "Coupon, Invoice") + INVOICE
    (merging / "design.yaml").write_text(f"version: 0.2.0\n{both}")
    done = compiling.compile_design(merging)
    assert done.lock == "uv.lock was resolved anew, with your own dependencies"
    assert '{ name = "anyio" }' in lock.read_text()


def test_it_can_be_compiled_again_and_taken_back(merging: Path) -> None:
    _settle(merging)
    compiling.compile_design(merging)
    git(merging, "merge", "--abort")
    left = [line for line in status(merging) if not line.startswith("??")]
    assert left == []


UNDO = "or take it back with `git merge --abort`"


def _says_each_command(folder: Path, state: str, way_out: str) -> None:
    """Hold that every command says what state a merge is in, and what is to be done."""
    for command in (
        lambda: update.make(folder, update.UpdateOptions(), lambda _: None),
        lambda: run(folder),
        lambda: update.edits(folder),
    ):
        with pytest.raises(UnsettledError) as refused:
            command()
        assert str(refused.value) == f"{state}: {way_out}"
    (drift,) = update.drifts(folder)
    assert (drift.kind, drift.message) == ("project", state)
    assert drift.hint == f"{way_out[0].upper()}{way_out[1:]}."


def test_before_the_compile_each_command_says_what_to_do(merging: Path) -> None:
    _says_each_command(
        merging,
        "a merge that changes the design is under way",
        "resolve design.yaml, run `bd-scaffold compile` and commit it, " + UNDO,
    )


def test_between_the_compile_and_the_commit_each_command_says_what_to_do(
    merging: Path,
) -> None:
    _settle(merging)
    compiling.compile_design(merging)
    state = "a merge that changes the design is resolved and not committed"
    _says_each_command(merging, state, f"commit it, {UNDO}")
    with pytest.raises(UnsettledError, match=state):
        compiling.compile_design(merging)


def test_an_edit_in_conflict_is_named_until_the_merge_is_committed(
    merging: Path,
) -> None:
    git(merging, "merge", "--abort")
    for branch in ("main", "two"):
        git(merging, "checkout", "--quiet", branch)
        (merging / "notes.txt").write_text(branch)
        commit(merging)
    git(merging, "checkout", "--quiet", "main")
    git(merging, "merge", "--quiet", "two", fails=True)
    _settle(merging)
    compiling.compile_design(merging)
    _says_each_command(
        merging,
        "a merge that changes the design is under way, with conflicts in notes.txt",
        f"resolve them and commit it, {UNDO}",
    )


def test_a_rebase_says_its_own_commands(merging: Path) -> None:
    git(merging, "merge", "--abort")
    git(merging, "rebase", "--quiet", "two", fails=True)
    _says_each_command(
        merging,
        "a rebase that changes the design is under way",
        "resolve design.yaml, run `bd-scaffold compile` and `git rebase --continue`, "
        "or take it back with `git rebase --abort`",
    )


def test_a_design_with_marks_is_to_be_settled_first(merging: Path) -> None:
    with pytest.raises(ProjectError, match=r"design\.yaml contains conflict markers"):
        compiling.compile_design(merging)


def test_two_steps_are_not_for_a_merge(merging: Path) -> None:
    _settle(merging)
    with pytest.raises(ProjectError, match="the migration of a merge has one step"):
        compiling.compile_design(merging, expand_contract=True)
