"""What no schema of a cluster sees, a project's own tests do: each slip is laid, and found."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from xml.etree import ElementTree as ET

import pytest
from projects import Project, project_of

DESIGN = """\
name: lab
database: {engine: postgresql}
requirements: {quality: {throughput: 300/s, availability: 99.9%}}
security: {authentication: jwt}
deployment:
  kubernetes: {image: registry.example.com/lab, gateway: edge/public, service_monitor: true}
  environments: {staging: {replicas: 1}, production: {host: lab.example.com}}
events: {NoteMade: {from: Note.create}}
jobs: {index: {on: NoteMade}}
entities:
  Note: {fields: {text: string(80)}}
"""


@dataclass(frozen=True)
class Slip:
    """A line that is another one, and the test that has to see it."""

    file: str
    right: str
    wrong: str
    test: str


_API, _WORKER = "base/api.yaml", "base/worker.yaml"
_MIGRATE, _NETWORK = "base/migrate.yaml", "base/network.yaml"
_MONITOR, _BASE = "base/service-monitor.yaml", "base/kustomization.yaml"
_ROUTE = "overlays/production/route.yaml"
_CAPACITY = "overlays/staging/capacity.yaml"
_STAGING = "overlays/staging/kustomization.yaml"
_NAME = "app.kubernetes.io/name: lab"
_COMPONENT = "app.kubernetes.io/component: "

_SELECTED = "what_is_selected_is_there"
_PORTS = "ports_are_those_of_containers"
_QUANTITIES = "pods_are_promised_what_a_cluster_understands"
_KNOWN_WORDS = "words_are_those_that_a_cluster_knows"
_NAMED = "what_pods_name_is_there"
_SECRETS = "no_secret_has_a_value"
_SETTINGS = "settings_are_those_that_the_application_reads"
_SCALED = "an_autoscaler_has_a_deployment"
_CONFINED = "pods_may_do_nothing_that_they_need_not"
_LED = "what_leads_here_names_ports_of_services"
_PATCHED = "a_patch_changes_what_is_there"
_NAMES = "names_are_those_that_a_cluster_takes"
_LIES = "a_kustomization_has_what_lies_beside_it"
_TWICE = "a_manifest_has_objects_with_no_key_twice"
_PROBED = "what_runs_all_the_time_is_probed"
_IMAGES = "images_are_those_that_overlays_name"

SLIPS = {
    "a service of no pods": Slip(
        _API,
        f"  selector:\n    {_NAME}\n    {_COMPONENT}api\n",
        f"  selector:\n    {_NAME}\n    {_COMPONENT}ap1\n",
        _SELECTED,
    ),
    "a deployment of other pods": Slip(
        _API,
        f"    matchLabels:\n      {_NAME}\n      {_COMPONENT}api\n  strategy",
        f"    matchLabels:\n      {_NAME}\n      {_COMPONENT}worker\n  strategy",
        _SELECTED,
    ),
    "a budget of no pods": Slip(
        _WORKER,
        f"AlwaysAllow\n  selector:\n    matchLabels:\n      {_NAME}\n      {_COMPONENT}worker",
        f"AlwaysAllow\n  selector:\n    matchLabels:\n      {_NAME}\n      {_COMPONENT}workers",
        _SELECTED,
    ),
    "a policy of no pods": Slip(
        _NETWORK,
        f"    matchLabels:\n      {_NAME}\n      {_COMPONENT}api\n",
        f"    matchLabels:\n      {_NAME}\n      {_COMPONENT}web\n",
        _SELECTED,
    ),
    "pods spread among others": Slip(
        _API,
        f"            matchLabels:\n              {_NAME}\n              {_COMPONENT}api\n",
        f"            matchLabels:\n              {_NAME}\n              {_COMPONENT}worker\n",
        _SELECTED,
    ),
    "a budget with both": Slip(
        _API,
        "  maxUnavailable: 1\n  un",
        "  maxUnavailable: 1\n  minAvailable: 1\n  un",
        _SELECTED,
    ),
    "a container's port 70000": Slip(
        _API, "containerPort: 8000", "containerPort: 70000", _PORTS
    ),
    "a service's port 70000": Slip(_API, "port: 80\n", "port: 70000\n", _PORTS),
    "a policy's port 70000": Slip(_NETWORK, "port: 5432", "port: 70000", _PORTS),
    "a service of a port without a name": Slip(
        _API, "targetPort: http", "targetPort: htttp", _PORTS
    ),
    "a probe of no port": Slip(
        _API,
        "{path: /health/ready, port: http}",
        "{path: /health/ready, port: web}",
        _PORTS,
    ),
    "a probe without a handler": Slip(
        _WORKER,
        "            httpGet: {path: /health/ready, port: http}\n",
        "",
        _PROBED,
    ),
    "no probe": Slip(_API, "readinessProbe:", "readynessProbe:", _PROBED),
    "a process that is dead without its database": Slip(
        _API,
        "livenessProbe:\n            httpGet: {path: /health/live",
        "livenessProbe:\n            httpGet: {path: /health/ready",
        _PROBED,
    ),
    "512MB": Slip(_API, "memory: 384Mi", "memory: 384MB", _QUANTITIES),
    "a patch with 0.5 cores more or less": Slip(
        _CAPACITY, "cpu: 650m", "cpu: 650mi", _QUANTITIES
    ),
    "memory that is taken back": Slip(
        _MIGRATE,
        "cpu: 100m\n              memory: 256Mi",
        "cpu: 100m\n              memory: 64Mi",
        _QUANTITIES,
    ),
    "more promised than allowed": Slip(_WORKER, "cpu: 100m", "cpu: 2500m", _QUANTITIES),
    "a folder without end": Slip(_API, "sizeLimit: 1Gi", "sizeLimit: 1GB", _QUANTITIES),
    "a pull policy of its own": Slip(
        _API, "imagePullPolicy: Always", "imagePullPolicy: Sometimes", _KNOWN_WORDS
    ),
    "a strategy of its own": Slip(
        _WORKER, "type: RollingUpdate", "type: Rolling", _KNOWN_WORDS
    ),
    "a protocol of its own": Slip(
        _NETWORK, "{protocol: UDP, port: 53}", "{protocol: DNS, port: 53}", _KNOWN_WORDS
    ),
    "a direction of its own": Slip(
        _NETWORK, "[Ingress, Egress]", "[Ingress, Outgress]", _KNOWN_WORDS
    ),
    "a match of its own": Slip(
        _ROUTE,
        "{type: PathPrefix, value: /api/v1}",
        "{type: Prefix, value: /api/v1}",
        _KNOWN_WORDS,
    ),
    "a target of its own": Slip(
        _API, "type: Utilization", "type: Utilisation", _KNOWN_WORDS
    ),
    "a spread of its own": Slip(
        _API,
        "whenUnsatisfiable: ScheduleAnyway",
        "whenUnsatisfiable: Anyway",
        _KNOWN_WORDS,
    ),
    "a migration that never ends": Slip(
        _MIGRATE, "restartPolicy: Never", "restartPolicy: Always", _KNOWN_WORDS
    ),
    "no image": Slip(_API, "          image: lab\n", "", _IMAGES),
    "an image that no overlay names": Slip(
        _WORKER, "image: lab\n", "image: labs\n", _IMAGES
    ),
    "no containers": Slip(
        _MIGRATE,
        "      containers:\n        - name: migrate",
        "      containers: []\n      initContainers:\n        - name: migrate",
        _QUANTITIES,
    ),
    "more at the least than at the most": Slip(
        _CAPACITY, "maxReplicas: 2", "maxReplicas: 0", "an_autoscaler_has_room"
    ),
    "an autoscaler of nothing": Slip(
        _API,
        "kind: Deployment\n    name: lab\n",
        "kind: Deployment\n    name: labs\n",
        _SCALED,
    ),
    "an autoscaler that measures nothing": Slip(
        _API, "  metrics:\n", "  metrics: []\n  metriks:\n", _SCALED
    ),
    "a key twice": Slip(
        _API,
        "imagePullPolicy: Always\n",
        "imagePullPolicy: Always\n          imagePullPolicy: Never\n",
        _TWICE,
    ),
    "a secret with its value": Slip(
        _API,
        "- name: DATABASE_URL\n              valueFrom:",
        "- name: DATABASE_URL\n              value: postgresql://db/lab\n              valueFrom:",
        _SECRETS,
    ),
    "a secret in the settings": Slip(
        _STAGING,
        "      - LOG_LEVEL=INFO\n",
        "      - LOG_LEVEL=INFO\n      - JWT_KEYS=secret\n",
        _SECRETS,
    ),
    "a Secret in an overlay": Slip(
        "overlays/staging/namespace.yaml",
        "apiVersion: v1\nkind: Namespace",
        "apiVersion: v1\nkind: Secret\nmetadata: {name: lab-secrets}\nstringData: {JWT_KEYS: a}\n"
        "---\napiVersion: v1\nkind: Namespace",
        _SECRETS,
    ),
    "a Secret that Kustomize makes": Slip(
        _STAGING,
        "configMapGenerator:",
        "secretGenerator:\n  - name: lab-secrets\n    literals: [JWT_KEYS=a]\nconfigMapGenerator:",
        _SECRETS,
    ),
    "a setting that nobody reads": Slip(
        _STAGING, "- LOG_LEVEL=INFO", "- LOGLEVEL=INFO", _SETTINGS
    ),
    "a secret that nobody reads": Slip(
        _WORKER, "- name: DATABASE_URL", "- name: DB_URL", _SETTINGS
    ),
    "a setting that loses its quotes": Slip(
        _STAGING,
        "- LOG_LEVEL=INFO",
        """- 'CORS_ORIGINS="a","b"'""",
        "settings_keep_their_quotes",
    ),
    "settings of another name": Slip(
        _BASE, "- name: lab-config", "- name: lab-settings", _NAMED
    ),
    "settings that are not there": Slip(
        _WORKER,
        "                name: lab-config",
        "                name: lab-configs",
        _NAMED,
    ),
    "an account that is not there": Slip(
        _API, "serviceAccountName: lab\n", "serviceAccountName: default-lab\n", _NAMED
    ),
    "a volume that is not there": Slip(
        _MIGRATE,
        "        - name: temporary\n          emptyDir",
        "        - name: temp\n          emptyDir",
        _NAMED,
    ),
    "somebody who may be root": Slip(
        _API, "runAsNonRoot: true", "runAsNonRoot: false", _CONFINED
    ),
    "a disk that is written to": Slip(
        _WORKER,
        "readOnlyRootFilesystem: true",
        "readOnlyRootFilesystem: false",
        _CONFINED,
    ),
    "a route to nothing": Slip(
        _ROUTE, "        - name: lab\n", "        - name: shop\n", _LED
    ),
    "a route to another port": Slip(_ROUTE, "port: 80\n", "port: 8000\n", _LED),
    "a route of no host": Slip(_ROUTE, '["lab.example.com"]', '[""]', _LED),
    "a monitor of another port": Slip(_MONITOR, "port: http", "port: metrics", _LED),
    "operations that are not led to": Slip(
        _ROUTE, "value: /api/v1}", "value: /api/v2}", "a_route_leads_to_all_operations"
    ),
    "a patch of nothing": Slip(
        _CAPACITY,
        "kind: Deployment\nmetadata:\n  name: lab\n",
        "kind: Deployment\nmetadata:\n  name: labs\n",
        _PATCHED,
    ),
    "a patch of another container": Slip(
        _CAPACITY, "- name: api", "- name: app", _PATCHED
    ),
    "a name that is none": Slip(
        _MIGRATE, "  name: lab-migrate\n", "  name: lab_migrate\n", _NAMES
    ),
    "a label that is none": Slip(
        _MIGRATE,
        f"    {_COMPONENT}migrate\n    roll",
        f"    {_COMPONENT}to migrate\n    roll",
        _NAMES,
    ),
    "two of a name": Slip(_NETWORK, "name: lab-requests", "name: lab-metrics", _NAMES),
    "a file that nobody names": Slip(_BASE, "  - worker.yaml\n", "", _LIES),
    "a file that is not there": Slip(
        _BASE, "  - worker.yaml\n", "  - worker.yaml\n  - workers.yaml\n", _LIES
    ),
    "no time to end": Slip(
        _API, "sleep: {seconds: 5}", "sleep: {seconds: 90}", "pods_have_time_to_end"
    ),
}


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return project_of(DESIGN, "lab", tmp_path_factory.mktemp("cluster") / "lab")


@pytest.fixture(scope="module")
def failed(project: Project) -> dict[str, set[str]]:
    """Return the tests that fail, by slip: each is laid in a copy, and all are run at once."""
    folder = project.folder.with_name("slips")
    for number, slip in enumerate([None, *SLIPS.values()]):
        copy = folder / f"slip{number}"
        shutil.copytree(project.folder / "deploy", copy / "deploy")
        shutil.copy(project.folder / "openapi.yaml", copy)
        (copy / "tests").mkdir()
        shutil.copy(project.folder / "tests/test_kubernetes.py", copy / "tests")
        if slip is not None:
            path = copy / "deploy/kubernetes" / slip.file
            text = path.read_text("utf-8")
            assert slip.right in text, slip
            path.write_text(text.replace(slip.right, slip.wrong, 1), encoding="utf-8")
    subprocess.run(
        [
            *(sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"),
            *("--import-mode=importlib", "--junit-xml=found.xml", "--tb=no", "."),
        ],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(project.folder / "src")},
        capture_output=True,
        check=False,
    )
    found: dict[str, set[str]] = {name: set() for name in ["", *SLIPS]}
    names = list(found)
    for case in ET.parse(folder / "found.xml").iter("testcase"):
        number = int(case.attrib["classname"].split(".")[0].removeprefix("slip"))
        if list(case):
            test = case.attrib["name"].split("[")[0]
            found[names[number]].add(test.removeprefix("test_"))
        else:
            found.setdefault("passed", set()).add(names[number])
    assert found.pop("passed") == set(names)
    return found


def test_nothing_is_found_where_nothing_is_wrong(failed: dict[str, set[str]]) -> None:
    assert failed[""] == set()


@pytest.mark.parametrize("slip", SLIPS)
def test_a_slip_is_found(slip: str, failed: dict[str, set[str]]) -> None:
    assert SLIPS[slip].test in failed[slip]
