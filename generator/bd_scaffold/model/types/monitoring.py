"""What is watched of a service while it runs."""

from __future__ import annotations

from ...record import Record


class Monitoring(Record, frozen=True):
    """Rules, their tests, a dashboard and what to do, each as the lines of its file."""

    rules: tuple[str, ...]  # of Prometheus, ready YAML
    tests: tuple[str, ...]  # of these, for promtool, ready YAML
    dashboard: tuple[str, ...]  # of Grafana, ready JSON
    runbooks: tuple[str, ...]  # what to do at each alert, ready Markdown
    fields: tuple[str, ...]  # of log lines, as rows of a table, ready Markdown
    untold: tuple[str, ...]  # what no alert tells of and why, as items, ready Markdown
    counted: bool  # whether there are counters that have to be there from the start
    buckets: str  # the bounds of histograms that goals need, as code: ", 0.15"
