"""Every page of the documents, in the order in which the index lists them."""

from __future__ import annotations

from ..model.types import Documents, Page
from . import (
    api,
    backup,
    database,
    decisions,
    deployment,
    guide,
    migration,
    overview,
    roadmap,
    scalability,
    security,
    traces,
)
from .diagrams import diagrams_of
from .section import Section, Told

SECTIONS: tuple[Section, ...] = (
    overview.SECTION,
    api.SECTION,
    database.SECTION,
    decisions.SECTION,
    security.SECTION,
    scalability.SECTION,
    deployment.SECTION,
    roadmap.SECTION,
    guide.SECTION,
    migration.SECTION,
    traces.SECTION,
    backup.SECTION,
)


def documents_of(told: Told) -> Documents:
    """Return what the pages say that a design asks for."""
    wanted = told.design.documents
    asked = [each for each in SECTIONS if getattr(wanted, each.name)]
    pages = {
        each.name: Page(each.title, each.file, each.summary, each.nothing(told))
        for each in asked
    }
    facts = {
        each.name: each.facts(told)
        for each in asked
        if each.stands or not pages[each.name].nothing
    }
    return Documents(
        pages,
        diagrams=diagrams_of(told.model, pages),
        **{name: each for name, each in facts.items() if each},
    )
