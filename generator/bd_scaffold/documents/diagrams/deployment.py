"""What runs where, and how it gets there: as the generated files say it."""

from __future__ import annotations

from collections.abc import Iterator

from ...model.types import Diagram, Model
from . import clustered
from .context import is_limited
from .flow import DOWN, arrow, box, inside, other, person, store
from .mermaid import diagram
from .said import listed, sentence


def deployment_diagram(model: Model) -> Diagram:
    """Return how the service is built, what runs of it, and what that speaks to."""
    cluster = model.kubernetes
    composed = not (model.deployment.no_container or model.deployment.no_compose)
    if cluster is not None:
        parts, runs = clustered.parts(model, cluster), clustered.said(model, cluster)
        through = clustered.entrance(cluster)
    else:
        parts = _composed(model) if composed else _alone(model)
        runs, through = _said(model, composed=composed), ("Your proxy", "ends TLS")
    led = "host" if composed and cluster is None else "app"
    lines = (
        person("client", "Clients"),
        box("proxy", *through),
        *parts,
        *_outside(model),
        arrow("client", "proxy", "HTTPS"),
        arrow("proxy", led, "HTTP, port 8000"),
        *_tested(model),
    )
    said = (
        f"clients reach {model.project.title} through a proxy that ends TLS",
        runs,
        (
            f"beside that it speaks to {listed([name for _, name, _ in _services(model)])}"
            if [*_services(model)]
            else ""
        ),
        f"{_pipeline(model)} tests each change" if _pipeline(model) else "",
    )
    title = f"Deployment of {model.project.title}"
    return diagram("deployment", DOWN, title, sentence(*said), lines)


def _said(model: Model, *, composed: bool) -> str:
    engine = "PostgreSQL" if model.database.postgresql else "a file of SQLite"
    if not composed:
        return f"its process keeps its data in {engine}"
    return (
        f"Docker Compose runs it with {engine}, after a container that migrates the"
        " database"
    )


def _composed(model: Model) -> Iterator[str]:
    """Yield what `compose.yaml` starts."""
    app = box("app", "app", "uvicorn, migrated before it starts")
    migrate = box("migrate", "migrate", "alembic upgrade head, once")
    if model.database.postgresql:
        database = box("database", "database", "PostgreSQL 18")
        kept = [database, store("volume", "volume data"), arrow("database", "volume")]
        led = "database"
    else:
        kept = [store("volume", "volume data", "a file of SQLite")]
        led = "volume"
    asked = (arrow(name, led, "SQL") for name in ("app", "migrate"))
    lines = (app, migrate, *kept, *asked)
    yield from inside("host", "Docker Compose", lines)


def _alone(model: Model) -> Iterator[str]:
    """Yield the process, where nothing says what runs it."""
    engine = "PostgreSQL" if model.database.postgresql else "SQLite"
    yield box("app", model.project.title, "uvicorn")
    yield store("database", engine)
    yield arrow("app", "database", "SQL")


def _services(model: Model) -> Iterator[tuple[str, str, bool]]:
    """Yield what else the service speaks to, and whether it may do without."""
    security = model.security
    if security is not None and security.oidc:
        yield "issuer", "the issuer", False
    if security is not None and security.jwt:
        yield "mail", "a mail server", False
    if is_limited(model):
        yield "redis", "Redis, to count requests of all processes", True
    if model.messaging is not None:
        yield "broker", model.messaging.title, False


def _outside(model: Model) -> Iterator[str]:
    for name, said, optional in _services(model):
        yield other(name, f"{said[0].upper()}{said[1:]}")
        yield arrow("app", name, "if there is one" if optional else "")


def _pipeline(model: Model) -> str:
    known = (
        (model.deployment.github, "GitHub Actions"),
        (model.deployment.gitlab, "GitLab CI"),
    )
    return listed([name for is_used, name in known if is_used])


def _tested(model: Model) -> Iterator[str]:
    """Yield what tries each change."""
    if said := _pipeline(model):
        steps = [box("check", "check", "format, lint, types, design")]
        tried = "SQLite and PostgreSQL" if model.database.postgresql else "SQLite"
        steps.append(box("test", "test", f"on {tried}"))
        if not model.deployment.no_container:
            steps.append(box("image", "image", "docker build"))
        yield from inside("pipeline", said, steps)
