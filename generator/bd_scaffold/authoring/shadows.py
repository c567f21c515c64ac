"""What a new version of a base means for the files of one's own that stand before its files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from ..sources import git
from ..sources.template_names import TemplateName
from . import extension_points
from .contents import Contents
from .extension_points import Block
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
USES = "uses"
MISSING = "missing"
UNOFFERED = "unoffered"
AROUND = "around"

OPEN = {CONFLICT, MISSING, LOST, GONE, BETWEEN, RELOCK, UNOFFERED}
"""The verdicts with which somebody has something to do before the blueprint is sound."""


@dataclass(frozen=True, slots=True)
class Concern:
    """A file of one's own, and what an upgrade has done to it or asks for it."""

    path: str  # in the blueprint, as it is called now
    beneath: str  # the base's template that it stands for
    verdict: str
    was: str = ""  # how it was called, where it moved along
    passages: tuple[Passage, ...] = ()
    blocks: tuple[str, ...] = ()  # blocks or slots that the base has no more

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
            after = before.of(self.moved.get(before.output, before.output))
            was, name = str(before), str(after)
            found = self._fill(before, after) if before.slot else None
            found = found or self._found(before, after)
            if found.concern is None:
                found = replace(found, concern=self._using(was, name))
            yield name, _moved(found, name, was) if name != was else found

    def _fill(self, before: TemplateName, after: TemplateName) -> Found:
        """Return what is to be said of a text for a slot of the base's."""
        name, slot = str(after), after.slot
        own = Own(self.new.files[name])
        under, over = self.old.shadowed(before.output), self.new.shadowed(after.output)
        had = extension_points.all_slots(under, self.old.files)
        has = extension_points.all_slots(over, self.new.files)
        if slot not in had or had.get(slot) == has.get(slot):
            return Found(own, None)
        if over is None:
            return Found(own, Concern(name, under or "", GONE))
        if slot not in has:
            return Found(own, Concern(name, over, UNOFFERED, blocks=(slot,)))
        lines = tuple(own.text.splitlines())
        seen = Passage("", difference(had[slot], has[slot]), 1, lines)
        return Found(own, Concern(name, over, AROUND, passages=(seen,)))

    def _found(self, before: TemplateName, after: TemplateName) -> Found:
        name = str(after)
        own = self.new.files[name]
        under, over = self.old.shadowed(before.output), self.new.shadowed(after.output)
        verdict, beneath = "", over or under or ""
        if under is None and over is None:
            return Found(Own(own), None)
        if under is None:
            verdict = MEETS
        elif over is None:
            verdict = GONE
        elif _layer(under) != _layer(over):
            verdict = BETWEEN
        elif extension_points.extended(own) is not None:
            return Found(Own(own), self._extending(name, str(before), over))
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

    def _extending(self, name: str, old_name: str, beneath: str) -> Concern | None:
        """Return what is to be said of a file that fills blocks of the base's."""
        was = extension_points.extended(self.old.files[old_name])
        now = extension_points.extended(self.new.files[name])
        filled = Filled(
            extension_points.all_blocks(was, self.old.files),
            extension_points.all_blocks(now, self.new.files),
            extension_points.blocks(self.new.files[name]),
        )
        seen = (*filled.gone(), *filled.changed())
        if filled.lost:
            return Concern(name, beneath, LOST, passages=seen, blocks=filled.lost)
        if any(not each.keeps for each in seen):
            return Concern(name, beneath, STALE, passages=seen)
        if _texts(was, self.old) != _texts(now, self.new):
            return Concern(name, beneath, FOLLOWS, passages=seen)
        return None

    def _using(self, old_name: str, name: str) -> Concern | None:
        """Return what is to be said of a file for the others that it includes or imports."""
        was = sorted(
            extension_points.used(self.old.files[old_name]) - self.old.files.keys()
        )
        for each in sorted(extension_points.used(self.new.files[name])):
            if each not in self.new.files and each not in was:
                return Concern(name, each, MISSING)
            if self.old.files.get(each, "") != self.new.files.get(each, ""):
                return Concern(name, each, USES)
        return None


@dataclass(frozen=True, slots=True)
class Filled:
    """The blocks that a file of one's own fills, and what is below them before and after."""

    below: Mapping[str, Block]
    now: Mapping[str, Block]
    own: Mapping[str, Block]

    @property
    def lost(self) -> tuple[str, ...]:
        """The blocks that nobody prints any more; one within another is one by itself."""
        return tuple(
            name
            for name, block in self.own.items()
            if name not in self.now and (not block.inside or name in self.below)
        )

    def gone(self) -> Iterator[Passage]:
        """Yield each lost block with what it had below."""
        for name in self.lost:
            was = self.below[name].text if name in self.below else ""
            yield self._passage(name, difference(was, ""))

    def changed(self) -> Iterator[Passage]:
        """Yield each block that is another one below, with the difference."""
        for name in self.own:
            if name in self.below and name in self.now:
                was, now = self.below[name].text, self.now[name].text
                if was != now:
                    yield self._passage(name, difference(was, now))

    def _passage(self, name: str, diff: tuple[str, ...]) -> Passage:
        block = self.own[name]
        own = tuple(block.text.splitlines())
        return Passage(name, diff, block.line, own, block.keeps)


def _texts(name: str | None, side: Contents) -> list[str]:
    """Return what a template is made of, down to the last that it is built on."""
    chain = extension_points.chain(name, side.files) if name else ()
    return [side.files[each] for each in chain]


def _moved(found: Found, name: str, was: str) -> Found:
    concern = found.concern or Concern(name, "", MOVED)
    return replace(found, concern=replace(concern, was=was))


def _layer(name: str) -> str:
    return name.partition("/")[0]
