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

from ...model.types import Diagrams, Model
from .across import across_diagrams
from .calls import call_diagrams
from .components import component_diagrams
from .context import context_diagram
from .deployment import deployment_diagram
from .entities import MOST, entity_diagrams, fitting
from .groups import groups
from .relations import relations_of
from .roadmap import roadmap_diagrams
from .signing_in import signing_in_diagrams
from .states import state_diagrams
from .transitions import transition_diagrams

__all__ = ["diagrams_of"]

_SLICES = 12
"""Slices of one diagram of components."""


def diagrams_of(model: Model) -> Diagrams:
    """Return every diagram of a design."""
    relations = relations_of(model)
    drawn = groups(model, relations, MOST, fitting(model, relations))
    slices = groups(model, relations, _SLICES)
    return Diagrams(
        context=(context_diagram(model),),
        components=tuple(component_diagrams(model, relations, slices)),
        entities=tuple(entity_diagrams(model, relations, drawn)),
        signing_in=tuple(signing_in_diagrams(model)),
        transitions=tuple(transition_diagrams(model)),
        calls=tuple(call_diagrams(model)),
        across=tuple(across_diagrams(model, relations)),
        states=tuple(state_diagrams(model)),
        deployment=(deployment_diagram(model),),
        roadmap=tuple(roadmap_diagrams(model)),
    )
