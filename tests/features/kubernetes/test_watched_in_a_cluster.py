"""What is watched of an environment is told to its cluster, and is of no other environment."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from bd_scaffold import pipeline

DESIGN = """\
name: lab
title: The “{{lab}}”
requirements: {quality: {throughput: 300/s, availability: 99.9%, latency: {p95: 150ms}}}
deployment:
  kubernetes: {service_monitor: true, helm: true}
  environments: {staging: {}, production: {}}
  monitoring: true
security: {authentication: jwt}
events: {NoteMade: {from: Note.create}}
jobs: {index: {on: NoteMade}}
entities:
  Note: {fields: {text: string(80)}}
"""
OVERLAYS = "deploy/kubernetes/overlays"


@pytest.fixture(scope="module")
def files() -> Mapping[str, str]:
    model = pipeline.build(pipeline.check(DESIGN.encode(), "design.yaml"))
    return dict(pipeline.render(DESIGN.encode(), model).items())


def _rules(files: Mapping[str, str], environment: str) -> dict[str, Any]:
    text = files[f"{OVERLAYS}/{environment}/rules.yaml"]
    found: dict[str, Any] = yaml.safe_load(text)["spec"]
    return found


def _alerts(spec: Mapping[str, Any]) -> list[str]:
    rules = [rule for group in spec["groups"] for rule in group["rules"]]
    return [rule["alert"] for rule in rules if "alert" in rule]


def _tested(
    files: Mapping[str, str], folder: Path, series_of: str
) -> subprocess.CompletedProcess[str]:
    """Run the tests of production's rules with series that a namespace has."""
    command = shutil.which("promtool")
    if command is None:
        pytest.fail("No promtool: `apt install prometheus`.")
    rules = yaml.safe_dump(_rules(files, "production"), allow_unicode=True)
    (folder / "rules.yaml").write_text(rules, encoding="utf-8")
    tests = yaml.safe_load(files["monitoring/rules_test.yaml"])
    for each in tests["tests"]:
        for one in each["input_series"]:
            named = re.sub(
                r'\bjob="[^"]*"', rf'\g<0>,namespace="{series_of}"', one["series"]
            )
            assert named != one["series"]
            one["series"] = named
        for one in each["alert_rule_test"]:
            for alert in one["exp_alerts"]:
                alert["exp_labels"]["namespace"] = "lab-production"
    (folder / "tests.yaml").write_text(yaml.safe_dump(tests), encoding="utf-8")
    return subprocess.run(
        [command, "test", "rules", "tests.yaml"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )


def test_each_rule_fires_at_what_happens_in_its_namespace(
    files: Mapping[str, str], tmp_path: Path
) -> None:
    done = _tested(files, tmp_path, "lab-production")
    assert done.returncode == 0, done.stdout + done.stderr


def test_no_rule_is_about_another_environment(
    files: Mapping[str, str], tmp_path: Path
) -> None:
    """Of each, promtool says that it was silent; that nobody is there, on a quiet day."""
    done = _tested(files, tmp_path, "lab-staging")
    assert done.returncode == 1
    told = {*re.findall(r"alertname: ?(\w+)", done.stdout + done.stderr)}
    assert told == {*_alerts(_rules(files, "production"))}


def test_a_cluster_has_every_rule_of_the_file(files: Mapping[str, str]) -> None:
    plain = yaml.safe_load(files["monitoring/rules.yaml"])
    for environment in ("staging", "production"):
        assert _alerts(_rules(files, environment)) == _alerts(plain)
    assert len(_alerts(plain)) > 5


def _queries(dashboard: Any) -> Iterator[str]:
    for panel in dashboard["panels"]:
        yield from (each["expr"] for each in panel.get("targets", ()))


def test_a_dashboard_is_of_its_environment_and_has_its_own_name(
    files: Mapping[str, str],
) -> None:
    plain = json.loads(files["monitoring/dashboard.json"])
    names = set()
    for environment in ("staging", "production"):
        settings = yaml.safe_load(files[f"{OVERLAYS}/{environment}/dashboard.yaml"])
        assert settings["metadata"]["labels"]["grafana_dashboard"] == "1"
        [(file, text)] = settings["data"].items()
        dashboard = json.loads(text)
        assert dashboard["title"] == f"The “{{{{lab}}}}” (lab-{environment})"
        queries = [*_queries(dashboard)]
        assert len(queries) == len([*_queries(plain)]) > 0
        assert all(f'namespace="lab-{environment}"' in each for each in queries)
        names |= {file, dashboard["uid"]}
    assert names == {
        *("lab-staging.json", "lab-production.json"),
        *("lab-staging", "lab-production"),
    }


def test_a_service_is_called_like_the_job_that_rules_ask_for(
    files: Mapping[str, str],
) -> None:
    """Prometheus Operator names a scrape's job after the Service, if it is told nothing else."""
    base = "deploy/kubernetes/base"
    [monitor] = yaml.safe_load_all(files[f"{base}/service-monitor.yaml"])
    assert "jobLabel" not in monitor["spec"]
    assert all(each["honorLabels"] is False for each in monitor["spec"]["endpoints"])
    wanted = monitor["spec"]["selector"]["matchLabels"].items()
    services = [
        each
        for path, text in files.items()
        if path.startswith(base)
        for each in yaml.safe_load_all(text)
        if each["kind"] == "Service"
    ]
    assert all(wanted <= each["metadata"]["labels"].items() for each in services)
    names = {each["metadata"]["name"] for each in services}
    asked = {*re.findall(r'\bjob=~?"([^"]+)"', files["monitoring/rules.yaml"])}
    assert names == {"lab", "lab-worker"}
    assert asked == {"lab", "lab(-worker)?"}


def test_without_prometheus_operator_a_cluster_is_told_nothing() -> None:
    text = DESIGN.replace("service_monitor: true, ", "").encode()
    model = pipeline.build(pipeline.check(text, "design.yaml"))
    files = dict(pipeline.render(text, model).items())
    assert not any("PrometheusRule" in each for each in files.values())
    [note] = [each for each in pipeline.noted(text, "d") if "BD1040" in str(each)]
    assert "deployment.monitoring" in str(note)
