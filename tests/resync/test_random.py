"""Whatever a team does to its files, and whatever the design becomes: no line is ever lost."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from changes import LAB, STEPS, Step
from drawn_settings import share
from hand import Hand
from lost import lost
from memory import File, Tree, created, updated

from bd_scaffold.sources import resources

CELLS = share(1_200)
_SEED = 20_261_124

# A blueprint of some files of the real one: those in which a design's names are.
_KEPT = (
    "__area__",
    "__retired__",
    "__slice__/",
    "__tests__/resource",
    "docs/decisions",
)
_MODELS = "src/__package__/models/"


@pytest.fixture(scope="module")
def _small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Leave of the blueprint what differs most from design to design."""
    folder = tmp_path_factory.mktemp("small") / "blueprint"
    folder.mkdir()
    for path in resources.BLUEPRINT.iterdir():
        if path.name != "fastapi":
            (folder / path.name).symlink_to(path)
    (folder / "fastapi").mkdir()
    for path in (resources.BLUEPRINT / "fastapi").iterdir():
        if path.name != "manifest.jinja":
            (folder / "fastapi" / path.name).symlink_to(path)
    manifest = resources.BLUEPRINT / "fastapi" / "manifest.jinja"
    lines = manifest.read_text().splitlines(keepends=True)
    (folder / "fastapi" / "manifest.jinja").write_text("".join(filter(_is_kept, lines)))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(resources, "BLUEPRINT", folder)
        created.cache_clear()
        yield
    created.cache_clear()


def _is_kept(line: str) -> bool:
    if not line.startswith('  ["'):
        return True
    path = line.split('"')[1]
    kept = (*_KEPT, _MODELS, ".copier-answers.yml", "src/__package__/api.py", "uv.lock")
    return path.startswith(kept) and "schemas" not in path


@pytest.mark.usefixtures("_small")
def test_no_line_is_lost_in_any_random_cell() -> None:
    chance = random.Random(_SEED)
    for number in range(CELLS):
        step: Step = chance.choice(STEPS)
        fresh = created(step.old)
        project = Hand(chance, fresh).works()
        after = updated(project, step.new, step.old)
        assert lost(project, fresh, after) == [], (number, step.name)
        _check_paths(after.tree, project)
        if step.new == LAB and not after.conflicts:
            again = updated(after.tree, step.new, step.new)
            assert again.tree == after.tree, (number, step.name)


def _check_paths(tree: Tree, project: Tree) -> None:
    """A tree is one that a folder can hold, if the project was."""
    folders = {parent.as_posix() for path in tree for parent in Path(path).parents}
    assert folders.isdisjoint(tree.keys() - project.keys())


def test_a_lost_line_is_found() -> None:
    fresh = created(LAB)
    path = "src/lab/models/box.py"
    mine = fresh[path].content + b"MINE = 1\n"
    project = {**fresh, path: File(mine)}
    after = updated(project, LAB, LAB)
    assert lost(project, fresh, after) == []
    forgetful = replace(after, tree={**after.tree, path: fresh[path]})
    assert lost(project, fresh, forgetful) == [f"{path}: {b'MINE = 1'!r}"]
