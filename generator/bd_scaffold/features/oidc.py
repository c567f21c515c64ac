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
from .setting import Setting


def _wanted(design: Design) -> bool:
    return signs_in_by(design, "oidc")


FEATURE = Feature(
    name="oidc",
    said="authentication: oidc",
    summary="Whoever has a token of an outside issuer has an account.",
    reasons=Reasons(
        9112,
        "An external issuer signs people in",
        "security.authentication includes oidc.",
        "The service accepts the issuer's access tokens, verified with its "
        "published keys, and creates an account for each person.",
        "The issuer handles passwords and second factors. While it is down, "
        "nobody can sign in anew.",
    ),
    used_by=in_designs(_wanted),
    modules=("provider",),
    wanted=_wanted,
    components=Components(
        security={"bearer": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}}
    ),
    environment=True,
    settings=lambda _design: (Setting("OIDC_ISSUER", needed=True, ports=(443,)),),
)
