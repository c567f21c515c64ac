"""`versions`: older versions of the API, served beside today's by translations of names."""

from __future__ import annotations

from ..language.design import Design
from .feature import (
    Feature,
    Reasons,
    in_designs,
)


def _wanted(design: Design) -> bool:
    return bool(design.api.versions)


FEATURE = Feature(
    name="api_versions",
    said="api: {version: v2, versions: {v1: …}}",
    summary="Older versions of the API are served beside today's.",
    reasons=Reasons(
        9114,
        "An older version of the API is a table of names",
        "Clients move at their own speed.",
        "Today's code answers requests of older versions, translated by what the "
        "design says they called otherwise.",
        "One code to keep. What an older version can't be translated from has to "
        "stay, or the version ends.",
    ),
    used_by=in_designs(_wanted),
    wanted=_wanted,
    told=False,
)
