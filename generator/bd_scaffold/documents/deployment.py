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
        numbers=(
            *processes(quality, secured=secured),
            *_pods(told.model),
            *_databases(told.model),
            *_recovery(told),
        ),
        missing=tuple(_missing(told.model)),
        migrating=_migrating(told.model),
    )


def _pieces(model: Model) -> Iterator[Piece]:
    package = model.project.package
    yield Piece(
        "app",
        f"`uvicorn --factory {package}.main:create_app`, one process on port 8000; all "
        "data is in the database.",
        f"src/{package}/main.py",
    )
    if "worker" in model.parts:
        yield Piece(
            "worker",
            f"`python -m {package}.worker`, any number of processes; all that waits is in the "
            "database.",
            f"src/{package}/worker.py",
        )
    if model.kubernetes is None:
        yield Piece(
            "migrate",
            "`alembic upgrade head`, run once before a new version of the app starts.",
            "alembic.ini",
        )
    else:
        yield Piece(
            "migrate",
            f"`python -m {package}.migrate expand`, run once before a new version of the app "
            "starts; `contract`, once no process of an older one is left.",
            f"src/{package}/migrate.py",
        )
    if model.database.postgresql:
        yield Piece("database", "PostgreSQL 18, at `DATABASE_URL`.", ".env.example")
    else:
        yield Piece(
            "database",
            "an SQLite file on persistent storage, at `DATABASE_URL`.",
            ".env.example",
        )


def _migrating(model: Model) -> str:
    """Return the step of a roll-out that migrates."""
    if model.kubernetes is None:
        return (
            "Run `alembic upgrade head` once, and wait for it to end. Where revisions say "
            "`after_deployment`, run those before them, and these when no process of the old "
            "version is left."
        )
    return (
        "Run `sh deploy/kubernetes/roll-out.sh ENVIRONMENT TAG`: it migrates, waits for that, and "
        "does the next step. What older processes still need goes by `contract.sh`, once they "
        "are gone and nobody wants to roll back."
    )


def _builds(model: Model) -> Iterator[Piece]:
    engines = "SQLite and PostgreSQL" if model.database.postgresql else "SQLite"
    if not model.deployment.no_container:
        yield Piece(
            "image",
            "built in two stages; packages are pinned by hash in `uv.lock`; runs as user 10001, "
            "with a health check.",
            "Dockerfile",
        )
    if not model.deployment.no_compose:
        yield Piece(
            "single-machine set-up",
            "`docker compose up --build` starts the database, migrates it, and starts the app.",
            "compose.yaml",
        )
    if model.kubernetes is not None:
        yield Piece(
            "cluster",
            "a base of Kubernetes' objects and an overlay for each environment, laid by "
            "Kustomize; `roll-out.sh` migrates first, and `contract.sh` drops later what older "
            f"pods need{'; a chart of Helm has the same' if model.kubernetes.helm else ''}.",
            "deploy/kubernetes",
        )
    if model.cloud is not None:
        yield Piece(
            "cloud",
            "modules for OpenTofu and Terraform of what the service needs of AWS, and a root for "
            "each environment.",
            "deploy/aws",
        )
    for wanted, name, file in (
        (model.deployment.github, "GitHub Actions", _GITHUB),
        (model.deployment.gitlab, "GitLab CI", _GITLAB),
    ):
        if wanted:
            image = "" if model.deployment.no_container else ", and builds the image"
            yield Piece(
                name,
                f"checks format, lint and types, migrates up and down, runs the tests on {engines}"
                f"{image}; it checks the design where the variable `BD_SCAFFOLD` is set.",
                file,
            )


def _pods(model: Model) -> Iterator[Figure]:
    """Yield how many pods each environment of a cluster has, and what each is promised."""
    for each in model.environments:
        yield Figure(
            f"Pods of {each.name}",
            f"{each.replicas} to {each.most}",
            f"`{each.directory}`: instances, and twice as many before the autoscaler stops",
        )
        yield Figure(
            f"CPU of a pod of {each.name}",
            each.cpu,
            "cores in use of a process, so that they are 60 % of what it is promised",
        )


def _databases(model: Model) -> Iterator[Figure]:
    """Yield what each environment of a cloud has as database."""
    for each in model.cloud_environments:
        yield Figure(
            f"Database of {each.name}",
            f"{each.instance}, {each.storage} GiB",
            f"`{each.directory}/main.tf`, which says why",
        )


def _recovery(told: Told) -> Iterator[Figure]:
    recovery = told.design.requirements.quality.recovery
    for name, value, word in (
        ("Recovery point objective", recovery.rpo, "rpo"),
        ("Recovery time objective", recovery.rto, "rto"),
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
        yield Advice(
            "CI", "Changes are not checked automatically.", "`deployment: {ci: github}`"
        )


SECTION = Section(
    name="deployment",
    title="Deployment Architecture",
    file="deployment-architecture.md",
    summary="Components, build, roll-out, capacity, health checks and configuration.",
    facts=page,
)
