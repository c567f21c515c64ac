"""`authentication: oidc`: an outside issuer signs people in, and its tokens are believed."""

from __future__ import annotations

from ..language.design import Design
from .described import signs_in_by
from .feature import (
    Components,
    Feature,
    Reasons,
    in_designs,
)


def _wanted(design: Design) -> bool:
    return signs_in_by(design, "oidc")


FEATURE = Feature(
    name="oidc",
    said="authentication: oidc",
    summary="Whoever has a token of an outside issuer has an account.",
    reasons=Reasons(
        9112,
        "An outside issuer signs people in",
        "security.authentication has oidc.",
        "The issuer's access tokens are believed, by its published keys; whoever "
        "comes has an account here.",
        "Passwords and second factors are the issuer's. While it is away, nobody new "
        "signs in.",
    ),
    used_by=in_designs(_wanted),
    wanted=_wanted,
    components=Components(
        security={"bearer": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}}
    ),
    environment=True,
)
