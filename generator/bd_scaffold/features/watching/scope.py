"""Which series are a service's own, where one Prometheus watches several."""

from __future__ import annotations

from ...language.design import Design


def scope(design: Design) -> str:
    """Return the matcher of what the service's processes export."""
    return f'job=~"{design.name}(-worker)?"'


def app(design: Design) -> str:
    """Return the labels of a process that answers requests, in a test of rules."""
    return f'job="{design.name}",instance="app-1"'


def worker(design: Design) -> str:
    """Return the labels of a worker's process, in a test of rules."""
    return f'job="{design.name}-worker",instance="worker-1"'
