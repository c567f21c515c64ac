"""Reading a repository's objects: one git answers for as long as they are read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import IO, cast

from ...record import Record
from . import process
from .process import GitError

PLAIN_MODE = "100644"
EXECUTABLE_MODE = "100755"
LINK_MODE = "120000"
_FOLDER_MODE = "40000"

_AT_ONCE = 500
"""How many questions git is asked at once: so many fit into a pipe, whose reader then waits."""


class Blob(Record, frozen=True):
    """A file as git keeps it: its mode, as in `100644`, and its object."""

    mode: str
    oid: str


def object_name(content: bytes, like: str) -> str:
    """Return the name that git gives a content, in the form of another object's name."""
    import hashlib  # loads OpenSSL, which most commands do without

    kind = hashlib.sha1 if len(like) == 40 else hashlib.sha256
    return kind(b"blob %d\0" % len(content) + content).hexdigest()


class Objects:
    """The objects of a repository."""

    def __init__(self, questions: IO[bytes], answers: IO[bytes]) -> None:
        self._questions = questions
        self._answers = answers

    def commit(self, name: str) -> str | None:
        """Return the commit that a name stands for, or None where there is none."""
        if any(not character.isprintable() for character in name):
            return None  # it would be another question
        ((oid, kind, _),) = self._asked([f"{name}^{{commit}}"])
        return oid if kind == "commit" else None

    def content(self, name: str) -> bytes | None:
        """Return what stands in the object of a name such as `HEAD:path`, or None."""
        if any(not character.isprintable() for character in name):
            return None  # it would be another question
        ((_, kind, content),) = self._asked([name])
        return content if kind == "blob" else None

    def contents(self, oids: Iterable[str]) -> dict[str, bytes]:
        """Return what stands in objects, by their names."""
        wanted = list(dict.fromkeys(oids))
        found = {}
        for asked, (oid, kind, content) in zip(
            wanted, self._asked(wanted), strict=True
        ):
            if not kind:
                raise GitError(f"git failed: the repository lacks the object {asked}")
            found[oid] = content
        return found

    def files(self, commit: str, prefix: str = "") -> dict[str, Blob]:
        """Return the files of a commit below a folder of it, by their paths from there."""
        folders = {"": self._folder(commit, prefix)} if commit else {}
        found: dict[str, Blob] = {}
        while folders:
            trees = self.contents(oid for oid in folders.values() if oid)
            below: dict[str, str] = {}
            for folder, tree in folders.items():
                for mode, name, oid in _entries(trees.get(tree, b""), len(tree) // 2):
                    if mode == _FOLDER_MODE:
                        below[f"{folder}{name}/"] = oid
                    else:
                        found[folder + name] = Blob(mode, oid)
            folders = below
        return dict(sorted(found.items()))

    def _folder(self, commit: str, prefix: str) -> str:
        """Return the tree of a folder in a commit; nothing where it has no such folder."""
        ((tree, kind, content),) = self._asked([f"{commit}^{{tree}}"])
        if not kind:
            raise GitError(f"git failed: the repository lacks the commit {commit}")
        for part in filter(None, prefix.split("/")):
            inner = {name: oid for _, name, oid in _entries(content, len(tree) // 2)}
            if part not in inner:
                return ""
            ((tree, _, content),) = self._asked([inner[part]])
        return tree

    def _asked(self, names: Sequence[str]) -> Iterator[tuple[str, str, bytes]]:
        """Yield of each object its name, its kind and its content; nothing where it is not."""
        left = iter(names)
        while batch := list(islice(left, _AT_ONCE)):
            self._questions.write("".join(f"{name}\n" for name in batch).encode())
            self._questions.flush()
            for _ in batch:
                yield self._answer()

    def _answer(self) -> tuple[str, str, bytes]:
        head = self._answers.readline()
        if not head.endswith(b"\n"):
            raise GitError("git failed: it stopped reading the repository")
        words = head.decode(errors="replace").split()
        if len(words) != 3 or not words[2].isdigit():
            return "", "", b""  # missing, or ambiguous
        content = self._answers.read(int(words[2]))
        self._answers.read(1)
        return words[0], words[1], content


def _entries(tree: bytes, width: int) -> Iterator[tuple[str, str, str]]:
    """Yield the mode, the name and the object of each entry of a tree."""
    position = 0
    while position < len(tree):
        space = tree.index(b" ", position)
        end = tree.index(b"\0", space)
        name = tree[space + 1 : end].decode(errors="surrogateescape")
        oid = tree[end + 1 : end + 1 + width].hex()
        yield tree[position:space].decode(), name, oid
        position = end + 1 + width


@contextmanager
def objects(folder: Path) -> Iterator[Objects]:
    """Give the objects of the repository that a folder is in, for as long as they are read."""
    with process.conversation(folder, "cat-file", "--batch") as git:
        yield Objects(cast("IO[bytes]", git.stdin), cast("IO[bytes]", git.stdout))
