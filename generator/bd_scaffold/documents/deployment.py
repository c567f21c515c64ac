"""The page of the deployment: what runs, what builds it, and how much of it there is."""

from __future__ import annotations

from collections.abc import Iterator

from ..language.quantities import seconds_of, time
from ..model.types import Model
from ..model.types.figures import Advice, DeploymentPage, Figure, Piece
from .capacity import processes
from .section import Section, Told

_GITHUB, _GITLAB = ".github/workflows/ci.yml", ".gitlab-ci.yml"


def page(told: Told) -> DeploymentPage:
    """Return what the page says of a design's deployment."""
    quality = told.design.requirements.quality
    secured = told.design.security is not None
    return DeploymentPage(
        pieces=tuple(_pieces(told.model)),
        builds=tuple(_builds(told.model)),
        numbers=(*processes(quality, secured=secured), *_recovery(told)),
        missing=tuple(_missing(told.model)),
    )


def _pieces(model: Model) -> Iterator[Piece]:
    package = model.project.package
    yield Piece(
        "app",
        f"`uvicorn --factory {package}.main:create_app`, one process, on port 8000; it keeps "
        "nothing that another one lacks.",
        f"src/{package}/main.py",
    )
    yield Piece(
        "migrate",
        "`alembic upgrade head`, once, before a new version of the app starts.",
        "alembic.ini",
    )
    if model.database.postgresql:
        yield Piece(
            "database", "PostgreSQL 18; `DATABASE_URL` says where.", ".env.example"
        )
    else:
        yield Piece(
            "database",
            "a file of SQLite, on a disk that outlives the process; `DATABASE_URL` says where.",
            ".env.example",
        )


def _builds(model: Model) -> Iterator[Piece]:
    if not model.deployment.no_container:
        yield Piece(
            "image",
            "in two stages; packages by hash, as `uv.lock` has them; runs as user 10001, with a "
            "health check.",
            "Dockerfile",
        )
    if not model.deployment.no_compose:
        yield Piece(
            "all of it on one machine",
            "`docker compose up --build` runs app and database, the migrations first.",
            "compose.yaml",
        )
    for wanted, name, file in (
        (model.deployment.github, "GitHub Actions", _GITHUB),
        (model.deployment.gitlab, "GitLab CI", _GITLAB),
    ):
        if wanted:
            image = "" if model.deployment.no_container else ", and builds the image"
            yield Piece(
                name,
                "checks format, lint and types, holds the project to its design, runs the tests "
                f"on SQLite and PostgreSQL{image}.",
                file,
            )


def _recovery(told: Told) -> Iterator[Figure]:
    recovery = told.design.requirements.quality.recovery
    for name, value, word in (
        ("Data that may be lost", recovery.rpo, "rpo"),
        ("Time that the service may be gone", recovery.rto, "rto"),
    ):
        seconds = seconds_of(value)
        if seconds:
            yield Figure(name, time(seconds), f"`requirements.quality.recovery.{word}`")


def _missing(model: Model) -> Iterator[Advice]:
    """Yield what isn't there, and the word that changes it."""
    if model.deployment.no_container:
        yield Advice(
            "Image", "There is no Dockerfile.", "`deployment: {container: true}`"
        )
    if model.deployment.no_compose:
        yield Advice(
            "Compose", "There is no compose.yaml.", "`deployment: {compose: true}`"
        )
    if not (model.deployment.github or model.deployment.gitlab):
        yield Advice("CI", "Nothing checks a change.", "`deployment: {ci: github}`")


SECTION = Section(
    name="deployment",
    title="Deployment Architecture",
    file="deployment-architecture.md",
    summary="What runs where, what builds it, and what it is asked whether it is well.",
    facts=page,
)
