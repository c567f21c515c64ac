"""Numbers of the documents follow from the design's words, and say from which."""

from __future__ import annotations

import pytest

from bd_scaffold import pipeline
from bd_scaffold.documents.growth import Growth, growth_of
from bd_scaffold.documents.storage import (
    Value,
    entry_width,
    row_of,
    table_bytes,
)
from bd_scaffold.language.quantities import a_second, seconds_of, share_of, size, time
from bd_scaffold.measured import COSTS, FILL, INDEX
from bd_scaffold.model.types import Documents
from bd_scaffold.model.types.figures import DatabasePage, ScalabilityPage

DESIGN = """
name: shop
documents: true
{database}requirements:
  quality:
    throughput: {throughput}
    availability: {availability}
    latency: {{p95: 150ms, p99: {latency}}}
    volume:
      Order: {{rows: 100M, growth: 20%/year}}
      Line: {{rows: 1k, growth: 500/month, bytes: 4000}}
entities:
  Order:
    fields: {{number: string(20) unique, status: "enum(new, done) filter", day: date filter}}
  Line:
    fields: {{order: Order, text: text}}
  Note:
    fields: {{text: string(40)}}
"""


def documents(
    throughput: str = "300/s",
    availability: str = "99.9%",
    latency: str = "400ms",
    database: str = "",
) -> Documents:
    text = DESIGN.format(
        throughput=throughput,
        availability=availability,
        latency=latency,
        database=database,
    )
    found = pipeline.derive(pipeline.check(text.encode(), "design.yaml")).documents
    assert found is not None
    return found


def database(**said: str) -> DatabasePage:
    found = documents(**said).database
    assert found is not None
    return found


def scalability(**said: str) -> ScalabilityPage:
    found = documents(**said).scalability
    assert found is not None
    return found


def test_an_availability_is_a_budget_and_three_alerts() -> None:
    plan = scalability()
    assert [(each.name, each.value) for each in plan.objectives] == [
        ("Availability", "99.9 %"),
        ("Error budget in 30 days, as a full outage", "43.2 minutes"),
        ("Error budget in 30 days, in requests", "777,600"),
    ]
    assert [
        (a.long, a.short, a.rate, a.budget, a.threshold, a.means) for a in plan.alerts
    ] == [
        ("1h", "5m", "14.4", "2 %", "1.44 %", "page the on-call"),
        ("6h", "30m", "6", "5 %", "0.6 %", "page the on-call"),
        ("3d", "6h", "1", "10 %", "0.1 %", "open a ticket"),
    ]
    assert plan.alerts[0].rule.endswith("[5m])) > 0.0144")


def test_probes_are_no_requests_of_an_objective() -> None:
    plan, left_out = scalability(), 'route!~"/health/.*|/metrics"'
    assert plan.alerts[0].rule.startswith(
        f'sum(rate(http_requests_total{{status=~"5..",{left_out}}}[1h]))'
        f" / sum(rate(http_requests_total{{{left_out}}}[1h])) > 0.0144 and "
    )
    assert f"_bucket{{{left_out}}}[5m]" in plan.latency[0].formula


def test_an_alert_that_could_never_be_is_none() -> None:
    assert [each.rate for each in scalability(availability="90%").alerts] == ["6", "1"]


def test_a_goal_of_latency_is_a_question_to_prometheus() -> None:
    told = scalability(latency="0.4s").latency[1]
    assert told.value == "400 ms"
    assert "histogram_quantile(0.99, " in told.formula
    assert told.formula.endswith("> 0.4")


def test_a_throughput_is_processes_and_connections() -> None:
    plan = scalability(throughput="3k/s")
    dearest = max(each.milliseconds for each in COSTS)
    cores = 3000 * dearest / 1000
    values = {each.name: each.value for each in (*plan.processes, *plan.connections)}
    processes = int(values["Processes, one core each"])
    assert processes - 1 < cores / 0.6 <= processes
    assert values["Instances"] == str(processes + 1)
    assert values["Connections during a roll-out, at most"] == str(
        2 * (processes + 1) * 20
    )
    assert values["Setting that makes them fit"] == "a connection pooler"


