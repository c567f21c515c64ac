"""`authentication: oidc`: an outside issuer signs people in, and its tokens are believed."""

from __future__ import annotations

from ..language.design import Design
from .described import signs_in_by
from .feature import Components, Feature, in_designs


def _wanted(design: Design) -> bool:
    return signs_in_by(design, "oidc")


FEATURE = Feature(
    name="oidc",
    said="authentication: oidc",
    summary="Whoever has a token of an outside issuer has an account.",
    used_by=in_designs(_wanted),
    wanted=_wanted,
    components=Components(
        security={"bearer": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}}
    ),
    environment=True,
)
