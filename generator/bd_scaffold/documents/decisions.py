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
        "architecture.style is monolith, which it also is where a design says nothing.",
        "One deployable, with a folder for each entity"
        + (f" inside of the {areas} areas of the design" if areas else "")
        + ". A folder uses core, models and the services of other folders, in the "
        "direction of the design's relations.",
        "One thing to build, deploy and watch, and transactions across all entities. All of "
        "it is scaled together, and a fault of one part can reach the others.",
    )


def _layers(_told: Told) -> Reasons:
    return Reasons(
        9002,
        "Router, service, repository",
        "HTTP, business rules and SQL change for different reasons and at different times.",
        "Each entity has a router, which knows HTTP; a service, which has its rules; and a "
        "repository, the only one that knows the database. Each is given the next one by "
        "dependencies.py.",
        "A rule is tried without HTTP, and a job calls the service that requests call. A "
        "new field passes four files, which the design writes.",
    )


def _transaction(_told: Told) -> Reasons:
    return Reasons(
        9003,
        "One request, one transaction",
        "A request that fails half-way must leave nothing behind.",
        "A unit of work opens a session for the request and commits at its end; services "
        "never commit. A read has no transaction to keep open.",
        "What a request does is stored whole or not at all. Work that outlasts a request "
        "doesn't belong into one.",
    )


def _engine(told: Told) -> Reasons:
    word = "database.engine is {}{}."
    if told.model.database.postgresql:
        return Reasons(
            9004,
            "PostgreSQL keeps the data",
            word.format("postgresql", ", which it also is where a design says nothing"),
            "Production runs on PostgreSQL 18. Development and tests may run on SQLite, "
            "without anything to set up; the tests run on both.",
            "Constraints, indexes and types are those that PostgreSQL has. What SQLite "
            "lacks is done by the service there, and proven by the same tests.",
        )
    return Reasons(
        9004,
        "SQLite keeps the data",
        word.format("sqlite", ""),
        "Production runs on SQLite: one file on the disk of one machine.",
        "Nothing else to run, and reads without a network. One write at a time, and one "
        "machine: a second instance would need another engine.",
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
            "Every entity says key, or has a field that is auto.",
            said,
            "Paths and references show values that people know, or that the database "
            "counts. A key doesn't change once others refer to it.",
        )
    return Reasons(
        9005,
        "Keys are UUIDs of version 7",
        "Rows need keys that clients can't count and that several machines can make.",
        f"{_few(made)}: a key is a UUIDv7, made by the service. {said}".strip(),
        "Keys grow with time, so new rows stand together in an index; whoever sees one can "
        "tell when its row was made. Each takes 16 bytes, twice what a number takes.",
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
        "Clients are written against an interface, and by other people.",
        "openapi.yaml is made from the design, before any code; schemas of bodies are made "
        "from it, and tests hold the running service to it.",
        "What is served and what is promised are the same. An endpoint of one's own stands "
        "in openapi.own.yaml, or the tests fail.",
    )


def _migrations(_told: Told) -> Reasons:
    return Reasons(
        9007,
        "Every change of the tables is a migration",
        "Rows outlive the code that wrote them.",
        "Alembic revisions, from the first table on, there and back; bd-scaffold update "
        "writes those of the design, and what loses data has to be asked for by name.",
        "A database of any age is brought up to date by one command. A revision that has "
        "been deployed is never edited.",
    )


def _access(told: Told) -> Reasons:
    if told.model.security is None:
        return Reasons(
            9008,
            "Nobody signs in",
            "The design has no security.",
            "Every operation is open to whoever reaches the service.",
            "Whoever must not call it is kept away by the network or a proxy, until "
            "the design has the word security.",
        )
    return Reasons(
        9008,
        "Rules of access stand in the repository",
        "Requests, jobs and scripts reach the same rows, and each way in could forget a rule.",
        "Each entity's access.py has the rules of the design; its repository puts them "
        "into every statement, so that a row that isn't somebody's isn't read.",
        "A new way in is held to the rules without anybody's doing. A rule is SQL, so it asks "
        "what columns say.",
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
    summary="What was decided and why: by the design, by its words, and by hand.",
    facts=_facts,
)
