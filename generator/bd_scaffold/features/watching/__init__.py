"""What a capability has watched while the service runs: alerts, recorded series and panels.

Every metric is named as Prometheus has it once it is scraped: a counter ends in `_total`, and
a label that the scrape itself sets, `job` or `instance`, becomes `exported_job`.
"""

from __future__ import annotations

from typing import Literal

from ...record import Record


class Series(Record, frozen=True):
    """A made-up series of a test of rules, one sample a minute."""

    name: str  # 'up{job="shop"}'
    values: str  # as promtool reads them: "0+1x60"


class Told(Record, frozen=True):
    """What a test of an alert asks for: what happens, and who is told then."""

    series: tuple[Series, ...]
    at: str  # when it is looked at: "30m"
    over: str  # when all has been well again for long enough: "60m"
    labels: tuple[tuple[str, str], ...] = ()  # of the alert, beside its severity


class Recorded(Record, frozen=True):
    """A series that Prometheus keeps by a rule, since several others are made of it."""

    name: str  # level:metric:operations, as Prometheus' own guide has it
    query: str


class Alert(Record, frozen=True):
    """Somebody is told that something is wrong."""

    name: str  # "JobsDead"
    query: str
    held: str  # how long it has to be so: "10m"
    severity: Literal["page", "ticket"]
    summary: str  # one line, with Prometheus' own templates: "{{ $labels.event }}"
    means: str  # what is wrong and what follows from it, as Markdown
    commands: tuple[str, str, str]  # what to look at first
    wake: str  # when to wake somebody
    incident: Told  # it fires, and is over in the end
    quiet: tuple[Series, ...]  # it stays silent, whenever it is asked


class Query(Record, frozen=True):
    """A line of a panel."""

    query: str
    legend: str  # "{{route}}"


class Panel(Record, frozen=True):
    """A picture on the dashboard."""

    title: str
    queries: tuple[Query, ...]
    unit: str = "short"  # as Grafana calls it: "s", "reqps", "percentunit"
    kind: Literal["timeseries", "stat"] = "timeseries"


class Field(Record, frozen=True):
    """A field of log lines."""

    event: str  # of lines that have it; empty of all
    name: str
    says: str


class Untold(Record, frozen=True):
    """What no alert tells of, since something else does, or nobody has to hurry."""

    what: str  # "A row is kept for too long"
    why: str


class Watched(Record, frozen=True):
    """All that one capability has watched."""

    name: str  # of its group of rules: "jobs"
    title: str  # of its row on the dashboard: "Jobs"
    recorded: tuple[Recorded, ...] = ()
    alerts: tuple[Alert, ...] = ()
    panels: tuple[Panel, ...] = ()
    fields: tuple[Field, ...] = ()
    untold: tuple[Untold, ...] = ()
    counted: bool = False  # whether it has counters that are there from the start
