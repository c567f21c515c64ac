"""`versions`: older versions of the API, served beside today's by translations of names."""

from __future__ import annotations

from ..language.design import Design
from .feature import Feature, in_designs


def _wanted(design: Design) -> bool:
    return bool(design.api.versions)


FEATURE = Feature(
    name="api_versions",
    said="api: {version: v2, versions: {v1: …}}",
    summary="Older versions of the API are served beside today's.",
    used_by=in_designs(_wanted),
    wanted=_wanted,
    told=False,
)