def test_a_pool_is_made_smaller_where_that_suffices() -> None:
    dearest = max(each.milliseconds for each in COSTS)
    plan = scalability(throughput=f"{1.5 * 0.6 * 1000 / dearest:.3f}/s")
    values = {each.name: each.value for each in (*plan.processes, *plan.connections)}
    assert values["Instances"] == "3"
    assert values["Setting that makes them fit"] == "`DATABASE_POOL_SIZE=6`"


@pytest.mark.parametrize(
    ("said", "word"),
    [
        ({"throughput": "many"}, "Throughput"),
        ({"availability": "always"}, "Availability"),
        ({"latency": "soon"}, "Latency"),
    ],
)
def test_of_words_without_a_number_nothing_is_said_but_that(
    said: dict[str, str], word: str
) -> None:
    told = scalability(**said).missing
    assert [each.about for each in told] == [word]
    assert "can't be read as a number" in told[0].reason


def test_every_number_has_a_source() -> None:
    plan, page = scalability(), database()
    figures = [
        *(*plan.load, *plan.processes, *plan.connections, *plan.objectives),
        *(*plan.latency, *page.growth, *page.formulas),
    ]
    assert len(figures) > 20
    assert all(each.source for each in figures)


def test_rows_grow_by_a_share_or_by_a_number() -> None:
    assert growth_of("20%/year").after(1000, 3) == 1728
    assert growth_of("1%/month").after(1000, 1) == 1127
    assert growth_of("2k/week").after(1000, 1) == 105_000
    assert growth_of("5/day") == Growth("5/day", 5, share=False, per="day")
    page = {each.name: each for each in database().sizes}
    assert page["orders"].rows_later == "172,800,000"
    assert page["lines"].rows_later == "19,000"


def test_bytes_say_how_wide_rows_are() -> None:
    lines = {each.name: each for each in database().sizes}["lines"]
    in_its_page = 24 + 16 + 16 + 18 + 3.5 + 8 + 8 + 3.5 + 4
    assert abs(float(lines.row.split()[0]) - in_its_page) < 8
    pieces = 2 * 1000 / 4 * 8192
    assert pieces < float(lines.table.split()[0]) * 1024**2 < 1.1 * pieces


def test_a_row_is_padded_in_the_order_of_its_columns() -> None:
    flag, moment, key = Value(1), Value(8, 8), Value(16)
    assert row_of([flag, moment, flag, moment]).width == 24 + 32
    assert row_of([moment, moment, flag, flag]).width == 24 + 24
    assert row_of([key, Value(0, empty=True)]).width == 24 + 16
    assert row_of([Value(16)] * 9 + [Value(0, empty=True)]).width == 32 + 144
    assert row_of([Value(126, varies=True)]).width == 24 + 128
    assert row_of([flag, Value(127, varies=True)]).width == 24 + 4 + 4 + 127 + 1
    assert entry_width([key]) == 8 + 16 + 4
    assert table_bytes(0, row_of([key])) == 0
    assert table_bytes(1, row_of([key])) == 8192


def test_what_has_no_volume_has_a_width_alone() -> None:
    assert [each.name for each in database().widths] == ["notes"]
    assert [each.name for each in database().sizes] == ["orders", "lines", "total"]


def test_a_join_table_has_three_rows_for_each_row_and_no_pair_twice() -> None:
    text = """
name: shop
documents: true
requirements: {quality: {volume: {Product: {rows: 1k, growth: 100/month}, Size: 2}}}
entities:
  Product: {fields: {name: string(20), tags: "Tag[] link", sizes: "Size[] link"}}
  Tag: {fields: {name: string(20)}}
  Size: {fields: {name: string(20)}}
"""
    found = pipeline.derive(pipeline.check(text.encode(), "design.yaml")).documents
    assert found is not None
    assert found.database is not None
    sizes = {each.name: each for each in found.database.sizes}
    tags, pairs = sizes["product_tags"], sizes["product_sizes"]
    assert (tags.rows, tags.rows_later) == ("3,000", "13,800")
    assert (pairs.rows, pairs.rows_later) == ("2,000", "9,200")
    assert "Rows of a join table" in {each.name for each in found.database.formulas}
    assert [each.name for each in found.database.widths] == ["tags"]


