"""How long rows are kept, and which of them say something of a person."""

from __future__ import annotations

from collections.abc import Iterator

from ..language.design import Design
from ..model.types import Entity
from ..model.types.figures import KeptTold
from .section import Told

_ERASED = {
    "anonymise": "kept, with personal values blanked",
}


def kept_told(told: Told) -> Iterator[KeptTold]:
    """Yield of each entity how long its rows are kept."""
    copies = {e.copies: e.name for e in told.model.tables.values() if e.copies}
    for each in told.model.entities:
        features = told.resolved.entities[each.name].features
        yield KeptTold(
            entity=each.name,
            kept=_kept(
                copies.get(each.name),
                each.retention.after if each.retention else "",
                marked=any(f.keeps_rows for f in features),
            ),
            personal=", ".join(p.name for p in each.properties if p.personal),
            erased=_erased(told.design, each),
        )


def _kept(copies: str | None, age: str, *, marked: bool) -> str:
    if age:
        goes = " with their history" if copies else ""
        return f"{age}, then a command deletes the rows{goes}"
    said = "until a row is deleted"
    if marked:
        said = "unlimited: a delete only marks the row"
    return f"{said}; {copies} keeps the history" if copies else said


def _erased(design: Design, entity: Entity) -> str:
    said = design.entities[entity.name].erase
    if entity.person is None:
        return ""
    if said is None:
        return "deleted"
    return _ERASED.get(said.kind) or f"kept: {said.reason}"
