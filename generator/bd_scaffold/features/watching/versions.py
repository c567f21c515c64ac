"""What is watched of older versions of the API: how much they are asked."""

from __future__ import annotations

from ...language.design import Design
from . import Field, Panel, Query, Untold, Watched
from .scope import package, scope


def watched(design: Design) -> Watched:
    """Return what is watched of older versions."""
    used = f"http_older_version_requests_total{{{scope(design)}}}"
    return Watched(
        name="versions",
        title="Older versions",
        panels=(
            Panel(
                "Requests to older versions",
                (Query(f"sum by (version) (rate({used}[5m]))", "{{version}}"),),
                "reqps",
            ),
        ),
        fields=(
            Field("older_version_used", "version", "which version was asked"),
            Field("older_version_used", "operation", "its method and path"),
            Field(
                "older_version_used",
                "caller",
                "the account or the client, as far as known",
            ),
        ),
        untold=(
            Untold(
                "An older version is still asked, shortly before its end",
                "it is no fault of the service: its panel shows it, and "
                f"`python -m {package(design)}.core.version_use` says whose clients these are",
            ),
        ),
        counted=True,
    )
