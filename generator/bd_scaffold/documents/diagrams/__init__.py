"""Every diagram of a design as Mermaid's text: from the model, and from nothing else.

| module | draws |
|---|---|
| `context`, `deployment`, `components` | who is around the system, what runs of it, its parts |
| `entities`, `map` | entities with their columns and relations, or by name alone |
| `signing_in`, `transitions`, `calls`, `across` | sequences, as the generated code takes them |
| `states`, `roadmap` | states of rows, phases of the work |
| `mermaid` | knows how Mermaid reads texts; `flow` and `steps` write lines with it |
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable

from ...model.types import Diagram, Diagrams, Model
from .across import across_diagrams
from .calls import call_diagrams
from .components import component_diagrams
from .context import context_diagram
from .deployment import deployment_diagram
from .entities import MOST, entity_diagrams, fitting
from .groups import groups
from .relations import Relation, relations_of
from .roadmap import roadmap_diagrams
from .signing_in import signing_in_diagrams
from .states import state_diagrams
from .transitions import transition_diagrams

__all__ = ["diagrams_of"]

_SLICES = 12
"""Slices of one diagram of components."""


Relations = tuple[Relation, ...]

_PAGES = ("overview", "api", "database", "security", "deployment", "roadmap")
"""The pages that show some, by the words that switch them."""


def diagrams_of(model: Model, pages: Collection[str] = _PAGES) -> Diagrams:
    """Return every diagram of a design that one of its pages shows."""
    shown = {each for page in pages for each in _OF_PAGES.get(page, ())}
    relations = relations_of(model)
    return Diagrams(**{each: tuple(_DRAWN[each](model, relations)) for each in shown})


def _components(model: Model, relations: Relations) -> Iterable[Diagram]:
    return component_diagrams(model, relations, groups(model, relations, _SLICES))


def _entities(model: Model, relations: Relations) -> Iterable[Diagram]:
    drawn = groups(model, relations, MOST, fitting(model, relations))
    return entity_diagrams(model, relations, drawn)


_OF_PAGES = {
    "overview": ("context", "components"),
    "api": ("states", "transitions", "calls", "across"),
    "database": ("entities",),
    "security": ("signing_in",),
    "deployment": ("deployment",),
    "roadmap": ("roadmap",),
}
"""Which members of `Diagrams` a page shows."""

_Drawing = Callable[[Model, Relations], Iterable[Diagram]]
_DRAWN: dict[str, _Drawing] = {
    "context": lambda model, _: (context_diagram(model),),
    "components": _components,
    "entities": _entities,
    "signing_in": lambda model, _: signing_in_diagrams(model),
    "transitions": lambda model, _: transition_diagrams(model),
    "calls": lambda model, _: call_diagrams(model),
    "across": across_diagrams,
    "states": lambda model, _: state_diagrams(model),
    "deployment": lambda model, _: (deployment_diagram(model),),
    "roadmap": lambda model, _: roadmap_diagrams(model),
}
"""How each of them is drawn."""
