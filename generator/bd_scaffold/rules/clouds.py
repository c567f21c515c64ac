"""What is had from a cloud: PostgreSQL and a bucket, for an image that runs anywhere."""

from __future__ import annotations

from collections.abc import Iterator

from ..language.finding import Finding
from ..resolve import Resolved
from .deploying import has_files

_PLACE = ("deployment", "cloud")


def rule(resolved: Resolved) -> Iterator[Finding]:
    """What a design keeps can be kept in its cloud."""
    design = resolved.design
    if design.deployment.cloud is None:
        return
    if not design.deployment.container:
        message = "A registry keeps the image, which there is none of."
        yield Finding(_PLACE, "BD1043", message, "Write container: true.")
    if design.database.engine == "sqlite":
        message = "RDS has no SQLite, whose file is one machine's alone."
        hint = "Write database: {engine: postgresql}."
        yield Finding(_PLACE, "BD1043", message, hint)
    if has_files(design) and design.files.store != "s3":
        message = "A bucket is S3, and a folder of files is one machine's alone."
        yield Finding(_PLACE, "BD1043", message, "Write files: {store: s3}.")
