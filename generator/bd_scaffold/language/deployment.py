"""How a project is built, shipped and watched."""

from __future__ import annotations

from typing import Literal, get_args

from .kubernetes import ENVIRONMENT_NAME, Environment, Kubernetes
from .reading import FLAG, Choice, Listed, Named, Nested, Switched, Words, word

CiProvider = Literal["github", "gitlab", "none"]
Proxy = Literal["nginx", "caddy"]


class Deployment(Words):
    """How the project is built and shipped."""

    ci: tuple[CiProvider, ...] = word(
        Listed(Choice(get_args(CiProvider))),
        "Where the checks run; one, or a list.",
        default=("github",),
    )
    container: bool = word(
        FLAG, "The project has a Dockerfile, and CI builds its image.", default=True
    )
    compose: bool | None = word(
        FLAG,
        "The project has a compose.yaml, which runs it with its database; like `container` "
        "if not given.",
        default=None,
    )
    kubernetes: Kubernetes | None = word(
        Switched(Kubernetes),
        "The project has manifests for Kubernetes, laid by Kustomize: `true`, or what differs.",
        default=None,
        examples=(True, {"image": "registry.example.com/shop"}),
    )
    environments: dict[str, Environment] = word(
        Named(Nested(Environment), ENVIRONMENT_NAME),
        "Where it is deployed to, by name; one, `production`, if not given.",
        default=dict,
        examples=({"staging": {"replicas": 1}, "production": {}},),
    )
    cloud: Literal["aws"] | None = word(
        Choice(("aws",)),
        "`deploy/aws/` has modules for OpenTofu and Terraform: the database, and what else the "
        "design needs, in each of the environments.",
        default=None,
    )
    monitoring: bool = word(
        FLAG,
        "`monitoring/` has Prometheus' rules with tests, and a dashboard for Grafana, from the "
        "goals of `quality`; `docs/runbooks.md` says what to do.",
        default=False,
    )
    image: Literal["plain", "hardened"] = word(
        Choice(("plain", "hardened")),
        "What the image has: `hardened` runs on a root that nobody can write, says what is in it "
        "and what it was built of, and is sent layer by layer.",
        default="plain",
    )
    proxies: tuple[Proxy, ...] = word(
        Listed(Choice(get_args(Proxy))),
        "Which proxies stand before the service; one, or a list.",
        default=(),
    )
    backup: bool = word(
        FLAG,
        "`ops/` has scripts that back PostgreSQL up while it runs, and restore what it was at "
        "any moment.",
        default=False,
    )
    doctor: bool = word(
        FLAG,
        "The project has a command that says what is wrong with where it runs: its settings, "
        "its database, its migrations, its broker and its keys.",
        default=False,
    )

    @property
    def composes(self) -> bool:
        """True where the project has a compose.yaml."""
        return self.container if self.compose is None else self.compose
