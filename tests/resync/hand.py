"""Somebody who does anything to a project, and leaves lines that can be told from all others."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

from changes import STEPS
from memory import File, Tree, created


class Hand:
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
        ours = (".copier-answers.yml", ".bd/", "design.yaml", "uv.lock", "migrations/")
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
