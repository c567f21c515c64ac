"""The system overview: what it is for, what it holds, and what a request passes."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from ..language.quantities import share_of
from ..language.sections import Quality
from ..language.volume import rows
from ..model.named import EVERY, names
from ..model.types import (
    AreaTold,
    Entity,
    Goal,
    Layer,
    Met,
    Model,
    Neighbour,
    Overview,
    Requirement,
)
from ..operation import Operation
from .diagrams.context import LIMITED_BY, is_limited
from .objectives import MONTH
from .section import Section, Told


def _facts(told: Told) -> Overview:
    return Overview(
        met=tuple(met_by(told.model)),
        goals=tuple(_goals(told.design.requirements.quality)),
        neighbours=tuple(_neighbours(told.model)),
        areas=tuple(_areas(told.model)),
        layers=tuple(_layers(told.model)),
    )


# What it has to do


def met_by(model: Model) -> Iterator[Met]:
    """Yield each functional requirement with the operations that meet it."""
    found = [*_offered(model)]
    whole = {each.name for each in model.entities}
    for each in model.requirements.functional:
        yield _met(model, each, found, whole)


class _Offered(NamedTuple):
    """Something that clients can do."""

    owner: str  # "Product"; empty for operations of the project's own
    full_name: str  # "Product.list"
    operation: Operation


def _met(
    model: Model, requirement: Requirement, offered: list[_Offered], whole: set[str]
) -> Met:
    told: list[str] = []
    for written in requirement.operations:
        owner, _, name = written.partition(".")
        if name == EVERY and owner in whole:
            told.append(f"every operation of {owner}")
        else:
            told += [
                f"`{call_of(model, each.operation)}`"
                for each in offered
                if names(written, each.owner, each.operation, each.full_name)
            ]
    by = ", ".join(dict.fromkeys(told)) or "no operation"
    return Met(requirement.id, requirement.text, by)


def _offered(model: Model) -> Iterator[_Offered]:
    """Yield each operation, by the name that a design has for it."""
    for entity in model.entities:
        for each in entity.operations:
            yield _Offered(entity.name, f"{entity.name}.{each.name}", each)
    for group in model.custom:
        for own in group.operations:
            yield _Offered(group.name, own.full_name, own.operation)


def call_of(model: Model, operation: Operation) -> str:
    """Return how clients call an operation: `GET /api/v1/products`."""
    return f"{operation.http.method.upper()} {model.api.prefix}{operation.http.path}"


# How well


_MINUTES = MONTH // 60
"""Of the thirty days over which an error budget is counted."""


def _goals(quality: Quality) -> Iterator[Goal]:
    word = "requirements.quality"
    latency = quality.latency
    for name, said, kind in (
        ("Latency, median", latency.p50, "p50"),
        ("Latency, 95th percentile", latency.p95, "p95"),
        ("Latency, 99th percentile", latency.p99, "p99"),
    ):
        if said is not None:
            means = "Measured by `http_request_duration_seconds` at `/metrics`."
            yield Goal(name, said, means, f"{word}.latency.{kind}")
    if quality.throughput is not None:
        means = "Measured by `http_requests_total` at `/metrics`."
        yield Goal("Throughput", quality.throughput, means, f"{word}.throughput")
    if quality.availability is not None:
        means = _budget(quality.availability)
        yield Goal("Availability", quality.availability, means, f"{word}.availability")
    rpo, rto = quality.recovery.rpo, quality.recovery.rto
    if rpo is not None:
        means = "The latest changes that a disaster may cost."
        yield Goal("Recovery point objective (RPO)", rpo, means, f"{word}.recovery.rpo")
    if rto is not None:
        means = "The longest outage after a disaster."
        yield Goal("Recovery time objective (RTO)", rto, means, f"{word}.recovery.rto")
    for entity, volume in quality.volume.items():
        means = f"{rows(volume.rows):,} rows are expected."
        yield Goal(f"Volume of {entity}", volume.told, means, f"{word}.volume.{entity}")
    for rule in quality.compliance:
        means = "An external requirement; nothing in this project proves compliance by itself."
        yield Goal("Compliance", rule, means, f"{word}.compliance")


def _budget(availability: str) -> str:
    """Return what a share of time leaves for failing, with its formula."""
    share = share_of(availability)
    if share is None:
        return "Not a percentage, so no error budget follows from it."
    return (
        f"An error budget of {_short((1 - share) * _MINUTES)} minutes in 30 days: "
        f"(100 % − {_short(share * 100)} %) × {_MINUTES:,} minutes."
    )


def _short(number: Fraction) -> str:
    """Return a decimal number with all of its digits, and none that says nothing."""
    digits = f"{Decimal(number.numerator) / number.denominator:f}"
    return digits.rstrip("0").rstrip(".") if "." in digits else digits


# What is around it


def _neighbours(model: Model) -> Iterator[Neighbour]:
    security = model.security
    if security is None:
        does = "Call every operation without authentication."
        yield Neighbour("Clients", does, "no `security`")
    else:
        for role in security.roles:
            does = (
                role.description
                or f"Signs in; permissions: {', '.join(role.permissions)}."
            )
            if not (role.description or role.permissions):
                does = "Signs in; the role has no permissions of its own."
            yield Neighbour(role.name, does, "`security.roles`")
    if model.api.cors:
        does = "Load pages from the origins that may call the API."
        yield Neighbour("Browsers", does, "`api.cors`")
    engine = "PostgreSQL" if model.database.postgresql else "SQLite"
    yield Neighbour(engine, "Stores all data.", "`database.engine`")
    if security is not None and security.oidc:
        does = "Signs people in; the service accepts its tokens."
        yield Neighbour(
            "OpenID Connect issuer", does, "`security.authentication: oidc`"
        )
    if security is not None and security.jwt:
        does = "Sends links for registering accounts and resetting passwords."
        yield Neighbour("Mail server", does, "`security.authentication: jwt`")
    if is_limited(model):
        does = "Optional; counts requests across processes for the rate limit."
        yield Neighbour("Redis", does, f"`{LIMITED_BY}`")
    if model.messaging is not None:
        does = "Carries events to other services, and to jobs."
        yield Neighbour(model.messaging.title, does, "`messaging.broker`")
    for each in model.dependencies:
        does = each.description or "Is called over HTTP."
        yield Neighbour(each.name, does, f"`resilience.{each.name}`")
    yield Neighbour("Prometheus", "Scrapes the metrics.", "every design")


# What it holds


def _areas(model: Model) -> Iterator[AreaTold]:
    home = {each.name: each.area for each in model.entities}
    for area in model.areas:
        own = [each for each in model.entities if each.area == area.name]
        uses = {home[target] for entity in own for target in _leads_to(entity)}
        others = tuple(
            each.name for each in model.areas if each.name in uses - {area.name}
        )
        yield AreaTold(area.name, tuple(each.name for each in own), others)


def _leads_to(entity: Entity) -> Iterator[str]:
    """Yield the entities whose rows those of one refer to."""
    yield from (each.target for each in entity.relationships if not each.many)
    yield from (each.target for each in entity.links)


# What runs


def _layers(model: Model) -> Iterator[Layer]:
    package = f"src/{model.project.package}"
    slice_ = model.entities[0].directory
    yield Layer(
        "Middleware",
        f"{package}/main.py",
        "Assigns the request id, logs the request, and limits the size of its body.",
    )
    yield Layer(
        "Router",
        f"{slice_}/router.py",
        "Validates path, parameters and body against the contract, and shapes the response.",
    )
    yield Layer(
        "Service",
        f"{slice_}/service.py",
        "Has the business rules, and raises domain errors that know nothing of HTTP.",
    )
    if model.security is not None:
        yield Layer(
            "Access rules",
            f"{slice_}/access.py",
            "Say who may do what; the repository adds them to every statement.",
        )
    yield Layer(
        "Repository",
        f"{slice_}/repository.py",
        "Finds, lists, stores and deletes rows; the only layer that knows the database.",
    )
    yield Layer(
        "Unit of work",
        f"{package}/core/db/unit_of_work.py",
        "Commits once at the end of the request, or not at all.",
    )
    yield Layer(
        "Database",
        f"{package}/models/",
        "Enforces keys, foreign keys, unique constraints and checks.",
    )


SECTION = Section(
    name="overview",
    title="System Overview",
    file="system-overview.md",
    summary="Purpose, requirements, context, areas, entities and components.",
    facts=_facts,
)
