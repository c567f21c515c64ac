"""What a cluster is deployed to needs: an image, a database that all pods share, names."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..capacity import CONNECTIONS, USUAL, pods_of
from ..language.design import Design
from ..language.files import FILE
from ..language.finding import Finding
from ..language.kubernetes import (
    ENVIRONMENT_NAME,
    Environment,
    Kubernetes,
    namespace_of,
)
from ..language.quantities import a_second
from ..language.tree import Path
from ..resolve import Resolved

_LABEL = "[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?"
_HOST = re.compile(rf"(?=.{{1,253}}$)(?!(.*\.)?[0-9]+$){_LABEL}(\.{_LABEL})*")
_GATEWAY = re.compile(rf"{_LABEL}/{_LABEL}")
_IMAGE = re.compile(r"[a-z0-9][a-z0-9.-]*(:[0-9]{1,5})?(/[a-z0-9]+([._-]+[a-z0-9]+)*)*")
_LONGEST = 63  # of a namespace, which is called like the project and the environment
_MOST = 1000  # pods
_TRUTHS = frozenset(("y", "n", "yes", "no", "on", "off", "true", "false", "null"))
"""What some reader of YAML takes for no name, as Kustomize does."""
_PLACE = ("deployment", "kubernetes")


def rule(resolved: Resolved) -> Iterator[Finding]:
    """What is deployed to a cluster can run there, and is called as a cluster calls things."""
    design = resolved.design
    for name, said in design.deployment.environments.items():
        yield from _environment(design.name, name, said)
    kubernetes = design.deployment.kubernetes
    if kubernetes is not None:
        yield from unfit(
            design,
            _PLACE,
            "BD1030",
            image="A cluster runs the image, which there is none of.",
            database="Pods come and go, and SQLite's file is one pod's alone.",
            files="Pods come and go, and a folder of files is one pod's alone.",
        )
        yield from _names(design, kubernetes)


def notes(resolved: Resolved) -> Iterator[Finding]:
    """PostgreSQL has connections for all pods of an environment, bursts among them."""
    design = resolved.design
    if design.deployment.kubernetes is None:
        return
    worker = any(each.worker for each in resolved.features)
    said = design.deployment.environments
    for name, each in (said or USUAL).items():
        pods = pods_of(design, each, worker=worker)
        if pods.crowded:
            place = ("deployment", "environments", name) if said else _PLACE
            message = (
                f"Up to {pods.together} pods may ask for {pods.crowded} "
                f"connections at once, and PostgreSQL has {CONNECTIONS} by default."
            )
            hint = "Raise max_connections, or put PgBouncer before it: DATABASE_POOLER."
            yield Finding(place, "BD1041", message, hint)


def unfit(
    design: Design, place: Path, code: str, *, image: str, database: str, files: str
) -> Iterator[Finding]:
    """Yield what ties a design to one machine, each with what is said of it."""
    if not design.deployment.container:
        yield Finding(place, code, image, "Write container: true.")
    if design.database.engine == "sqlite":
        yield Finding(place, code, database, "Write database: {engine: postgresql}.")
    if _has_files(design) and design.files.store != "s3":
        yield Finding(place, code, files, "Write files: {store: s3}.")


def _has_files(design: Design) -> bool:
    return any(
        field.type == FILE
        for entity in design.entities.values()
        for field in entity.fields.values()
    )


def _names(design: Design, said: Kubernetes) -> Iterator[Finding]:
    if design.name in _TRUTHS:
        message = f'"{design.name}" is no name in a cluster: YAML reads it otherwise.'
        yield Finding(("name",), "BD1030", message, "Take another one.")
    if re.match("kube(-|$)", design.name):
        message = "Namespaces that begin with kube- are the cluster's own."
        yield Finding(("name",), "BD1030", message, "Take another one.")
    if said.image is not None and not _IMAGE.fullmatch(said.image):
        message = f'"{said.image}" is not an image without a tag.'
        hint = "Write its registry and its name: registry.example.com/shop."
        yield Finding((*_PLACE, "image"), "BD1030", message, hint)
    if said.gateway is not None and not _GATEWAY.fullmatch(said.gateway):
        message = f'"{said.gateway}" is not a Gateway.'
        hint = "Write its namespace and its name: edge/public."
        yield Finding((*_PLACE, "gateway"), "BD1030", message, hint)


def _environment(project: str, name: str, said: Environment) -> Iterator[Finding]:
    place: Path = ("deployment", "environments", name)
    namespace = namespace_of(project, name)
    if not re.fullmatch(ENVIRONMENT_NAME, name):
        message = f'"{name}" is not the name of an environment.'
        hint = "Write up to 30 lower case letters, digits and hyphens, a letter first."
        yield Finding(place, "BD1030", message, hint)
    elif len(namespace) > _LONGEST:
        message = f'A namespace has {_LONGEST} letters at most, unlike "{namespace}".'
        yield Finding(place, "BD1030", message, "Take a shorter name.")
    if said.host is not None and not _HOST.fullmatch(said.host):
        message = f'"{said.host}" is not a host name.'
        hint = "Write a name in lower case, without scheme and port: shop.example.com."
        yield Finding((*place, "host"), "BD1030", message, hint)
    if said.throughput is not None and not a_second(said.throughput):
        message = f'"{said.throughput}" is not a rate.'
        yield Finding((*place, "throughput"), "BD1030", message, "Write 300/s.")
    if said.replicas is not None and not 1 <= said.replicas <= _MOST:
        message = f"{said.replicas} is not between 1 and {_MOST}."
        yield Finding((*place, "replicas"), "BD1030", message)
