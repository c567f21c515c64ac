"""From panels to a dashboard of Grafana, as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from ..features.watching import Panel, Watched
from ..language.design import Design

_WIDTH, _HEIGHT, _ACROSS = 12, 8, 2
_SCHEMA = 39
UID = "@UID@"
"""What stands for a dashboard's `uid` where it is made from a namespace's name."""

_SOURCE = {"type": "prometheus", "uid": "${source}"}


def dashboard(
    design: Design, found: Iterable[Watched], namespace: str = ""
) -> list[str]:
    """Return the lines of a dashboard: a row for each capability, with its panels below."""
    title = design.title or design.name
    said = {
        "uid": UID if namespace else f"{design.name}-service"[:40],
        "title": f"{title} ({namespace})" if namespace else title,
        "schemaVersion": _SCHEMA,
        "version": 1,
        "editable": True,
        "refresh": "30s",
        "time": {"from": "now-6h", "to": "now"},
        "timezone": "browser",
        "tags": [design.name],
        "templating": {
            "list": [
                {
                    "name": "source",
                    "label": "Prometheus",
                    "type": "datasource",
                    "query": "prometheus",
                }
            ]
        },
        "panels": list(_panels(found)),
    }
    return json.dumps(said, indent=2, ensure_ascii=False).splitlines()


def _panels(found: Iterable[Watched]) -> Iterator[dict[str, Any]]:
    """Yield rows and panels, each with its place: a panel without one lies upon the others."""
    number, y = 1, 0
    for each in found:
        if not each.panels:
            continue
        place = {"h": 1, "w": _WIDTH * _ACROSS, "x": 0, "y": y}
        row = {"id": number, "type": "row", "title": each.title, "gridPos": place}
        yield {**row, "collapsed": False, "panels": []}
        number, y = number + 1, y + 1
        for position, panel in enumerate(each.panels):
            x = position % _ACROSS * _WIDTH
            below = position // _ACROSS * _HEIGHT
            place = {"h": _HEIGHT, "w": _WIDTH, "x": x, "y": y + below}
            yield _panel(number, panel, place)
            number += 1
        y += -(-len(each.panels) // _ACROSS) * _HEIGHT


def _panel(number: int, panel: Panel, place: dict[str, int]) -> dict[str, Any]:
    targets = [
        {
            "refId": chr(ord("A") + position),
            "datasource": _SOURCE,
            "expr": each.query,
            "legendFormat": each.legend,
        }
        for position, each in enumerate(panel.queries)
    ]
    return {
        "id": number,
        "type": panel.kind,
        "title": panel.title,
        "datasource": _SOURCE,
        "gridPos": place,
        "fieldConfig": {"defaults": {"unit": panel.unit}, "overrides": []},
        "targets": targets,
    }
