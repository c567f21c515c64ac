"""From what capabilities have watched to the files of Prometheus and Grafana, and a runbook."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from ..features.feature import Feature
from ..features.watching import Alert, Field, Series, Told, Untold, Watched, unseen
from ..features.watching.requests import buckets
from ..language.design import Design
from ..record import replace
from .dashboard import dashboard
from .types import Monitoring

_RUNBOOKS = "docs/runbooks.md"
_LABEL = re.compile(r"\{\{ \$labels\.(\w+) \}\}")


def monitoring_of(design: Design, used: Iterable[Feature]) -> Monitoring:
    """Return all that is watched of a design's service, that of requests first."""
    found = _found(design, used)
    behind = _requests_last(found)
    return Monitoring(
        rules=tuple(_rules(behind)),
        tests=tuple(_tests(behind)),
        dashboard=tuple(dashboard(design, found)),
        runbooks=tuple(_runbooks(found)),
        fields=tuple(_fields(found)),
        untold=tuple(_untold(found)),
        counted=any(each.counted for each in found),
        buckets="".join(f", {each!r}" for each in buckets(design)),
    )


NAMESPACE = "@NAMESPACE@"
"""What stands for the name of a namespace in what a cluster is told."""


def watched_in_cluster(
    design: Design, used: Iterable[Feature]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return rules and a dashboard that are of one environment alone.

    One Prometheus may watch several, in which the service's `job` is the same.
    """
    found = _found(design, used)
    recorded = [rule.name for each in found for rule in each.recorded]
    own = [_narrowed(each, recorded) for each in found]
    rules = tuple(_rules(_requests_last(own), NAMESPACE))
    return rules, tuple(dashboard(design, own, NAMESPACE))


def _found(design: Design, used: Iterable[Feature]) -> list[Watched]:
    features = list(used)
    found = [each for feature in features if (each := feature.watched(design))]
    if any(each.worker for each in features):
        found.append(unseen.loops(design))
    return sorted(found, key=lambda each: each.name != "requests")


def _requests_last(found: Sequence[Watched]) -> list[Watched]:
    """Return what comes with a word before what is always there: a team's own stands behind."""
    return [*found[1:], *found[:1]]


def _narrowed(watched: Watched, recorded: Iterable[str]) -> Watched:
    """Return what is watched with queries of one namespace."""
    own = f'namespace="{NAMESPACE}"'
    names = "|".join(map(re.escape, recorded))

    def narrowed(query: str) -> str:
        query = re.sub(r'\bjob=~?"[^"]*"', rf"\g<0>,{own}", query)
        return re.sub(rf"({names})\b", rf"\1{{{own}}}", query) if names else query

    return replace(
        watched,
        recorded=tuple(
            replace(each, query=narrowed(each.query)) for each in watched.recorded
        ),
        alerts=tuple(
            replace(each, query=narrowed(each.query)) for each in watched.alerts
        ),
        panels=tuple(
            replace(
                each,
                queries=tuple(
                    replace(line, query=narrowed(line.query)) for line in each.queries
                ),
            )
            for each in watched.panels
        ),
    )


def _annotations(
    alert: Alert, labels: Iterable[tuple[str, str]] = ()
) -> dict[str, str]:
    """Return what is said with an alert; with labels, as Prometheus says it of these."""
    summary = alert.summary
    for name, value in labels:
        summary = summary.replace(f"{{{{ $labels.{name} }}}}", value)
    return {"summary": summary, "runbook": f"{_RUNBOOKS}#{alert.name.lower()}"}


def _text(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)


def _rules(found: Iterable[Watched], namespace: str = "") -> Iterator[str]:
    """Yield groups of rules; a part of each name says whose the rules are."""
    labels = {"namespace": namespace} if namespace else {}
    yield "groups:"
    for each in found:
        if not (each.recorded or each.alerts):
            continue
        yield f"  - name: {each.name}"
        yield "    rules:"
        for recorded in each.recorded:
            yield f"      - record: {recorded.name}"
            yield f"        expr: '{recorded.query}'"
            if labels:
                yield "        labels:"
                yield from _labels(labels)
        for alert in each.alerts:
            yield from _rule(alert, labels)


def _labels(labels: Mapping[str, str]) -> Iterator[str]:
    for name, value in labels.items():
        yield f"          {name}: {value}"


def _rule(alert: Alert, labels: Mapping[str, str]) -> Iterator[str]:
    yield f"      - alert: {alert.name}"
    yield f"        expr: '{alert.query}'"
    yield f"        for: {alert.held}"
    yield "        labels:"
    yield from _labels({"severity": alert.severity, **labels})
    yield "        annotations:"
    for name, text in _annotations(alert).items():
        yield f"          {name}: {_text(text)}"


def _tests(found: Iterable[Watched]) -> Iterator[str]:
    """Yield a test of each alert in its incident, and of all of them on a quiet day."""
    yield "rule_files: [rules.yaml]"
    yield "evaluation_interval: 1m"
    yield "tests:"
    alerts = [alert for each in found for alert in each.alerts]
    incidents: dict[tuple[Series, ...], list[Alert]] = {}
    for alert in alerts:
        incidents.setdefault(alert.incident.series, []).append(alert)
    for series, told in incidents.items():
        yield from _incident(series, told)
    yield from _quiet_day(alerts)


def _incident(series: Iterable[Series], alerts: list[Alert]) -> Iterator[str]:
    """Yield a test of an incident, and of all alerts that it fires."""
    yield f"  - name: {', '.join(each.name for each in alerts)}"
    yield from _input(series)
    yield "    alert_rule_test:"
    for alert in alerts:
        yield from _told(alert, alert.incident)


def _input(series: Iterable[Series]) -> Iterator[str]:
    yield "    interval: 1m"
    yield "    input_series:"
    for each in series:
        yield f"      - series: {_text(each.name)}"
        yield f"        values: {_text(each.values)}"


def _told(alert: Alert, told: Told) -> Iterator[str]:
    """Yield that an alert fires in its incident, and does no more once that is over."""
    yield f"      - eval_time: {told.at}"
    yield f"        alertname: {alert.name}"
    yield "        exp_alerts:"
    labels = dict(told.labels) | {"severity": alert.severity}
    said = ", ".join(
        f"{name}: {_text(value)}" for name, value in sorted(labels.items())
    )
    yield f"          - exp_labels: {{{said}}}"
    yield "            exp_annotations:"
    for name, text in _annotations(alert, told.labels).items():
        yield f"              {name}: {_text(text)}"
    yield f"      - {{eval_time: {told.over}, alertname: {alert.name}, exp_alerts: []}}"


_ASKED = ("1h", "6h", "11h45m", "12h5m", "13h", "15h5m", "18h", "24h")
"""When a day is looked at: by the hours, and just after what happens on it."""


def _quiet_day(alerts: Iterable[Alert]) -> Iterator[str]:
    """Yield that a day with no more than a little of everything alarms nobody."""
    series = {each.name: each for alert in alerts for each in alert.quiet}
    yield "  - name: A quiet day"
    yield from _input(series.values())
    yield "    alert_rule_test:"
    for alert in alerts:
        for at in _ASKED:
            yield f"      - {{eval_time: {at}, alertname: {alert.name}, exp_alerts: []}}"


def _runbooks(found: Iterable[Watched]) -> Iterator[str]:
    for each in found:
        for alert in each.alerts:
            yield f"## {alert.name}"
            yield ""
            summary = _LABEL.sub(r"`\1`", alert.summary)
            yield f"{summary}. It is a `{alert.severity}`, {_held(alert)}."
            yield ""
            yield f"**What it means.** {alert.means}"
            yield ""
            yield "**First.**"
            yield ""
            yield "```bash"
            yield from alert.commands
            yield "```"
            yield ""
            yield f"**When to wake somebody.** {alert.wake}"
            yield ""


def _held(alert: Alert) -> str:
    at_once = alert.held.startswith("0")
    return "told at once" if at_once else f"told where it is so for {alert.held}"


def _fields(found: Iterable[Watched]) -> Iterator[str]:
    fields: list[Field] = [field for each in found for field in each.fields]
    for each in fields:
        event = f"`{each.event}`" if each.event else "all"
        yield f"| {event} | `{each.name}` | {each.says} |"


def _untold(found: Iterable[Watched]) -> Iterator[str]:
    """Yield what no alert tells of, as items of a list: what each capability says, and this."""
    untold: list[Untold] = [each for watched in found for each in watched.untold]
    for each in untold:
        yield f"- **{each.what}:** {each.why}."
