"""`deployment.kubernetes`: manifests for a cluster, with an overlay for each environment."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ..language.design import Design
from ..language.finding import Finding
from ..language.kubernetes import Environment
from .feature import Feature, Reasons, in_designs


def _is_used(design: Design) -> bool:
    return design.deployment.kubernetes is not None


def _is_said(design: Design) -> bool:
    return _is_used(design) or bool(design.deployment.environments)


def _remarks(design: Design) -> Iterator[Finding]:
    """An environment is somewhere, and a Gateway is asked for a host."""
    said = design.deployment
    if said.environments and not _is_used(design) and said.cloud is None:
        message = "There is nothing that is deployed to an environment."
        hint = "Say kubernetes: true or cloud: aws, or leave the word out."
        yield Finding(("deployment", "environments"), "BD1031", message, hint)
    if said.kubernetes and said.kubernetes.gateway:
        yield from _unreached(said.environments)
    if said.kubernetes and said.monitoring and not said.kubernetes.service_monitor:
        message = "Nobody in the cluster is told of the rules and of the dashboard."
        hint = (
            "Say kubernetes: {service_monitor: true}, where it has Prometheus Operator."
        )
        yield Finding(("deployment", "monitoring"), "BD1040", message, hint)


def _unreached(environments: Mapping[str, Environment]) -> Iterator[Finding]:
    """A Gateway leads to one environment by one host."""
    taken: dict[str, str] = {}
    for name, each in environments.items():
        place = ("deployment", "environments", name)
        if each.host is None:
            message = "The Gateway leads nobody here: the environment has no host."
            yield Finding(place, "BD1031", message, "Say it: host: shop.example.com.")
            continue
        first = taken.setdefault(each.host, name)
        if first != name:
            message = f"The Gateway leads to {first} by this host, and to {name}, too."
            hint = "Give each environment a host of its own."
            yield Finding((*place, "host"), "BD1031", message, hint)


FEATURE = Feature(
    name="kubernetes",
    said="deployment: {kubernetes: true}",
    summary="Manifests for a cluster, laid by Kustomize, with an overlay for each environment.",
    reasons=Reasons(
        9126,
        "Kustomize lays the manifests",
        "A cluster has to be told what runs, how much of it, and who may reach it, and each "
        "environment is told a little otherwise.",
        "One base has every object; an overlay for each environment has what differs there. "
        "The design's throughput and the measured CPU time of a request say how many pods "
        "there are and what each is promised. A Job migrates before pods are replaced.",
        "Secrets are the cluster's: the manifests name their keys alone. Whoever applies an "
        "overlay applies its migration first and waits for it.",
    ),
    used_by=in_designs(_is_used),
    wanted=_is_said,
    remarks=_remarks,
    modules=("migrate",),
    told=False,
)
