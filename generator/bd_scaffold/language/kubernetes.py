"""The author's words for Kubernetes, and for the environments that a project is deployed to."""

from __future__ import annotations

from .reading import FLAG, LINE, WHOLE, Words, word

ENVIRONMENT_NAME = r"^[a-z]([-a-z0-9]{0,28}[a-z0-9])?$"
"""What an environment is called: it stands in the name of a namespace."""


def namespace_of(project: str, environment: str) -> str:
    """Return what the namespace of an environment is called: "shop-staging"."""
    return f"{project}-{environment}"


class Kubernetes(Words):
    """How it is deployed to a cluster."""

    image: str | None = word(
        LINE,
        "The image that the cluster pulls, with its registry and without a tag; the project's "
        "name if not given.",
        default=None,
        examples=("registry.example.com/shop",),
    )
    gateway: str | None = word(
        LINE,
        "The Gateway that leads requests to it, as namespace and name; without one, what leads "
        "there is the cluster's.",
        default=None,
        examples=("edge/public",),
    )
    service_monitor: bool = word(
        FLAG,
        "The cluster has Prometheus Operator: ServiceMonitors tell it of `/metrics`, and with "
        "`monitoring`, rules and a dashboard go there, too.",
        default=False,
    )
    helm: bool = word(
        FLAG,
        "There is a chart of Helm beside the overlays, with the same objects.",
        default=False,
    )


class Environment(Words):
    """Where it is deployed to, and what is different there."""

    host: str | None = word(
        LINE,
        "The host name under which clients reach it.",
        default=None,
        examples=("staging.shop.example.com",),
    )
    throughput: str | None = word(
        LINE,
        "Requests in a time; that of `requirements.quality` if not given.",
        default=None,
        examples=("10/s",),
    )
    replicas: int | None = word(
        WHOLE,
        "How many pods answer requests at the least; what the throughput asks for if not given.",
        default=None,
        examples=(1,),
    )
