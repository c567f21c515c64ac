"""What a project's own manifests, and its image, say of how it is run: read, and never guessed."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

Object = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Probe:
    """A question that a kubelet asks again and again."""

    path: str
    period: float
    timeout: float
    failures: int

    @classmethod
    def of(cls, said: Object) -> Probe:
        """Read one as the API server would, with its defaults."""
        return cls(
            said["httpGet"]["path"],
            said.get("periodSeconds", 10),
            said.get("timeoutSeconds", 1),
            said.get("failureThreshold", 3),
        )


@dataclass(frozen=True, slots=True)
class Template:
    """What one pod is made of."""

    tag: str
    """Of the image."""
    command: Sequence[str]
    """Empty for the image's own."""
    environment: Mapping[str, str]
    port: int
    probes: Mapping[str, Probe]
    pause: float
    """The seconds of its `preStop`."""
    grace: float


@dataclass(frozen=True, slots=True)
class Deployment:
    """A Deployment, with what an autoscaler says of it."""

    name: str
    component: str
    replicas: int
    surge: int
    unavailable: int
    deadline: float
    template: Template


def built(overlay: Path) -> list[Object]:
    """Return the objects of an overlay, as Kustomize lays them."""
    command = ["kubectl", "kustomize", str(overlay)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return [each for each in yaml.safe_load_all(done.stdout) if each]


def selected(objects: Sequence[Object], selector: str) -> list[Object]:
    """Return those that a selector of labels is for; all, where there is none."""
    terms = re.findall(r"(\S+) (not)?in \(([^)]*)\)|([^,=! ]+)(!?=)([^,]+)", selector)
    found = []
    for each in objects:
        labels = each["metadata"].get("labels", {})
        if all(_fits(labels, term) for term in terms):
            found.append(each)
    return found


def _fits(labels: Mapping[str, str], term: tuple[str, ...]) -> bool:
    among, negated, values, key, operator, value = term
    if among:
        listed = {each.strip() for each in values.split(",")}
        return (labels.get(among) in listed) != bool(negated)
    return (labels.get(key) == value) == (operator == "=")


def named(objects: Sequence[Object], kind: str) -> dict[str, Object]:
    """Return the objects of a kind by their names."""
    return {e["metadata"]["name"]: e for e in objects if e["kind"] == kind}


def deployment(objects: Sequence[Object], name: str) -> Deployment:
    """Return a Deployment of an overlay."""
    found = named(objects, "Deployment")[name]
    spec = found["spec"]
    rolling = spec["strategy"]["rollingUpdate"]
    scalers = named(objects, "HorizontalPodAutoscaler").values()
    least = [
        each["spec"]["minReplicas"]
        for each in scalers
        if each["spec"]["scaleTargetRef"]["name"] == name
    ]
    return Deployment(
        name=name,
        component=found["metadata"]["labels"]["app.kubernetes.io/component"],
        replicas=least[0] if least else spec["replicas"],
        surge=rolling["maxSurge"],
        unavailable=rolling["maxUnavailable"],
        deadline=spec["progressDeadlineSeconds"],
        template=template(objects, found),
    )


def template(objects: Sequence[Object], owner: Object) -> Template:
    """Return what a Deployment or a Job makes pods of."""
    pod = owner["spec"]["template"]["spec"]
    [container] = pod["containers"]
    probes = {
        name: Probe.of(container[f"{name}Probe"])
        for name in ("startup", "readiness", "liveness")
        if f"{name}Probe" in container
    }
    stop = container.get("lifecycle", {}).get("preStop", {}).get("sleep", {})
    ports = container.get("ports", [{"containerPort": 0}])
    return Template(
        tag=container["image"].partition(":")[2],
        command=container.get("command", ()),
        environment=dict(_settings(objects, container)),
        port=ports[0]["containerPort"],
        probes=probes,
        pause=stop.get("seconds", 0),
        grace=pod.get("terminationGracePeriodSeconds", 30),
    )


def _settings(
    objects: Sequence[Object], container: Object
) -> Iterator[tuple[str, str]]:
    """Yield what a container has from its ConfigMaps; secrets are the cluster's own."""
    maps = named(objects, "ConfigMap")
    for each in container.get("envFrom", ()):
        yield from maps[each["configMapRef"]["name"]]["data"].items()
    for each in container.get("env", ()):
        if "value" in each:
            yield each["name"], each["value"]


@dataclass(frozen=True, slots=True)
class Image:
    """What the Dockerfile says of the last stage: there is no Docker here."""

    folder: Path
    command: Sequence[str]
    environment: Mapping[str, str]


def image(folder: Path) -> Image:
    """Return the image of a project, which is run from its folder."""
    text = (folder / "Dockerfile").read_text(encoding="utf-8")
    last = text.rpartition("\nFROM ")[2].replace("\\\n", " ")
    said: dict[str, str] = {}
    for line in re.findall(r"(?m)^ENV (.+)$", last):
        said |= dict(each.split("=", 1) for each in shlex.split(line))
    own = {k: v for k, v in said.items() if k.startswith("UVICORN_")}
    [command] = re.findall(r"(?m)^CMD (.+)$", last)
    return Image(folder, json.loads(command), own)
