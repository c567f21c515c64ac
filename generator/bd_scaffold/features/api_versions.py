"""`versions`: older versions of the API, served beside today's by translations of names."""

from __future__ import annotations

from ..language.design import Design
from .feature import (
    Feature,
    Reasons,
    in_designs,
)
from .watching import Watched


def _wanted(design: Design) -> bool:
    return bool(design.api.versions)


def _watched(design: Design) -> Watched | None:
    from .watching import versions  # few designs ask for it

    return versions.watched(design)


FEATURE = Feature(
    name="api_versions",
    said="api: {version: v2, versions: {v1: …}}",
    summary="Older versions of the API are served beside today's.",
    reasons=Reasons(
        9114,
        "Older API versions are translated",
        "Clients upgrade at their own pace.",
        "The current code serves requests of older versions, translated by the "
        "names that the design gives for them.",
        "One code base to maintain. What an older version needs and can't be "
        "translated has to stay, or the version ends.",
    ),
    used_by=in_designs(_wanted),
    modules=("older_versions",),
    addresses=lambda design: (f"/api/{name}" for name in design.api.versions),
    wanted=_wanted,
    told=False,
    watched=_watched,
)
