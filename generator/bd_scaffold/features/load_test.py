"""`load_test`: a running service is asked as its callers do, and held to the goals."""

from __future__ import annotations

from collections.abc import Iterator

from ..language.design import Design
from ..language.finding import Finding
from ..language.goals import goals_of
from .feature import Feature, Reasons, in_designs

_PLACE = ("requirements", "load_test")


def _wanted(design: Design) -> bool:
    return design.requirements.load_test


def _remarks(design: Design) -> Iterator[Finding]:
    """A load test has something to ask for, and something to hold the service to."""
    if not _wanted(design):
        return
    if not goals_of(design.requirements.quality):
        message = "A load test without a goal: it fails, whatever it measures."
        hint = (
            "Say one in `quality`: `latency: {p95: 150ms}`, `throughput: 300/s`, "
            "`availability: 99.9%`."
        )
        yield Finding(_PLACE, "BD974", message, hint)
    if not any("list" in each.operations for each in design.entities.values()):
        message = "A load test that asks for nothing: no entity has a list."
        hint = (
            "Rows to ask for are read from lists: write the requests in load/calls.py."
        )
        yield Finding(_PLACE, "BD974", message, hint)


_PACKAGES = (
    "bidict",
    "blinker",
    "brotli",
    "configargparse",
    "flask",
    "flask_cors",
    "flask_login",
    "gevent",
    "geventhttpclient",
    "itsdangerous",
    "locust",
    "psutil",
    "python_engineio",
    "python_socketio",
    "pywin32",
    "pyzmq",
    "simple_websocket",
    "websocket_client",
    "wsproto",
    "zope",
    "zope_event",
    "zope_interface",
)
"""Locust, and what comes with it."""

FEATURE = Feature(
    name="load_test",
    said="load_test: true",
    summary="A running service is asked as its callers do, and held to the goals of the design.",
    used_by=in_designs(_wanted),
    wanted=_wanted,
    packages={
        "load": "the folder of the load test",
        **dict.fromkeys(_PACKAGES, "a package that the load test is made with"),
    },
    remarks=_remarks,
    measures={
        "latency": "`just load`, and `http_request_duration_seconds` at `/metrics`, by route",
        "throughput": "`just load`, and `http_requests_total` at `/metrics`, as a rate",
        "availability": "`just load`, and the share of 5xx in `http_requests_total` at "
        "`/metrics`",
    },
    reasons=Reasons(
        9116,
        "Goals are tried by a load test",
        "Goals of latency and availability hold under load, and nobody sees by reading code "
        "whether they do.",
        "`just load` asks a running service in the mix of requests that the design implies, at "
        "a tenth more than the throughput that it names, and fails where a goal is missed.",
        "It needs a service that is like production, with rows, and runs in no CI: what a "
        "shared machine measures says nothing. The mix is a guess until your team writes down "
        "what callers really do.",
    ),
    told=False,
    commands=True,
)
