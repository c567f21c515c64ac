"""Which templates of a layer, and which of their branches, a set of designs reaches."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from ..render.source_map import Branch, Tracer
from ..sources.stack import Stack
from . import contents


@dataclass(frozen=True, slots=True)
class Coverage:
    """What of a layer was reached, and what was not."""

    layer: str
    templates: tuple[str, ...]  # that no design reaches
    branches: tuple[Branch, ...]  # that no design reaches, in templates that one does
    reached: int
    all: int

    @property
    def percent(self) -> int:
        """How many of the branches were reached; a hundred only for all of them."""
        return self.reached * 100 // self.all if self.all else 100


def of_layer(tracer: Tracer, folder: Path, stack: Stack) -> Coverage:
    """Return what the designs that a tracer has rendered have reached of the own layer."""
    layer = stack.own.name
    names = sorted(str(name) for name in contents.read(folder).overlays())
    tracer.know(names)
    numbered = [
        (number, branch)
        for number, branch in enumerate(tracer.branches)
        if branch.place.template in names
    ]
    return _coverage(layer, numbered, tracer.reached)


def _coverage(
    layer: str, numbered: Iterable[tuple[int, Branch]], reached: set[int]
) -> Coverage:
    missed = {branch for number, branch in numbered if number not in reached}
    every = {branch for _, branch in numbered}
    untouched = {each.place.template for each in missed if each.kind == "template"}
    return Coverage(
        layer=layer,
        templates=tuple(sorted(untouched)),
        branches=tuple(
            sorted(each for each in missed if each.place.template not in untouched)
        ),
        reached=len(every - missed),
        all=len(every),
    )
