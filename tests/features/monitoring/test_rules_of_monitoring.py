"""What is watched follows from what the design has, and each rule has its test."""

from __future__ import annotations

import json
import re

import pytest

from bd_scaffold import pipeline
from bd_scaffold.features.watching.requests import buckets
from bd_scaffold.model.types import Monitoring
from bd_scaffold.rules import reviewed

GOALS = "quality: {availability: 99.9%, latency: {p50: 40ms, p95: 150ms, p99: 1s}}"
PLAIN = f"""
name: lab
requirements: {{{GOALS}}}
deployment: {{monitoring: true}}
entities:
  Item: {{fields: {{name: string(9)}}}}
"""
FULL = PLAIN.replace("Item: {", "Item: {cache: 60s, ").replace(
    "entities:",
    """
messaging: {broker: rabbitmq}
cache: {store: redis}
api: {rate_limit: 100/minute, version: v2, versions: {v1: {without: [Box]}}}
events: {ItemMade: {from: Item.create}}
jobs: {tell: {on: ItemMade}}
resilience: {payments: {timeout: 2s}}
security: {authentication: jwt, defaults: {read: public, write: authenticated}}
realtime: {item: {of: Item, join: public, events: [ItemMade]}}
entities:
  Box: {retention: 90d, fields: {name: string(9), picture: file(image/*)?}}""",
)

SQLITE = PLAIN.replace("deployment:", "database: {engine: sqlite}\ndeployment:")


def monitoring_of(text: str) -> Monitoring:
    model = pipeline.build(pipeline.check(text.encode(), "design.yaml"))
    assert model.monitoring is not None
    return model.monitoring


def alerts(found: Monitoring) -> list[str]:
    return re.findall(r"- alert: (\S+)", "\n".join(found.rules))


def test_alerts_follow_from_the_goals() -> None:
    assert alerts(monitoring_of(PLAIN)) == [
        "ServiceAway",
        *(f"AvailabilityBurns{speed}" for speed in ("Fast", "Steady", "Slow")),
        "Latency50BurnsSlow",  # more than all requests are never slow
        *(f"Latency95Burns{speed}" for speed in ("Fast", "Steady", "Slow")),
        *(f"Latency99Burns{speed}" for speed in ("Fast", "Steady", "Slow")),
        *("DatabaseAway", "PoolFull"),
    ]


def test_without_a_goal_there_is_what_needs_none() -> None:
    without = PLAIN.replace(f"requirements: {{{GOALS}}}", "")
    assert alerts(monitoring_of(without)) == ["ServiceAway", "DatabaseAway", "PoolFull"]
    assert monitoring_of(without).buckets == ""


def test_each_capability_adds_what_is_its_own() -> None:
    more = {*alerts(monitoring_of(FULL))} - {*alerts(monitoring_of(PLAIN))}
    assert more == {
        *("OutboxLate", "EventsRefused", "JobsDead", "JobsLate", "BreakerOpen"),
        *("CachePassedBy", "CacheStoreAway", "LimitStoreAway", "BrokerAway"),
        *("DeadLetters", "SocketsDropped", "WorkerLoopFails", "MailsFail"),
    }


@pytest.mark.parametrize("text", [PLAIN, FULL])
def test_each_rule_fires_and_stays_silent(text: str) -> None:
    found = monitoring_of(text)
    tests = "\n".join(found.tests)
    for alert in alerts(found):
        assert f"        alertname: {alert}\n        exp_alerts:\n" in tests
        assert f"alertname: {alert}, exp_alerts: []" in tests
        assert f"## {alert}" in found.runbooks


def test_the_dashboard_is_json_with_a_row_for_each_capability() -> None:
    panels = json.loads("\n".join(monitoring_of(FULL).dashboard))["panels"]
    rows = [each["title"] for each in panels if each["type"] == "row"]
    assert rows[0] == "Requests"
    assert {*rows[1:]} == {
        *("Events", "Jobs", "Broker", "Messages", "Worker", "Older versions"),
        *("Cache", "Store of answers", "Store of limits"),
        *("Other systems", "Real time", "After an answer"),
    }


def test_what_no_alert_tells_of_is_said_with_its_reason() -> None:
    said = "\n".join(monitoring_of(FULL).untold)
    for command in ("lab.retention", "lab.files sweep", "lab.core.version_use"):
        assert f"python -m {command}`" in said
    assert monitoring_of(PLAIN).untold == ()


def test_counters_begin_where_there_are_some() -> None:
    assert monitoring_of(FULL).counted
    assert not monitoring_of(PLAIN).counted


def test_each_alert_is_tried_with_its_end_and_looked_at_through_a_quiet_day() -> None:
    found = monitoring_of(FULL)
    tests = "\n".join(found.tests)
    for alert in alerts(found):
        assert tests.count(f"alertname: {alert}, exp_alerts: []") == 1 + 8


def test_histograms_have_the_goals_as_bounds() -> None:
    checked = pipeline.check(PLAIN.encode(), "design.yaml")
    assert buckets(checked.design) == (0.04, 0.15, 1.0)
    assert monitoring_of(PLAIN).buckets == ", 0.04, 0.15, 1.0"


@pytest.mark.parametrize(
    ("quality", "told"),
    [
        ("quality: {throughput: 5/s}", ["BD1032"]),
        ("quality: {latency: {p95: 150ms}}", []),
        ("quality: {availability: 99.9%}", []),
    ],
)
def test_monitoring_without_a_goal_is_noted(quality: str, told: list[str]) -> None:
    text = PLAIN.replace(GOALS, quality)
    notes = reviewed(text.encode(), "design.yaml").notes()
    assert [each.code for each in notes] == told


def test_commands_are_those_of_the_deployment_and_of_the_database() -> None:
    pages = "\n".join(monitoring_of(FULL).runbooks)
    assert "docker compose" in pages
    assert "psql" in pages
    without = SQLITE.replace(
        "{monitoring: true}", "{monitoring: true, container: false}"
    )
    pages = "\n".join(monitoring_of(without).runbooks)
    assert "docker" not in pages
    assert "psql" not in pages


def test_commands_in_a_cluster_are_those_of_a_cluster() -> None:
    word = "{monitoring: true, kubernetes: true}"
    said = FULL.replace("{monitoring: true}", word) + "files: {store: s3}\n"
    pages = "\n".join(monitoring_of(said).runbooks)
    assert "docker" not in pages
    for component in ("api", "worker"):
        assert f"--tail=-1 --selector app.kubernetes.io/component={component}" in pages
    assert "kubectl --namespace lab-production get pods" in pages


def test_runbooks_are_prose_and_name_alerts_that_are_there() -> None:
    pages = "\n".join(monitoring_of(FULL).runbooks)
    assert "{{" not in pages
    assert "All connections of `instance` to the database" in pages
    assert " 1 times " not in pages
    named = re.findall(r"\b([A-Z][a-z0-9]+[A-Z]\w+)\b", pages)
    assert named
    assert {*named} <= {*alerts(monitoring_of(FULL))}


def test_what_stands_last_is_what_every_design_has() -> None:
    """A rule that a team writes behind is in the way of no other word."""
    plain, full = monitoring_of(PLAIN), monitoring_of(FULL)
    assert plain.rules[1] == "  - name: requests"
    assert plain.rules[1:] == full.rules[-len(plain.rules) + 1 :]
    assert plain.tests[-1] == full.tests[-1]
