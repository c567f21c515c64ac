"""The diagrams of a project's documents, as text that Mermaid draws."""

from __future__ import annotations

from ...record import Record


class Diagram(Record, frozen=True):
    """One diagram, ready to stand in a fence of Markdown."""

    name: str  # among all diagrams of a design: "entities-sales"
    title: str  # for people: "Entities of sales"
    description: str  # what it shows, for whoever doesn't see it
    text: str  # as Mermaid reads it, without an end of its last line


class Diagrams(Record, frozen=True):
    """Every diagram of a design, by what they show; those of a kind in the design's order."""

    context: tuple[Diagram, ...] = ()  # who and what is around the system
    components: tuple[Diagram, ...] = ()  # the whole first, then area by area
    entities: tuple[Diagram, ...] = ()  # with their relations, in the same order
    signing_in: tuple[Diagram, ...] = ()  # each way to sign in, and to stay so
    transitions: tuple[Diagram, ...] = ()  # each change of a row's state, step by step
    calls: tuple[
        Diagram, ...
    ] = ()  # each operation that needs other systems, step by step
    across: tuple[Diagram, ...] = ()  # what areas ask of each other, step by step
    states: tuple[Diagram, ...] = ()  # of rows, and what leads from one to another
    deployment: tuple[Diagram, ...] = ()  # what runs where, and how it gets there
    roadmap: tuple[Diagram, ...] = ()  # phases and what they wait for
