"""Every generated file, as two renders have it, and the names in the code."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..record import Record
from ..render.render import Rendering
from ..sources.blueprint_errors import gathered
from .contents import is_module
from .identifiers import Texts
from .moves import Folders, Pair
from .project import Project


class Generated(Record, frozen=True):
    """One generated file, as two renders have it; None where a render has no such file."""

    pair: Pair
    old: str | None
    new: str | None
    settled: bool = False  # the same in both, which is known without either

    @property
    def before(self) -> str:
        """Its path in the older render, or in the newer where it is new."""
        return self.pair.old["path"] if self.pair.old else self.pair.path


def generated(
    old: Rendering, new: Rendering, pairs: Sequence[Pair], *, whole: bool
) -> list[Generated]:
    """Return every file of two renders; those that are not the same, or `whole`, with texts."""
    return gathered(lambda pair: _generated(old, new, pair, whole=whole), pairs)


def _generated(old: Rendering, new: Rendering, pair: Pair, *, whole: bool) -> Generated:
    stays = not whole and pair.old is not None and pair.old["path"] == pair.path
    if stays and pair.old and pair.new and new.is_settled(pair.new, old, pair.old):
        return Generated(pair, "", "", settled=True)
    before = old.text(pair.old) if pair.old else None
    if pair.old and pair.new and new.is_known(pair.new, old, pair.old):
        return Generated(pair, before, before)
    return Generated(pair, before, new.text(pair.new) if pair.new else None)


def modules(files: Sequence[Generated]) -> Iterator[Texts]:
    """Yield the Python of two renders, for the names that stand in it."""
    for each in files:
        if each.pair.path.endswith(".py"):
            yield Texts(each.before, each.pair.path, each.old, each.new)


def own_modules(
    project: Project, files: Sequence[Generated], folders: Folders
) -> Iterator[Texts]:
    """Yield the modules that people have added: what they are called, and will be."""
    known = {path for each in files for path in (each.before, each.pair.path)}
    for path in project.files:
        if is_module(path) and path not in known:
            now = folders.newer(path)
            yield Texts(path, path if now in project.files else now, "", "")
