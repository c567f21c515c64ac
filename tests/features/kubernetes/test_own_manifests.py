"""A team's own objects, patches and sidecars are no mistakes to the generated tests; slips are."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from bd_scaffold import pipeline

DESIGN = """\
name: lab
deployment:
  kubernetes: {gateway: edge/public}
  environments: {staging: {host: staging.lab.example.com}, production: {host: lab.example.com}}
entities:
  Note: {fields: {text: string(80)}}
"""
BASE = "deploy/kubernetes/base"
STAGING = "deploy/kubernetes/overlays/staging"

_OWN_POD = """\
apiVersion: apps/v1
kind: Deployment
metadata: {name: pgbouncer}
spec:
  selector: {matchLabels: {app: pgbouncer}}
  template:
    metadata: {labels: {app: pgbouncer}}
    spec:
      containers:
        - name: pgbouncer
          image: bitnami/pgbouncer:1.23.1
          ports: [{containerPort: 6432}]
          env: [{name: PGBOUNCER_DATABASE, value: lab}]
---
apiVersion: v1
kind: Service
metadata: {name: pgbouncer}
spec: {selector: {app: pgbouncer}, ports: [{port: 6432}]}
---
apiVersion: v1
kind: Service
metadata: {name: mail}
spec: {type: ExternalName, externalName: mail.example.com}
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: pgbouncer}
spec:
  maxReplicas: 3
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: pgbouncer}
"""
_SIDECAR = """\
        - name: proxy
          image: envoyproxy/envoy:v1.33.0
          ports: [{name: admin, containerPort: 9901}]
          readinessProbe: {tcpSocket: {port: 9901}}
          livenessProbe: {httpGet: {path: /ready, port: admin}}
"""
_OPERATIONS = """\
- op: replace
  path: /spec/template/spec/terminationGracePeriodSeconds
  value: 90
"""
_OVERLAY = """\
  - ../../base
  - https://example.com/alerts.yaml
  - github.com/example/objects//bucket?ref=v1
components:
  - ../../parts/tracing
"""
_PATCHES = """\
  - path: capacity.yaml
  - path: grace.yaml
    target: {kind: Deployment, name: lab}
  - target: {kind: Service, name: lab}
    patch: |-
      - op: add
        path: /spec/sessionAffinity
        value: ClientIP
"""
_GENERATORS = """\
configMapGenerator:
  - name: proxy
    files: [envoy.yaml]
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    model = pipeline.build(pipeline.check(DESIGN.encode(), "design.yaml"))
    wanted = re.compile(
        r"deploy/|src/|openapi|pyproject|tests/(__init__|test_kubernetes)"
    )
    for path, content in pipeline.render(DESIGN.encode(), model).items():
        if wanted.match(path):
            (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / path).write_text(content, encoding="utf-8")
    return tmp_path


def tried(project: Path) -> set[str]:
    """Return the names of the generated tests that fail."""
    command = [sys.executable, "-m", "pytest", "-q", "-rfE", "-p", "no:cacheprovider"]
    process = subprocess.run(
        [*command, "--noconftest", "tests/test_kubernetes.py"],
        cwd=project,
        env={**os.environ, "PYTHONPATH": "src"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert process.returncode in (0, 1), process.stdout + process.stderr
    return {*re.findall(r"^(?:FAILED|ERROR) \S+::(\w+)", process.stdout, re.MULTILINE)}


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


def test_what_a_team_adds_of_its_own_is_no_mistake(project: Path) -> None:
    base, staging = project / BASE, project / STAGING
    (base / "pgbouncer.yaml").write_text(_OWN_POD)
    edit(
        base / "kustomization.yaml",
        "  - api.yaml\n",
        "  - api.yaml\n  - pgbouncer.yaml\n",
    )
    edit(base / "api.yaml", "        - name: api\n", f"{_SIDECAR}        - name: api\n")
    edit(
        base / "api.yaml",
        "          env:\n",
        "          env:\n            - name: TZ\n              value: UTC\n",
    )
    edit(
        project / "tests/test_kubernetes.py",
        "OTHERS: set[str] = set()",
        'OTHERS = {"TZ"}',
    )
    edit(staging / "kustomization.yaml", "  - ../../base\n", _OVERLAY)
    edit(staging / "kustomization.yaml", "  - path: capacity.yaml\n", _PATCHES)
    edit(staging / "kustomization.yaml", "configMapGenerator:\n", _GENERATORS)
    (staging / "grace.yaml").write_text(_OPERATIONS)
    (staging / "envoy.yaml").write_text("admin: {}\n")
    parts = project / "deploy/kubernetes/parts/tracing"
    parts.mkdir(parents=True)
    left = project / "deploy/kubernetes/overlays/gone"
    left.mkdir()
    (left / "capacity.yaml").write_text(
        "# what was edited of an environment that went\n"
    )
    assert tried(project) == set()


def test_slips_are_found(project: Path) -> None:
    base, staging = project / BASE, project / STAGING
    (staging / "forgotten.yaml").write_text("apiVersion: v1\nkind: ConfigMap\n")
    edit(base / "api.yaml", "kind: Service\n", "kind: Service\nkind: Service\n")
    edit(staging / "kustomization.yaml", "LOG_LEVEL=", "LOG_LEVLE=")
    edit(staging / "capacity.yaml", "minReplicas: 1", "minReplicas: 7")
    edit(
        base / "migrate.yaml",
        "              valueFrom:\n                secretKeyRef:\n",
        "              value: postgresql://lab:lab@db/lab\n              valueFrom:\n"
        "                secretKeyRef:\n",
    )
    everywhere = {
        *(
            "test_a_manifest_has_objects_with_no_key_twice",
            "test_what_is_selected_is_there",
        ),
        *(
            "test_ports_are_those_of_containers",
            "test_what_runs_all_the_time_is_probed",
        ),
    }
    found = tried(project)
    assert everywhere <= found  # a key that stands twice can't be read at all
    edit(base / "api.yaml", "kind: Service\nkind: Service\n", "kind: Service\n")
    assert tried(project) == {
        "test_a_kustomization_has_what_lies_beside_it",
        "test_settings_are_those_that_the_application_reads",
        "test_no_secret_has_a_value",
        "test_an_autoscaler_has_room",
    }
