"""Every benchmark still runs, and says what it is for; no time is asserted."""

from __future__ import annotations

import importlib
import json
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from bd_scaffold import pipeline
from bd_scaffold.model import store

BENCHMARKS = Path(__file__).resolve().parents[2] / "benchmarks"
OPERATIONS = {"get", "list", "create", "replace"}


def run(name: str, *arguments: str) -> Any:
    """Return what a benchmark prints as JSON."""
    command = [sys.executable, str(BENCHMARKS / name), *arguments, "--json"]
    process = subprocess.run(command, capture_output=True, text=True, check=False)
    assert process.returncode == 0, process.stderr
    return json.loads(process.stdout)


def test_the_models_text_grows_by_some_kilobytes_an_entity(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.syspath_prepend(BENCHMARKS)
    from measuring import design

    few, many = (len(stored(design(entities))) for entities in (10, 20))
    assert (many - few) / 10 < 38_000  # of which the contract's texts are 15,000


def test_a_project_of_fifty_entities_is_light(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.syspath_prepend(BENCHMARKS)
    from measuring import design

    made = tmp_path / "made"
    pipeline.create(
        design(50).encode(),
        "design.yaml",
        made,
        repository=True,
        progress=lambda _: None,
    )
    files = [each for each in made.rglob("*") if each.is_file()]
    inside = [each for each in files if ".git" in each.relative_to(made).parts]
    assert size(set(files) - set(inside)) <= 0.75 * 6_040_000
    assert size(inside) <= 0.92 * 1024**2


def size(files: Iterable[Path]) -> int:
    return sum(each.stat().st_size for each in files)


def stored(design: str) -> str:
    """Return the text of a design's model."""
    return store.dump(pipeline.build(pipeline.check(design.encode(), "design.yaml")))


def test_publishing_is_measured_beside_the_clients_alone() -> None:
    found = run("publishing.py", "1", "--events", "20", "--broker", "nats", "redis")
    for each in found.values():
        assert set(each["events_a_second"]) == {
            "one_by_one",
            "batched",
            "port",
            "relay",
        }
        assert all(rate > 0 for rate in each["events_a_second"].values())
        assert {"port / batched", "relay / one_by_one"} <= set(each["ratios"])


def test_creating_is_measured_beside_plain_copier_and_an_older_build() -> None:
    (found,) = run("create.py", "1", "--runs", "1", "--before", sys.executable)
    assert found["size"] == 1
    assert set(found["ratios"]) == {
        "create / copier copy",
        "check / check before",
        "create / create before",
        "compile / compile before",
    }


def test_updating_is_measured_beside_plain_copier() -> None:
    (found,) = run("update.py", "1", "--runs", "1")
    assert set(found["costs"]) == {"plan", "update", "copier update"}
    assert set(found["ratios"]) == {"update / copier update"}


def test_what_documents_cost_is_measured_beside_a_project_without_them() -> None:
    (found,) = run("documents.py", "1", "--runs", "1")
    assert set(found["ratios"]) == {
        *(f"{each} with / {each} without" for each in ("create", "untold", "told")),
    }


@pytest.mark.skipif(sys.platform != "linux", reason="it reads Linux's clocks")
def test_serving_is_measured_beside_the_least_that_it_can_cost() -> None:
    found = run("serve.py", "1", "--requests", "5")
    assert set(found["ratios"]) == {"ceiling", "shop, PostgreSQL", "shop, SQLite"}
    assert set(found["ratios"]["ceiling"].values()) == {1.0}
    assert set(found["milliseconds"]["shop, SQLite"]) == {
        *("get", "list", "create", "patch"),
    }


@pytest.mark.skipif(sys.platform != "linux", reason="it reads Linux's clocks")
def test_what_rules_cost_is_measured_beside_a_shop_without_them() -> None:
    found = run("secure.py", "1", "--requests", "5")
    assert set(found["milliseconds"]) == {"with", "without"}
    assert set(found["ratios"]) == OPERATIONS


@pytest.mark.skipif(sys.platform != "linux", reason="it reads Linux's clocks")
def test_what_events_cost_is_measured_beside_a_shop_without_them() -> None:
    found = run("events.py", "1", "--requests", "2")
    assert set(found["ratios"]) == {"PostgreSQL", "SQLite"}
    assert set(found["ratios"]["SQLite"]) == {"create", "replace", "place"}


@pytest.mark.thorough
@pytest.mark.skipif(sys.platform != "linux", reason="it reads Linux's clocks")
def test_what_it_costs_to_tell_a_room_is_measured_beside_a_bare_server() -> None:
    found = run("fan_out.py", "1", "--members", "5", "--messages", "2")
    assert set(found["microseconds"]) == {"generated", "bare", "posting"}


@pytest.mark.skipif(sys.platform != "linux", reason="it reads Linux's clocks")
def test_many_rows_at_once_are_measured_beside_each_alone() -> None:
    found = run("batch.py", "1", "--requests", "2")
    assert set(found["milliseconds"]) == set(found["ratios"])
    assert set(found["ratios"]) == {"PostgreSQL", "SQLite"}


@pytest.mark.skipif(sys.platform != "linux", reason="it starts a PostgreSQL of its own")
def test_what_seeds_cost_is_measured_beside_a_copy_of_the_same_rows() -> None:
    found = run("fill.py", "300")
    assert set(found["rows_a_second"]) == {"rows", "made", "seeds", "copy"}
    assert found["rows_a_second"]["rows"] >= 300


@pytest.mark.skipif(sys.platform != "linux", reason="it reads Linux's clocks")
@pytest.mark.skipif(shutil.which("redis-server") is None, reason="it starts a Redis")
def test_what_a_kept_answer_costs_is_measured_beside_one_that_is_made() -> None:
    found = run("cache.py", "1", "--requests", "5")
    assert set(found["ratios"]) == {"without", "off", "memory", "redis"}
    for ratios in found["ratios"].values():
        assert set(ratios) == {"get", "list", "create", "missed"}


@pytest.mark.skipif(sys.platform != "linux", reason="it reads Linux's clocks")
def test_what_a_key_costs_is_measured_beside_a_create_without_one() -> None:
    found = run("idempotency.py", "1", "--requests", "5")
    assert set(found["ratios"]) == {"PostgreSQL", "SQLite"}
    for ratios in found["ratios"].values():
        assert set(ratios) == {"plain", "keyed", "again"}


def test_what_guarding_a_call_costs_is_measured_beside_bare_httpx() -> None:
    found = run("calls.py", "1", "--requests", "5")
    assert set(found["ratios"]) == {"request", "method"}
    assert set(found["milliseconds"]) == {
        *("httpx", "request", "httpx, read", "method"),
    }


@pytest.mark.skipif(sys.platform != "linux", reason="it reads Linux's clocks")
def test_what_spans_cost_is_measured_beside_a_shop_without_them() -> None:
    found = run("telemetry.py", "1", "--requests", "5")
    names = {"without", "off", "a tenth", "all"}
    assert set(found["ratios"]) == set(found["calls"]) == names
    assert found["calls"]["off"] <= 1.01 * found["calls"]["without"]
    for ratios in found["ratios"].values():
        assert set(ratios) == {"get", "list", "create"}


@pytest.mark.skipif(sys.platform != "linux", reason="it reads Linux's clocks")
def test_what_related_rows_cost_is_measured_beside_the_list_without_them() -> None:
    found = run("include.py", "1", "--requests", "5")
    assert set(found["ratios"]) == {
        *("orders_customer", "orders_lines", "products_category"),
    }


@pytest.mark.thorough
def test_jobs_are_measured_beside_other_queues() -> None:
    found = run("jobs.py", "1", "--jobs", "50")
    assert found["jobs_a_second"].keys() == {"ours", "procrastinate", "saq"}
    assert found["ratios"].keys() == {"procrastinate", "saq"}


@pytest.mark.thorough
@pytest.mark.skipif(sys.platform != "linux", reason="it reads Linux's processes")
def test_what_kills_have_cost_is_counted() -> None:
    found = run("kills.py", "2")
    assert found["faults"] == []
    assert found["placed"] <= found["changes"]


@pytest.mark.skipif(sys.platform != "linux", reason="it starts a PostgreSQL of its own")
def test_how_long_the_service_is_ill_after_a_fault_is_measured() -> None:
    found = run("recover.py", "back-ends terminated")
    assert found["back-ends terminated"].keys() == {"seconds", "statuses"}
    assert {200, 201} <= set(found["back-ends terminated"]["statuses"])


@pytest.mark.skipif(sys.platform != "linux", reason="it reads Linux's clocks")
def test_our_side_is_measured_without_a_checkout_of_the_other(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.syspath_prepend(BENCHMARKS)
    against_full_stack = importlib.import_module("against_full_stack")
    found = against_full_stack.compared(None, 1, 5)
    assert set(found) == {"ours", "ours, revocation: immediate"}
    assert all(set(each) == OPERATIONS for each in found.values())
    assert all(cost > 0 for each in found.values() for cost in each.values())


def test_the_other_side_is_told_of_a_database_by_its_parts_and_by_its_url(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.syspath_prepend(BENCHMARKS)
    against_full_stack = importlib.import_module("against_full_stack")
    url = "postgresql://postgres:@/full_stack?host=/tmp/socket"
    told = against_full_stack.their_environment(tmp_path, url)
    name, password = "full_stack?host=/tmp/socket", told["POSTGRES_PASSWORD"]
    assert told["DATABASE_URL"].endswith(f"postgres:{password}@localhost:5432/{name}")
    assert told["POSTGRES_DB"] == name
    assert told["POSTGRES_SERVER"] == "localhost"
