"""The implementation guide: how to add to the project, by one of its entities."""

from __future__ import annotations

from ..model.types import Entity, Guide
from .section import Section, Told


def _facts(told: Told) -> Guide:
    """Return an entity that clients create, or one that they can do most with."""
    model = told.model
    entity = max(model.entities, key=lambda e: (bool(_body(e)), len(e.operations)))
    return Guide(
        entity=entity.name,
        directory=entity.directory,
        path=model.api.prefix + entity.item_path,
        row=entity.class_name,
        service=f"{entity.class_name}Service",
        variable=entity.variable,
        body=_body(entity),
    )


def _body(entity: Entity) -> str:
    """Return the schema of what creates a row; empty where clients create none."""
    made = (each.body for each in entity.operations if each.kind == "create")
    return next(made, None) or ""


SECTION = Section(
    name="guide",
    title="Implementation Guide",
    file="implementation-guide.md",
    summary="How to add a field, a rule, an operation or an endpoint, with the commands.",
    facts=_facts,
)
