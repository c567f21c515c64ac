"""Each object of each environment is what the schemas of Kubernetes and of its extensions say."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import kubernetes_validate
import pytest
import yaml
from manifests import Object, judge, laid, objects, overlays, written
from projects import Project

import corpus

_GAMUT = (Path(__file__).parents[1] / "designs/gamut.yaml").read_text("utf-8")

SMALL = """\
name: lab
database: {engine: postgresql}
deployment: {kubernetes: true}
entities:
  Note: {fields: {text: string(80)}}
"""
_BUSY = """\
name: lab
database: {engine: postgresql}
requirements: {quality: {throughput: 900/s, availability: 99.95%, latency: {p95: 200ms}}}
security: {authentication: jwt}
cache: {store: redis}
messaging: {broker: rabbitmq}
files: {store: s3}
telemetry: true
deployment:
  kubernetes: {image: registry.example.com:5000/team/lab, service_monitor: true}
  environments: {staging: {replicas: 1}, production: {host: lab.example.com}}
  monitoring: true
events: {NoteMade: {from: Note.create}}
jobs: {index: {on: NoteMade}}
realtime: {notes: {of: Note, join: authenticated, events: [NoteMade]}}
entities:
  Note: {fields: {text: string(80), picture: "file(image/*, 5MB)?"}}
"""
_HOSTILE = f"""\
name: {"n" * 36}-yes
database: {{engine: postgresql}}
deployment:
  kubernetes: {{image: "null", gateway: on/off, service_monitor: true}}
  environments:
    "on": {{host: 1e3}}
    {"e" * 22}: {{host: {"h" * 63}.{"o" * 63}.{"s" * 63}.{"t" * 61}, replicas: 1000}}
    "null": {{host: "0x1f.0b1", throughput: 1/day}}
    y: {{host: "no", throughput: 100000/s}}
entities:
  Note: {{fields: {{text: string(80)}}}}
"""
_WIDE = """
database: {engine: postgresql}
deployment: {kubernetes: {gateway: edge/public}, environments: {live: {host: a.example.com}}}
"""

DESIGNS = {"small": SMALL, "busy": _BUSY, "gamut": _GAMUT, "hostile": _HOSTILE}


def _real() -> Iterator[Any]:
    """Yield projects that are called what real schemas are; one stands for them."""
    for name, text in corpus.schemas().items():
        design = text.replace("name: corpus", f"name: {name.replace('_', '-')}") + _WIDE
        marks = () if name == "classifieds" else pytest.mark.thorough
        yield pytest.param(design, marks=marks, id=name)


@pytest.mark.parametrize(
    "design",
    [*(pytest.param(text, id=name) for name, text in DESIGNS.items()), *_real()],
)
def test_objects_are_what_their_schemas_say(design: str, tmp_path: Path) -> None:
    for overlay in overlays(written(design.encode(), tmp_path, "deploy/")):
        found = objects(laid(overlay))
        assert len(found) > 5
        for each in found:
            judge(each)


@pytest.mark.parametrize("name", ["busy", "hostile"])
def test_a_project_finds_nothing_wrong_with_them(name: str, tmp_path: Path) -> None:
    project = Project(name, written(DESIGNS[name].encode(), tmp_path))
    project.run("pytest", "-q", "--no-cov", "--noconftest", "tests/test_kubernetes.py")


def test_names_stay_names_that_are_something_else_elsewhere(tmp_path: Path) -> None:
    first, *_ = [
        each
        for overlay in overlays(written(_HOSTILE.encode(), tmp_path, "deploy/"))
        if overlay.name == "on"
        for each in objects(laid(overlay))
        if each["kind"] == "HTTPRoute"
    ]
    assert first["spec"]["hostnames"] == ["1e3"]
    assert first["spec"]["parentRefs"] == [{"namespace": "on", "name": "off"}]


_ROUTE: Object = {
    "apiVersion": "gateway.networking.k8s.io/v1",
    "kind": "HTTPRoute",
    "metadata": {"name": "lab"},
    "spec": {"hostnames": ["lab.example.com"]},
}
_RULE: Object = {
    "apiVersion": "monitoring.coreos.com/v1",
    "kind": "PrometheusRule",
    "metadata": {"name": "lab"},
    "spec": {
        "groups": [{"name": "lab", "rules": [{"alert": "Gone", "expr": "up == 0"}]}]
    },
}


def test_what_is_right_of_other_kinds_is_taken() -> None:
    judge(_ROUTE)
    judge(_RULE)


@pytest.mark.parametrize(
    "wrong",
    [
        {**_ROUTE, "spec": {"hostnames": ["Lab.example.com"]}},
        {**_ROUTE, "spec": {"hostname": "lab.example.com"}},
        {**_ROUTE, "metadata": {"name": "lab", "labels": {"port": 80}}},
        {**_RULE, "spec": {"groups": [{"name": "lab", "rules": [{"alert": "Gone"}]}]}},
        {**_RULE, "spec": {"groups": [{"name": "lab", "rule": []}]}},
    ],
)
def test_what_is_wrong_of_other_kinds_is_refused(wrong: Object) -> None:
    with pytest.raises(
        (jsonschema.ValidationError, kubernetes_validate.ValidationError)
    ):
        judge(wrong)


def test_a_kind_that_nobody_knows_is_refused() -> None:
    """Its command warns of this, and succeeds."""
    gone = {
        "apiVersion": "policy/v1beta1",
        "kind": "PodDisruptionBudget",
        "metadata": {},
    }
    with pytest.raises(kubernetes_validate.SchemaNotFoundError):
        judge(gone)
    with pytest.raises(FileNotFoundError):
        judge({**_ROUTE, "kind": "TCPRoute"})
    with pytest.raises(AssertionError):
        objects(yaml.safe_dump({"apiVersion": "v1", "kind": "List", "items": [_ROUTE]}))
