"""Plain Copier and `bd-scaffold update` make one tree, where nothing is renamed or removed."""

from __future__ import annotations

from pathlib import Path

import forked
import pytest
from changes import LAB, STEPS
from edits import EDITS, Site
from memory import File, created, model
from repository import commit, copy, create, git, lay, run, status, tree
from tools import offer_tools

from bd_scaffold import compiling
from bd_scaffold.sources.compiled import ANSWERS, COMPILED, parsed, values_of

_NAMES = ("Item", "Box", "Tag")
_DESIGNS = {step.name: step.new for step in STEPS if step.old == LAB}


@pytest.fixture(autouse=True)
def _tools(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let Copier find the blueprint that comes with the package."""
    offer_tools(tmp_path, monkeypatch)


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("lab") / "lab"
    create(folder, LAB)
    return folder


def _copier(folder: Path) -> None:
    compiling.compile_design(folder, ("*",))
    commit(folder, "design")
    ended = forked.run(("copier", "update", "--quiet", "--defaults"), folder)
    assert ended.code == 0, ended.said


def _whole(folder: Path) -> dict[str, File]:
    """Return a project's files, without the model where Copier's answers have it too."""
    found = tree(folder)
    text = found[COMPILED].content
    stored = values_of(found[ANSWERS].content)["bd_model"]
    assert parsed(text).model in ("", stored)
    kept = text.partition(b"model: |")[0]
    return {**found, COMPILED: File(kept, found[COMPILED].mode)}


def _edited(lab: Path, folder: Path, edit: str, design: str) -> Path:
    copy(lab, folder)
    lay(folder, created(LAB), EDITS[edit](Site(created(LAB), model(LAB), _NAMES)))
    commit(folder)
    (folder / "design.yaml").write_text(design)
    return folder


@pytest.mark.parametrize(
    ("change", "edit"),
    [
        ("entity added", "business rule"),
        ("optional field added", "own column"),
        ("operations removed", "deleted file"),
        ("index added", "own router"),
    ],
)
def test_both_make_the_same_tree_and_nothing_is_left_for_the_other(
    lab: Path, tmp_path: Path, change: str, edit: str
) -> None:
    ours = _edited(lab, tmp_path / "ours", edit, _DESIGNS[change])
    theirs = _edited(lab, tmp_path / "theirs", edit, _DESIGNS[change])
    assert run(ours).conflicts == ()
    _copier(theirs)
    assert _whole(ours) == _whole(theirs)
    for folder in (ours, theirs):
        commit(folder)
    _copier(ours)
    run(theirs)
    assert status(ours) == status(theirs) == []


def test_where_an_entity_is_renamed_copier_keeps_what_was_edited(
    lab: Path, tmp_path: Path
) -> None:
    design = _DESIGNS["entity renamed"]
    folder = _edited(lab, tmp_path / "lab", "service method", design)
    _copier(folder)
    kept = folder / "src/lab/store/boxes/service.py"
    assert "async def mine(self, given: Box) -> Box:" in kept.read_text()
    assert (folder / "src/lab/store/crates/service.py").is_file()
    assert not (folder / "src/lab/store/boxes/router.py").exists()
    assert git(folder, "ls-files", "-u") == ""
