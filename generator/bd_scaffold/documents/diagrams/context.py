"""The system among those who call it and what it needs."""

from __future__ import annotations

from collections.abc import Iterator

from ...model.types import Diagram, Model, Security
from ...names import counted
from .flow import DOWN, arrow, box, other, person, store
from .mermaid import diagram, shortened
from .said import listed, sentence

_ROLES = 4
"""Roles that stand alone; more are named in one box."""

_SAID = 90
"""Characters of a description."""

LIMITED_BY = "api.rate_limit"
"""The word of a design that has callers counted."""


def context_diagram(model: Model) -> Diagram:
    """Return who calls the system, and what it calls."""
    project = model.project
    engine = "PostgreSQL" if model.database.postgresql else "SQLite"
    callers, needed = [*_callers(model)], [*_needed(model)]
    lines = (
        *(person(name, *said) for name, said, _ in callers),
        box("system", project.title, shortened(project.description, _SAID)),
        store("database", engine, counted(len(model.tables), "table")),
        *(other(name, said) for name, said, _ in needed),
        *(arrow(name, "system", how) for name, _, how in callers),
        arrow("system", "database", "SQL"),
        *(arrow("system", name, how) for name, _, how in needed),
    )
    known = [said[0] for _, said, _ in callers]
    needs = [engine, *(said for _, said, _ in needed)]
    said = (
        f"{project.title} is called by {listed(known)}",
        f"it needs {listed(needs)}",
    )
    return diagram(
        "context", DOWN, f"Context of {project.title}", sentence(*said), lines
    )


def _callers(model: Model) -> Iterator[tuple[str, tuple[str, ...], str]]:
    """Yield those who call: a name of ours, what stands in the box, and how they do."""
    security = model.security
    if security is None:
        yield "anyone", ("Anyone",), "HTTPS, without signing in"
        return
    operations = [each for entity in model.entities for each in entity.operations]
    if any(each.security != "required" for each in operations):
        yield "anyone", ("Anyone", "what is public"), "HTTPS"
    roles = [*security.roles]
    if len(roles) > _ROLES:
        names = listed([each.name for each in roles], "or")
        yield "people", ("People who sign in", f"as {names}"), _by(security)
    else:
        yield "people", ("People who sign in",), _by(security)
        for number, role in enumerate(roles, start=1):
            said = shortened(role.description, _SAID)
            yield f"role{number}", (role.name, said), _by(security)
    if security.api_keys:
        yield "services", ("Other services",), "HTTPS, with API keys"


def _by(security: Security) -> str:
    """Return how people come: with what they got by signing in."""
    if security.browser:
        return "HTTPS, with a cookie or a token"
    return "HTTPS, with a token"


def _needed(model: Model) -> Iterator[tuple[str, str, str]]:
    """Yield what the system calls beside its database: a name, the box, and what for."""
    security = model.security
    if security is not None and security.oidc:
        yield "issuer", "Issuer (OpenID Connect)", "keys and tokens"
    if security is not None and security.jwt:
        yield "mail", "Mail server", "links to set passwords"
    if is_limited(model):
        yield "redis", "Redis, if there is one", "requests of all processes"
    if model.messaging is not None:
        yield "broker", model.messaging.title, "events"
    for number, each in enumerate(model.dependencies, start=1):
        said = shortened(each.description, _SAID) or "HTTP"
        yield f"other{number}", each.name, said


def is_limited(model: Model) -> bool:
    """True where requests of a caller are counted."""
    return bool(model.api.rate_limit or model.api.rate_limits)