def test_sizes_are_those_of_the_engine_that_production_has() -> None:
    page = database(database="database: {engine: sqlite}\n")
    assert [each.name for each in page.sizes] == ["orders", "lines", "total"]
    assert page.sizes[0].row != database().sizes[0].row
    assert page.engine == "SQLite"
    assert page.partitions == ()
    assert not any("PostgreSQL" in each.source for each in page.formulas)
    plan = scalability(database="database: {engine: sqlite}\n")
    assert plan.connections == ()
    assert [each.about for each in plan.growth] == ["One machine"]


def test_lists_that_no_index_finds_are_those_that_check_notes() -> None:
    assert [each.about for each in database().unserved] == ["Order"]
    assert "`?status`" in database().unserved[0].reason


def test_a_table_larger_than_memories_says_what_stands_against_dividing_it() -> None:
    (told,) = database().partitions
    assert told.about == "orders"
    assert "by range of created_at" in told.reason
    assert "uq_orders_number; tables that reference it" in told.way


def test_numbers_are_read_as_people_write_them() -> None:
    assert a_second("60k/hour") == pytest.approx(1000 / 60)
    assert a_second("1000 / min") == pytest.approx(1000 / 60)
    assert a_second("5/fortnight") is None
    assert seconds_of("90 s") == 90
    assert seconds_of("5m") == 300
    assert seconds_of("soon") is None
    assert share_of("100%") is None
    assert float(share_of("99.95 %") or 0) == pytest.approx(0.9995)
    assert [size(900), size(1536), size(5 * 2**40)] == ["900 bytes", "1.5 KiB", "5 TiB"]
    assert [time(each) for each in (0.15, 1, 45, 2592, 90000)] == [
        "150 ms",
        "1 second",
        "45 seconds",
        "43.2 minutes",
        "25 hours",
    ]


def test_a_migration_takes_as_long_as_its_rows_do() -> None:
    page = documents().migration
    assert page is not None
    orders, lines = page.steps
    assert (orders.table, orders.rows) == ("orders", "100,000,000")
    assert orders.index == time(100_000_000 / INDEX.rows)
    assert lines.fill == time(1000 / FILL.rows)
    assert page.large == ("orders",)
    assert page.order.index("orders") < page.order.index("lines")
    assert all("measured on PostgreSQL" in each.source for each in page.rates)


def test_a_deployment_says_what_is_there_and_which_word_brings_the_rest() -> None:
    page = documents().deployment
    assert page is not None
    assert [e.where for e in page.builds] == [
        "Dockerfile",
        "compose.yaml",
        ".github/workflows/ci.yml",
    ]
    assert page.missing == ()
    none = documents(database="deployment: {ci: none, container: false}\n").deployment
    assert none is not None
    assert none.builds == ()
    assert [each.about for each in none.missing] == ["Image", "Compose", "CI"]


@pytest.mark.parametrize(
    ("recovery", "way", "missing"),
    [
        ("{rpo: 5m, rto: 1h}", "`pg_basebackup` once a day", []),
        ("{rpo: 1d, rto: soon}", "`pg_dump --format=custom", ["RTO"]),
        ("{}", "`pg_dump --format=custom", ["RPO", "RTO"]),
    ],
)
def test_what_may_be_lost_says_how_a_backup_is_made(
    recovery: str, way: str, missing: list[str]
) -> None:
    said = f"  quality:\n    recovery: {recovery}\n"
    text = DESIGN.format(
        throughput="1/s", availability="99%", latency="1s", database=""
    ).replace("  quality:\n", said)
    found = pipeline.derive(pipeline.check(text.encode(), "design.yaml")).documents
    assert found is not None
    assert found.backup is not None
    assert found.backup.ways[0].way.startswith(way)
    assert [each.about for each in found.backup.missing] == missing


def test_a_restore_is_rehearsed_in_half_of_the_time_that_it_may_take() -> None:
    text = "name: a\ndocuments: true\nrequirements: {quality: {recovery: {rto: 1h}}}\n"
    text += "database: {engine: sqlite}\nentities: {B: {fields: {c: integer}}}\n"
    found = pipeline.derive(pipeline.check(text.encode(), "design.yaml")).documents
    assert found is not None
    assert found.backup is not None
    assert [each.value for each in found.backup.goals] == ["60 minutes", "30 minutes"]
    assert found.backup.ways[0].about == "SQLite"
