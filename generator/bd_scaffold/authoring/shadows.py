"""What a new version of a base means for the files of one's own that stand before its files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from ..emit import git
from . import contents, seams
from .contents import Contents
from .passages import Passage, difference, passages

LOCK = "uv.lock"

MERGED = "merged"
CONFLICT = "conflict"
NEEDLESS = "needless"
FOLLOWS = "follows"
STALE = "stale"
LOST = "lost"
GONE = "gone"
BETWEEN = "between"
MEETS = "meets"
RELOCK = "relock"
MOVED = "moved"

OPEN = {CONFLICT, LOST, GONE, BETWEEN, RELOCK}
"""The verdicts with which somebody has something to do before the blueprint is sound."""


@dataclass(frozen=True, slots=True)
class Concern:
    """A file of one's own, and what an upgrade has done to it or asks for it."""

    path: str  # in the blueprint, as it is called now
    beneath: str  # the base's template that it stands for
    verdict: str
    was: str = ""  # how it was called, where it moved along
    passages: tuple[Passage, ...] = ()
    blocks: tuple[str, ...] = ()  # those that the base has no more

    @property
    def open(self) -> bool:
        """Whether somebody has something to do."""
        return self.verdict in OPEN


@dataclass(frozen=True, slots=True)
class Own:
    """A file of one's own after an upgrade."""

    text: str
    sides: tuple[str, str, str] | None = None  # base, own, base anew: where in conflict


@dataclass(frozen=True, slots=True)
class Found:
    """What an upgrade makes of one overlay."""

    own: Own
    concern: Concern | None


@dataclass(frozen=True, slots=True)
class Pair:
    """A blueprint before and after an upgrade: own files are the same, but for their names."""

    old: Contents
    new: Contents
    moved: Mapping[str, str]  # outputs that are elsewhere now
    labels: tuple[str, str]  # what the two versions of the base are called

    def overlays(self) -> Iterator[tuple[str, Found]]:
        """Yield each template of one's own by its new name, with what becomes of it."""
        for before in self.old.overlays():
            after = self.moved.get(before, before)
            found = self._found(before, after)
            was = contents.template(self.old.own, before)
            name = contents.template(self.new.own, after)
            yield name, _moved(found, name, was) if name != was else found

    def _found(self, before: str, after: str) -> Found:
        name = contents.template(self.new.own, after)
        own = self.new.files[name]
        under, over = self.old.shadowed(before), self.new.shadowed(after)
        verdict, beneath = "", over or under or ""
        if under is None and over is None:
            return Found(Own(own), None)
        if under is None:
            verdict = MEETS
        elif over is None:
            verdict = GONE
        elif _layer(under) != _layer(over):
            verdict = BETWEEN
        elif seams.extended(own) is not None:
            return Found(Own(own), self._extending(name, before, over))
        else:
            texts = self.old.files[under], self.new.files[over]
            return self._replacing(name, over, *texts)
        return Found(Own(own), Concern(name, beneath, verdict))

    def _replacing(self, name: str, beneath: str, older: str, newer: str) -> Found:
        """Return a copy of the base's file with the base's changes merged into it."""
        own = self.new.files[name]
        if older == newer:
            return Found(Own(own), None)
        if name.endswith(f"/outputs/{LOCK}.jinja"):
            return Found(Own(own), Concern(name, beneath, RELOCK))
        sides = own.encode(), older.encode(), newer.encode()
        merged = git.merged(*sides, labels=(name, *self.labels))
        text = merged.content.decode()
        seen = tuple(passages(older, newer, own))
        if merged.conflicts:
            concern = Concern(name, beneath, CONFLICT, passages=seen)
            return Found(Own(text, (older, own, newer)), concern)
        verdict = NEEDLESS if text == newer else MERGED
        return Found(Own(text), Concern(name, beneath, verdict, passages=seen))

    def _extending(self, name: str, before: str, beneath: str) -> Concern | None:
        """Return what is to be said of a file that fills blocks of the base's."""
        old_name = contents.template(self.old.own, before)
        ground = seams.extended(self.old.files[old_name])
        ground_now = seams.extended(self.new.files[name])
        below = seams.seams(ground, self.old.files)
        now = seams.seams(ground_now, self.new.files)
        own = seams.blocks(self.new.files[name])
        lost = tuple(
            each.name
            for each in own.values()
            if each.name not in now and (not each.inside or each.name in below)
        )
        seen = tuple(
            Passage(
                each.name,
                difference(below[each.name].text, now[each.name].text),
                each.line,
                tuple(each.text.splitlines()),
                each.keeps,
            )
            for each in own.values()
            if each.name in below
            and each.name in now
            and below[each.name].text != now[each.name].text
        )
        gone = tuple(_lost(own[each], below.get(each)) for each in lost)
        if lost:
            return Concern(name, beneath, LOST, passages=(*gone, *seen), blocks=lost)
        if any(not each.keeps for each in seen):
            return Concern(name, beneath, STALE, passages=seen)
        if self._ground(ground, self.old) != self._ground(ground_now, self.new):
            return Concern(name, beneath, FOLLOWS, passages=seen)
        return None

    def _ground(self, name: str | None, side: Contents) -> list[str]:
        chain = seams.chain(name, side.files) if name else ()
        return [side.files[each] for each in chain]


def _lost(block: seams.Block, before: seams.Block | None) -> Passage:
    was = before.text if before else ""
    own = tuple(block.text.splitlines())
    return Passage(block.name, difference(was, ""), block.line, own)


def _moved(found: Found, name: str, was: str) -> Found:
    concern = found.concern or Concern(name, "", MOVED)
    return replace(found, concern=replace(concern, was=was))


def _layer(name: str) -> str:
    return name.partition("/")[0]
