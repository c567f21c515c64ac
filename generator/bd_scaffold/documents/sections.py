"""Every page of the documents, in the order in which the index lists them."""

from __future__ import annotations

from ..language.design import Design
from ..model.types import Documents, Model, Page
from . import overview, traces
from .section import Section, Told

SECTIONS: tuple[Section, ...] = (overview.SECTION, traces.SECTION)


def documents_of(model: Model, design: Design) -> Documents:
    """Return what the pages say that a design asks for."""
    told = Told(model, design)
    asked = [each for each in SECTIONS if getattr(design.documents, each.name)]
    pages = {
        each.name: Page(each.title, each.file, each.summary, each.nothing(told))
        for each in asked
    }
    facts = {
        each.name: each.facts(told) for each in asked if not pages[each.name].nothing
    }
    return Documents(pages, **{name: each for name, each in facts.items() if each})
