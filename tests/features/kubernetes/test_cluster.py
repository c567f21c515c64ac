"""What a design asks of a cluster, in numbers and in objects."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from manifests import laid, objects, written

from bd_scaffold import pipeline
from bd_scaffold.model.types import Model

PLAIN = """\
name: lab
entities:
  Note: {fields: {text: string(80)}}
"""
CLUSTER = f"{PLAIN}deployment: {{kubernetes: true}}\n"
BUSY = """\
name: lab
requirements: {quality: {throughput: 300/s, availability: 99.9%}}
security: {authentication: jwt}
deployment:
  kubernetes: {image: registry.example.com/lab, gateway: edge/public, service_monitor: true}
  environments:
    staging: {throughput: 10/s, replicas: 1}
    production: {host: lab.example.com}
events: {NoteMade: {from: Note.create}}
jobs: {index: {on: NoteMade}}
entities:
  Note: {fields: {text: string(80)}}
"""


def _built(text: str) -> Model:
    return pipeline.build(pipeline.check(text.encode(), "design.yaml"))


def _written(text: str, folder: Path) -> Path:
    return written(text.encode(), folder, "deploy/") / "deploy/kubernetes"


def _laid(overlay: Path) -> list[dict[str, Any]]:
    """Return the objects of an overlay, as Kustomize lays them."""
    return objects(laid(overlay))


def test_a_design_without_the_word_has_nothing_of_it() -> None:
    model = _built(PLAIN)
    assert model.kubernetes is None
    assert model.environments == ()
    assert not any(
        path.startswith("deploy/") for path in pipeline.render(PLAIN.encode(), model)
    )


def test_a_cluster_has_one_environment_unless_it_is_said() -> None:
    [only] = _built(CLUSTER).environments
    assert (only.name, only.namespace, only.replicas) == (
        "production",
        "lab-production",
        1,
    )


def test_pods_follow_from_throughput_and_the_cost_of_a_request() -> None:
    staging, production = _built(BUSY).environments
    # 300/s × 1.07 ms × 1.2 = 0.385 cores: one process at 60 %, and one that may be gone.
    assert (production.replicas, production.most) == (2, 4)
    # 0.385 ÷ 0.6 = 0.642 cores.
    assert production.cpu == "650m"
    assert (staging.replicas, staging.cpu) == (1, "100m")


def test_connections_of_all_pods_are_no_more_than_postgresql_has() -> None:
    _, production = _built(BUSY).environments
    # 4 + 1 pods of the API and 2 + 1 workers: 96 ÷ 8 − 10.
    assert production.config[-1].value == "2"


@pytest.mark.parametrize(
    ("said", "place"),
    [
        ("{kubernetes: true}", "deployment.kubernetes"),
        (
            "{kubernetes: true, environments: {quiet: {replicas: 1}, busy: {}}}",
            "deployment.environments.busy",
        ),
    ],
)
def test_more_pods_than_connections_are_noted(said: str, place: str) -> None:
    quality = "requirements: {quality: {throughput: 2500/s}}"
    text = f"{PLAIN}{quality}\ndeployment: {said}\n"
    [note] = pipeline.noted(text.encode(), "design.yaml")
    # 2500/s × 1.07 ms ÷ 0.6 = 5 pods, twice as many, and one of a roll-out.
    assert f"BD1041 {place}: Up to 11 pods may ask for 121 connections" in str(note)
    assert _built(text).environments[-1].config[-1].value == "1"


def test_secrets_are_named_and_their_values_are_nowhere() -> None:
    cluster = _built(BUSY).kubernetes
    assert cluster is not None
    needed = {each.name for each in cluster.secrets if not each.optional}
    assert needed == {"DATABASE_URL", "JWT_KEYS", "MAIL_URL"}
    assert {each.name for each in cluster.settings}.isdisjoint(needed)


@pytest.mark.parametrize(
    ("said", "place"),
    [
        ("{environments: {staging: {}}}", "deployment.environments"),
        (
            "{kubernetes: {gateway: edge/public}, environments: {staging: {}}}",
            "deployment.environments.staging",
        ),
        (
            (
                "{kubernetes: {gateway: edge/public}, "
                "environments: {staging: {host: a.b}, production: {host: a.b}}}"
            ),
            "deployment.environments.production.host",
        ),
    ],
)
def test_what_leads_nowhere_is_noted(said: str, place: str) -> None:
    text = f"{PLAIN}deployment: {said}\n"
    [note] = pipeline.noted(text.encode(), "design.yaml")
    assert f"BD1031 {place}: " in str(note)


def test_more_pods_than_a_database_has_connections_for_are_told_of() -> None:
    busy = BUSY.replace("300/s", "2k/s")
    staging, production = _built(busy).environments
    assert staging.crowded == 0
    # 12 pods at the most, 2 workers, and one more of each in a roll-out: 1 + 10 each.
    assert (production.most, production.crowded) == (12, 16 * 11)
    tree = pipeline.render(busy.encode(), _built(busy))
    said = [
        "176 connections"
        in tree[f"deploy/kubernetes/overlays/{name}/kustomization.yaml"]
        for name in ("staging", "production")
    ]
    assert said == [False, True]


def test_a_gateway_leads_to_all_that_clients_ask() -> None:
    text = (
        BUSY.replace(
            "name: lab\n", "name: lab\napi: {version: v2, versions: {v1: {}}}\n"
        )
        + "realtime: {note: {of: Note, join: authenticated, events: [NoteMade]}}\n"
    )
    tree = pipeline.render(text.encode(), _built(text))
    [route] = yaml.safe_load_all(
        tree["deploy/kubernetes/overlays/production/route.yaml"]
    )
    [rule] = route["spec"]["rules"]
    led = {each["path"]["value"] for each in rule["matches"]}
    asked = yaml.safe_load(tree["openapi.yaml"])["paths"].keys()
    inside = {"/health/live", "/health/ready", "/metrics"}
    missed = [
        path
        for path in asked - inside
        if not any(path == each or path.startswith(f"{each}/") for each in led)
    ]
    assert missed == []
    assert led == {"/api/v2", "/api/v1", "/realtime", "/.well-known/jwks.json"}


def test_kustomize_lays_each_environment(tmp_path: Path) -> None:
    folder = _written(BUSY, tmp_path)
    for name in ("staging", "production"):
        objects = _laid(folder / "overlays" / name)
        spaces = {each["metadata"].get("namespace", f"lab-{name}") for each in objects}
        assert spaces == {f"lab-{name}"}
        kinds = [each["kind"] for each in objects]
        assert kinds.count("Deployment") == kinds.count("PodDisruptionBudget") == 2
        assert ("HTTPRoute" in kinds) == (name == "production")
        assert {"Job", "HorizontalPodAutoscaler", "ServiceMonitor"} <= {*kinds}


def test_the_migration_finds_all_that_it_needs_in_what_is_applied_first(
    tmp_path: Path,
) -> None:
    folder = _written(BUSY, tmp_path)
    objects = _laid(folder / "overlays/production")
    first = {
        (each["kind"], each["metadata"]["name"])
        for each in objects
        if each["metadata"].get("labels", {}).get("roll-out") == "before"
    }
    [job] = [each for each in objects if each["kind"] == "Job"]
    pod = job["spec"]["template"]["spec"]
    [container] = pod["containers"]
    assert {
        ("Namespace", "lab-production"),
        ("NetworkPolicy", "lab"),
        ("Job", "lab-migrate"),
        ("ServiceAccount", pod["serviceAccountName"]),
        ("ConfigMap", container["envFrom"][0]["configMapRef"]["name"]),
    } == first
