"""Whatever a team does to its files, and whatever the design becomes: no line is ever lost."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from changes import LAB, STEPS, Step
from lost import lost
from memory import File, Tree, created, updated

from bd_scaffold.emit import resources

CELLS = 1_200
_SEED = 20_261_124

# A blueprint of some files of the real one: those in which a design's names are.
_KEPT = ("__area__", "__retired__", "__slice__/", "__tests__/factory", "docs/decisions")
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


class _Hand:
    """Somebody who does anything to a project."""

    def __init__(self, chance: random.Random, tree: Tree) -> None:
        self.chance = chance
        self.tree = dict(tree)
        self.number = 0

    def works(self) -> Tree:
        """Return the project after a few edits."""
        for _ in range(self.chance.randint(1, 8)):
            edit: Callable[[str], None] = self.chance.choice(self._edits())
            edit(self.chance.choice(self._paths()))
        return self.tree

    def _edits(self) -> list[Callable[[str], None]]:
        often = [self.insert, self.replace, self.remove, self.insert, self.own]
        rare = [
            self.move,
            self.delete,
            self.executable,
            self.dos,
            self.bytes,
            self.link,
        ]
        return [*often, *often, *rare, self.unended, self.occupy]

    def _paths(self) -> list[str]:
        ours = (".copier-answers.yml", ".bd/", "design.yaml", "uv.lock")
        return [path for path in sorted(self.tree) if not path.startswith(ours)]

    def _line(self) -> bytes:
        self.number += 1
        word = self.chance.choice(
            ["Box", "BoxService", "box", "amount", "tag", "State"]
        )
        return f"    mine_{self.number} = {word}({self.number})  # mine\n".encode()

    def _lines(self, path: str) -> list[bytes]:
        return self.tree[path].content.splitlines(keepends=True)

    def _put(self, path: str, lines: list[bytes]) -> None:
        self.tree[path] = self.tree[path]._replace(content=b"".join(lines))

    def insert(self, path: str) -> None:
        lines = self._lines(path)
        at = self.chance.randint(0, len(lines))
        lines[at:at] = [self._line() for _ in range(self.chance.randint(1, 3))]
        self._put(path, lines)

    def replace(self, path: str) -> None:
        if lines := self._lines(path):
            at = self.chance.randrange(len(lines))
            lines[at : at + self.chance.randint(1, 4)] = [self._line()]
            self._put(path, lines)

    def remove(self, path: str) -> None:
        if lines := self._lines(path):
            at = self.chance.randrange(len(lines))
            del lines[at : at + self.chance.randint(1, 4)]
            self._put(path, lines)

    def own(self, path: str) -> None:
        name = f"{Path(path).parent.as_posix()}/own_{self.number}.py"
        imports = b"from .service import BoxService\nfrom lab.models import Box\n"
        self.tree[name] = File(imports + self._line())

    def occupy(self, _: str) -> None:
        """Put a file where some change generates or moves one."""
        later = created(self.chance.choice(STEPS).new)
        name = self.chance.choice(sorted(later))
        if name not in self.tree:
            self.tree[name] = File(self._line())

    def move(self, path: str) -> None:
        name = f"{Path(path).parent.as_posix()}/moved_{self.number}_{Path(path).name}"
        self.tree[name] = self.tree.pop(path)

    def delete(self, path: str) -> None:
        del self.tree[path]

    def executable(self, path: str) -> None:
        self.tree[path] = self.tree[path]._replace(mode="100755")

    def dos(self, path: str) -> None:
        lines = self.tree[path].content.splitlines()
        self._put(path, [line + b"\r\n" for line in lines])

    def bytes(self, path: str) -> None:
        lines = self._lines(path)
        lines.append(self.chance.choice([b"# \xff\xfe\n", b"# \0 nothing\n"]))
        self._put(path, lines)

    def unended(self, path: str) -> None:
        self._put(path, [self.tree[path].content.rstrip(b"\n")])

    def link(self, path: str) -> None:
        self.tree[path] = File(b"elsewhere.py", "120000")


@pytest.mark.usefixtures("_small")
def test_no_line_is_lost_in_any_random_cell() -> None:
    chance = random.Random(_SEED)
    for number in range(CELLS):
        step: Step = chance.choice(STEPS)
        fresh = created(step.old)
        project = _Hand(chance, fresh).works()
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
