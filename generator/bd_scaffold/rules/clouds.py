"""What is had from a cloud: PostgreSQL and a bucket, for an image that runs anywhere."""

from __future__ import annotations

from collections.abc import Iterator

from ..language.finding import Finding
from ..resolve import Resolved
from .deploying import unfit

_PLACE = ("deployment", "cloud")


def rule(resolved: Resolved) -> Iterator[Finding]:
    """What a design keeps can be kept in its cloud."""
    design = resolved.design
    if design.deployment.cloud is None:
        return
    yield from unfit(
        design,
        _PLACE,
        "BD1043",
        image="A registry keeps the image, which there is none of.",
        database="RDS has no SQLite, whose file is one machine's alone.",
        files="A bucket is S3, and a folder of files is one machine's alone.",
    )
