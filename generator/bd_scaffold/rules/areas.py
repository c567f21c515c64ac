"""Areas: every entity is in exactly one, or there are none."""

from __future__ import annotations

from collections.abc import Iterator

from ..diagnostics import did_you_mean
from ..language.design import Design
from ..language.finding import Finding
from ..language.tree import Path
from ..resolve import Resolved


def rule(resolved: Resolved) -> Iterator[Finding]:
    """Areas list entities that exist, each in one area; with areas, no entity is outside."""
    design = resolved.design
    home: dict[str, str] = {}
    for area, written in design.areas.items():
        for position, name in enumerate(written.entities):
            yield from _member(design, home, (area, position), name)
        if not written.entities and not any(
            e.area == area for e in design.entities.values()
        ):
            yield Finding(("areas", area), "BD115", "An area has at least one entity.")
    yield from _own_areas(design, home)
    if not design.areas and not home:
        return
    for name in design.entities:
        if name not in home:
            hint = "Add it to one of the areas."
            yield Finding(("entities", name), "BD612", "It is in no area.", hint)


def _member(
    design: Design, home: dict[str, str], place: tuple[str, int], name: str
) -> Iterator[Finding]:
    area, position = place
    path: Path = ("areas", area, "entities", position)
    own: Path = ("areas", area)
    if name not in design.entities:
        hint = did_you_mean(name, design.entities)
        yield Finding(path, "BD103", f'"{name}" is not an entity.', hint, own)
    elif name in home:
        message = f"{name} is in {home[name]} already."
        yield Finding(path, "BD611", message, "An entity belongs to one area.", own)
    else:
        home[name] = area


def _own_areas(design: Design, home: dict[str, str]) -> Iterator[Finding]:
    for name, entity in design.entities.items():
        if entity.area is None:
            continue
        path: Path = ("entities", name, "area")
        if name in home and home[name] != entity.area:
            hint = "An entity belongs to one area."
            yield Finding(path, "BD611", f"It is listed in {home[name]} already.", hint)
        elif design.areas and entity.area not in design.areas:
            hint = did_you_mean(entity.area, design.areas) or "Add it to `areas`."
            yield Finding(path, "BD106", f'"{entity.area}" is not an area.', hint)
        home.setdefault(name, entity.area)
