"""Two names that are exchanged by way of a third: both carry what is theirs, over nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from changes import LAB
from lost import lost
from memory import File, Tree, created, model, updated
from repository import commit, create, lay, run, tree

_AREAS = "{store: [Item, Box], words: [Tag]}"
_BOX, _TAG = "{fields: {label: string(40) unique}}", "{fields: {word: string(20)}}"
_BOTH = f"  Box: {_BOX}\n  Tag: {_TAG}\n"


def _areas(areas: str) -> str:
    return LAB.replace(_AREAS, areas)


def _entities(listed: str, written: str, box: str) -> str:
    text = LAB.replace(_AREAS, listed).replace(_BOTH, written)
    return text.replace("box: Box?", f"box: {box}?")


def _was(name: str, text: str) -> str:
    return text.replace("{", f"{{was: {name}, ", 1)


EXCHANGES = {
    "areas": (
        _areas("{spare: {was: store, entities: [Item, Box]}, words: [Tag]}"),
        _areas("{spare: [Item, Box], store: {was: words, entities: [Tag]}}"),
        _areas("{words: {was: spare, entities: [Item, Box]}, store: [Tag]}"),
    ),
    "entities": (
        _entities(
            "{store: [Item, Spare], words: [Tag]}",
            f"  Spare: {_was('Box', _BOX)}\n  Tag: {_TAG}\n",
            "Spare",
        ),
        _entities(
            "{store: [Item, Spare], words: [Box]}",
            f"  Spare: {_BOX}\n  Box: {_was('Tag', _TAG)}\n",
            "Spare",
        ),
        _entities(
            "{store: [Item, Tag], words: [Box]}",
            f"  Tag: {_was('Spare', _BOX)}\n  Box: {_TAG}\n",
            "Tag",
        ),
    ),
}
_FIELDS = {"label": "Box", "word": "Tag", "code": "Item"}


def _paths(tree: Tree, design: str, previous: str = "") -> dict[str, str]:
    """Return who each file of an entity is about, by its first field, which stays."""
    found = {}
    made = model(design, previous)
    for entity in made.entities:
        columns = made.tables[entity.table].columns
        whose = next(_FIELDS[each.name] for each in columns if each.name in _FIELDS)
        own = (f"{entity.directory}/", f"src/lab/models/{entity.variable}.py")
        found |= {path: whose for path in tree if path.startswith(own)}
    return found


def _marked() -> Tree:
    """Every file of an entity has a last line of its own, which says whose it is."""
    tree = dict(created(LAB))
    for path, whose in _paths(tree, LAB).items():
        tree[path] = File(tree[path].content + f"# of {whose}\n".encode())
    return tree


def _owners(tree: Tree, paths: Sequence[str]) -> dict[str, str]:
    return {
        path: tree[path].content.rstrip().rpartition(b"# of ")[2].decode()
        for path in paths
    }


@pytest.mark.parametrize("steps", EXCHANGES.values(), ids=EXCHANGES)
def test_each_carries_its_edits_over_nothing_else(steps: Sequence[str]) -> None:
    tree_, old, before = _marked(), LAB, ""
    for new in steps:
        after = updated(tree_, new, old)
        assert after.conflicts == set()
        assert lost(tree_, created(old, before), after) == []
        assert _owners(after.tree, [*_paths(after.tree, new, old)]) == _paths(
            after.tree, new, old
        )
        tree_, old, before = after.tree, new, old
    assert len(_paths(tree_, old)) == len(_paths(created(LAB), LAB))


def test_a_repository_follows_an_exchange(tmp_path: Path) -> None:
    folder = tmp_path / "lab"
    create(folder, LAB)
    lay(folder, created(LAB), _marked())
    commit(folder)
    for new in EXCHANGES["entities"]:
        (folder / "design.yaml").write_text(new)
        assert run(folder).conflicts == ()
        commit(folder)
    there = tree(folder)
    assert _owners(there, [*_paths(there, new)]) == _paths(there, new)
    assert run(folder).lines == ()
