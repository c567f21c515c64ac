"""Random cells through the whole of an update, on real repositories: no line is lost there."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from changes import STEPS, Step
from drawn_settings import share
from hand import Hand
from lost import lost
from memory import After, Tree, created
from repository import commit, create, git, lay, run, status, tree

from bd_scaffold import update

CELLS = 12
_SEED = 20_261_125


def _cells() -> list[tuple[Step, int]]:
    chance = random.Random(_SEED)
    cells = [(step, chance.randrange(10**6)) for step in chance.sample(STEPS, CELLS)]
    return cells[: share(CELLS)]


@pytest.mark.parametrize(
    ("step", "seed"), _cells(), ids=[f"{step.name}-{seed}" for step, seed in _cells()]
)
def test_no_line_is_lost_in_a_repository(step: Step, seed: int, tmp_path: Path) -> None:
    folder = tmp_path / "lab"
    project = _edited(folder, step, random.Random(seed))
    (folder / "design.yaml").write_text(step.new)
    options = update.UpdateOptions(allow=("*",))
    outcomes = update.make(folder, options, lambda _: None).files.outcomes
    done = run(folder)
    after = After(tree(folder), outcomes)
    assert set(done.conflicts) == after.conflicts
    assert lost(project, created(step.old), after) == []
    if not done.conflicts:
        assert [line for line in status(folder) if line[1] != " "] == []
        commit(folder)
        assert run(folder).lines == ()
        assert status(folder) == []
        return
    update.abandon(folder)
    design = project["design.yaml"]._replace(content=step.new.encode())
    assert tree(folder) == {**project, "design.yaml": design}


def _edited(folder: Path, step: Step, chance: random.Random) -> Tree:
    """Create a project, have somebody work in it, and return it as git checks it out."""
    create(folder, step.old)
    fresh = created(step.old)
    lay(folder, fresh, Hand(chance, fresh).works())
    commit(folder)
    git(folder, "checkout-index", "--all", "--force")
    return tree(folder)
