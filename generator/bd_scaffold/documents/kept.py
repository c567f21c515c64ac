"""How long rows are kept, and which of them say something of a person."""

from __future__ import annotations

from collections.abc import Iterator

from ..language.design import Design
from ..model.types import Entity
from ..model.types.figures import KeptTold
from .section import Told

_ERASED = {
    "anonymise": "they stay, and what says something of the person is blanked",
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
        goes = ", with what they were" if copies else ""
        return f"for {age}, until a command deletes them{goes}"
    said = "until somebody deletes them"
    if marked:
        said = "also after somebody deletes them, which marks them"
    return f"{said}; what they were stays in {copies}" if copies else said


def _erased(design: Design, entity: Entity) -> str:
    said = design.entities[entity.name].erase
    if entity.person is None:
        return ""
    if said is None:
        return "they are deleted"
    return _ERASED.get(said.kind) or f"they stay: {said.reason}"
