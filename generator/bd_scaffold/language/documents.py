"""The author's words for the documents of a project, and for the road to it."""

from __future__ import annotations

from typing import Literal

from .api_versions import DAY
from .reading import FLAG, LINE, PLAIN, TEXT, Choice, Listed, Nested, Words, word
from .shortened import Shortened


class Documents(Words):
    """Which pages the documents of the project have; each is there unless it is switched off."""

    overview: bool = word(
        FLAG,
        "System overview: purpose, requirements, context, areas, entities and components.",
        default=True,
    )
    api: bool = word(
        FLAG,
        "API specification: conventions, status codes, and every operation with its access rule.",
        default=True,
    )
    database: bool = word(
        FLAG,
        "Database design: tables, constraints, indexes, sizes, and the retention of rows.",
        default=True,
    )
    decisions: bool = word(
        FLAG,
        "Architecture decisions: decisions with their reasons: stated in the "
        "design, implied by it, or hand-written.",
        default=True,
    )
    security: bool = word(
        FLAG,
        "Security implementation: authentication, authorization, request "
        "controls, data protection and known gaps.",
        default=True,
    )
    scalability: bool = word(
        FLAG,
        "Scalability plan: load, processes, connections, service level "
        "objectives, alerts and next steps.",
        default=True,
    )
    deployment: bool = word(
        FLAG,
        "Deployment architecture: components, build, roll-out, capacity, "
        "health checks and configuration.",
        default=True,
    )
    roadmap: bool = word(
        FLAG,
        "Implementation roadmap: phases with their deliverables, dependencies "
        "and milestones, and the risks.",
        default=True,
    )
    guide: bool = word(
        FLAG,
        "Implementation guide: how to add a field, a rule, an operation or an "
        "endpoint, with the commands.",
        default=True,
    )
    migration: bool = word(
        FLAG,
        "Migration plan: order and expected duration of schema changes, and the rollback.",
        default=True,
    )
    traces: bool = word(
        FLAG,
        "Traces: the operations that meet each requirement, with their code and their tests.",
        default=True,
    )
    backup: bool = word(
        FLAG,
        "Backup: recovery objectives, backup method, and how a restore is rehearsed.",
        default=True,
    )


class Milestone(Words):
    """Something that can be seen to be done."""

    name: str = word(LINE, "What is there then.", examples=("The catalogue is public",))
    due: str | None = word(DAY, "By when.", default=None, examples=("2027-03-31",))


class Phase(Words):
    """A stretch of the road, which ends with something that works."""

    name: str = word(LINE, "What it is called.", examples=("Catalogue",))
    goal: str | None = word(TEXT, "What is true at its end.", default=None)
    delivers: tuple[str, ...] = word(
        Listed(PLAIN),
        "The functional requirements that it meets, by their ids.",
        default=(),
        examples=(["FR-1"],),
    )
    after: tuple[str, ...] = word(
        Listed(LINE),
        "The phases that have to be done before it, by their names.",
        default=(),
        examples=("Catalogue",),
    )
    needs: tuple[str, ...] = word(
        Listed(TEXT),
        "What it waits for that is no phase: a contract, a decision, another team.",
        default=(),
    )
    starts: str | None = word(
        DAY, "Its first day.", default=None, examples=("2027-01-11",)
    )
    ends: str | None = word(
        DAY, "Its last day.", default=None, examples=("2027-03-31",)
    )
    milestones: tuple[Milestone, ...] = word(
        Listed(Shortened(Milestone, "name")),
        "What can be seen to be done on the way.",
        default=(),
    )


Grade = Literal["low", "medium", "high"]
_GRADE = Choice(("low", "medium", "high"))


class Risk(Words):
    """Something that may go wrong."""

    risk: str = word(TEXT, "What may happen.")
    likelihood: Grade | None = word(_GRADE, "How likely it is.", default=None)
    impact: Grade | None = word(_GRADE, "How bad it would be.", default=None)
    response: str | None = word(TEXT, "What is done about it.", default=None)
    phase: str | None = word(LINE, "The phase that it is about.", default=None)


class Roadmap(Words):
    """In which order the system is built, and what stands in the way."""

    phases: tuple[Phase, ...] = word(
        Listed(Nested(Phase), alone=False), "The stretches of the road.", default=()
    )
    risks: tuple[Risk, ...] = word(
        Listed(Nested(Risk), alone=False), "What may go wrong.", default=()
    )
