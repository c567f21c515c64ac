"""Columns of traits: which come and go while the trait stays, and what lists are asked by."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..features.feature import Feature
from ..model.types import Entity, Table
from .change import BREAKING, SAFE, STRICTER, Change
from .filters import forms_asked, reworded


def trait_columns(
    entities: tuple[Entity, Entity],
    tables: tuple[Table, Table],
    features: Sequence[Feature],
) -> Iterator[Change]:
    """Yield what is said otherwise of the columns of traits that an entity keeps."""
    old, new = entities
    before, after = ({e.name for e in each.columns if e.trait} for each in tables)
    for feature in features:
        if not (old.features.get(feature.name) and new.features.get(feature.name)):
            continue
        for name in (each.name for each in feature.columns):
            if name in before and name in after:
                yield from _asked(f"{old.name}.{name}", name, old, new)
            elif name in after:
                yield Change(f"{new.name}.{name}", "added", "added")
            elif name in before:
                yield Change(f"{old.name}.{name}", "removed", "removed", STRICTER)


def _asked(subject: str, name: str, old: Entity, new: Entity) -> Iterator[Change]:
    then, now = (_words(each, name) for each in (old, new))
    for word in ("filter", "sort"):
        if word in now - then:
            yield Change(subject, f"{word} added", "changed", SAFE)
        elif word in then - now:
            yield Change(subject, f"{word} removed", "changed", BREAKING)
    if "filter" in now or "filter" not in then:
        forms = (forms_asked(each.filters, name) for each in (old, new))
        yield from reworded(subject, *forms)


def _words(entity: Entity, column: str) -> set[str]:
    """Return by which words the lists of an entity are asked for a column."""
    filtered = any(each.column == column for each in entity.filters)
    sorted_by = any(each.name == column for each in entity.sorts)
    return {*(["filter"] if filtered else []), *(["sort"] if sorted_by else [])}
