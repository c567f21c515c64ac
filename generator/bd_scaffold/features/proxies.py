"""`deployment.proxies`: the client is seen behind the proxies before the service."""

from __future__ import annotations

from ..language.design import Design
from .feature import Feature, in_designs


def _wanted(design: Design) -> bool:
    return bool(design.deployment.proxies)


FEATURE = Feature(
    name="proxies",
    said="deployment: {proxies: nginx}",
    summary="The client is seen behind the proxies that stand before the service.",
    used_by=in_designs(_wanted),
    wanted=_wanted,
    told=False,
    packages={"proxy": "the folder of the proxies' configuration"},
)
