"""Architecture decisions: those that the design says, and those that follow from its words.

The design's own are numbered from 0001, a team's that are written by hand from 1001, and these
from 9001: each has a number for good, so that no file moves where another one comes or goes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ..features.feature import Reasons
from ..model.documents import slug_of
from ..model.types import Decision, DecisionsPage
from .section import Section, Told


def implied(told: Told) -> tuple[Decision, ...]:
    """Return the decisions that follow from the words of a design, in order."""
    documents = told.design.documents
    if documents is None or not documents.decisions:
        return ()
    found = sorted(_reasons(told), key=lambda each: each.number)
    return tuple(
        Decision(
            number=f"{each.number:04}",
            slug=slug_of(each.title),
            title=each.title,
            context=each.context,
            decision=each.decision,
            consequences=each.consequences,
            status="accepted",
            implied=True,
        )
        for each in found
    )


def _reasons(told: Told) -> Iterator[Reasons]:
    for make in _OF_ALL:
        reasons = make(told)
        if reasons is not None:
            yield reasons
    used = {
        feature.name
        for entity in told.resolved.entities.values()
        for feature in entity.features
    }
    for feature in told.resolved.features:
        if feature.name in used and feature.reasons is not None:
            yield feature.reasons


def _style(told: Told) -> Reasons:
    areas = len(told.model.areas)
    return Reasons(
        9001,
        "A modular monolith",
        "architecture.style is monolith, which is also the default.",
        "One deployable, with a slice for each entity"
        + (f" inside the {areas} areas of the design" if areas else "")
        + ". A slice depends on core, models and the services of other slices, in the "
        "direction of the design's relations.",
        "One artefact to build, deploy and monitor, and transactions across all entities. "
        "Everything scales together, and a failure of one part can affect the others.",
    )


def _layers(_told: Told) -> Reasons:
    return Reasons(
        9002,
        "Router, service, repository",
        "HTTP, business rules and SQL change for different reasons and at "
        "different times.",
        "Each entity has a router for HTTP, a service for its business rules, "
        "and a repository, the only layer that knows the database. "
        "dependencies.py wires them.",
        "Rules are tested without HTTP, and jobs call the same services as "
        "requests. A field passes through several files, which the design keeps "
        "in step.",
    )


def _transaction(_told: Told) -> Reasons:
    return Reasons(
        9003,
        "One request, one transaction",
        "A request that fails half-way must leave nothing behind.",
        "A unit of work opens a session for the request and commits at its end; "
        "services never commit. Reads run without a transaction.",
        "The changes of a request are stored together or not at all. "
        "Long-running work doesn't belong in a request.",
    )


def _engine(told: Told) -> Reasons:
    word = "database.engine is {}{}."
    if told.model.database.postgresql:
        return Reasons(
            9004,
            "PostgreSQL is the database",
            word.format("postgresql", ", which is also the default"),
            "Production runs on PostgreSQL 18. Development and tests may run on SQLite, "
            "without any set-up; the tests run on both.",
            "Constraints, indexes and types are those of PostgreSQL. The service makes up "
            "for what SQLite lacks, and the same tests verify it.",
        )
    return Reasons(
        9004,
        "SQLite is the database",
        word.format("sqlite", ""),
        "Production runs on SQLite: one file on the disk of one machine.",
        "No database server to run, and reads without a network. One write at a time, on "
        "one machine: several machines need another engine.",
    )


def _keys(told: Told) -> Reasons:
    known = told.resolved.entities.values()
    made = [each.name for each in known if not each.written.key_fields]
    own = [each.name for each in told.model.entities if each.name not in made]
    said = f"The keys of {_few(own)} are fields of the design." if own else ""
    if not made:
        return Reasons(
            9005,
            "Keys are fields of the design",
            "Every entity declares a key, or has an auto field.",
            said,
            "Paths and references show values that people know, or numbers of the "
            "database. A key can't change once other rows reference it.",
        )
    return Reasons(
        9005,
        "Keys are UUIDv7",
        "Rows need keys that clients can't guess by counting, and that several machines can "
        "generate.",
        f"The service generates a UUIDv7 as the key of {_few(made)}. {said}".strip(),
        "Keys increase with time, so new rows are adjacent in the index; a key reveals when "
        "its row was created. It takes 16 bytes, twice as many as a bigint.",
    )


def _few(names: list[str]) -> str:
    """Return names as in a sentence, the first of many."""
    most = 6
    if len(names) > most:
        return f"{', '.join(names[:most])} and {len(names) - most} more"
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last


def _contract(_told: Told) -> Reasons:
    return Reasons(
        9006,
        "The contract comes first",
        "Clients are developed against an interface, often by other teams.",
        "openapi.yaml is generated from the design, the schemas of bodies from "
        "openapi.yaml, and tests hold the running service to it.",
        "The service and its contract agree. Hand-written endpoints have to be "
        "declared in openapi.own.yaml, or the tests fail.",
    )


def _migrations(_told: Told) -> Reasons:
    return Reasons(
        9007,
        "Every schema change is a migration",
        "Rows outlive the code that wrote them.",
        "Alembic revisions from the first table on, each with a downgrade. "
        "bd-scaffold update writes those for the design; changes that lose data "
        "have to be allowed by name.",
        "One command brings a database of any age up to date. A deployed "
        "revision is never edited.",
    )


def _access(told: Told) -> Reasons:
    if told.model.security is None:
        return Reasons(
            9008,
            "No authentication",
            "The design has no security section.",
            "Every operation is open to whoever reaches the service.",
            "The network or a proxy has to restrict access, until the design has a "
            "security section.",
        )
    return Reasons(
        9008,
        "The repository enforces access rules",
        "Requests, jobs and scripts reach the same rows, and each could forget a check.",
        "Each entity's access.py has the rules of the design; its repository adds them to "
        "every statement, so that rows that the caller may not see aren't read.",
        "New entry points are covered without further code. A rule becomes SQL, so it can "
        "only use what columns hold.",
    )


_OF_ALL: tuple[Callable[[Told], Reasons | None], ...] = (
    _style,
    _layers,
    _transaction,
    _engine,
    _keys,
    _contract,
    _migrations,
    _access,
)
"""What every design decides, by what it says or leaves out."""


def _facts(told: Told) -> DecisionsPage:
    return DecisionsPage(sum(not each.implied for each in told.model.decisions))


SECTION = Section(
    name="decisions",
    title="Architecture Decisions",
    file="architecture-decisions.md",
    summary="Decisions with their reasons: stated in the design, implied by it, or hand-written.",
    facts=_facts,
)
