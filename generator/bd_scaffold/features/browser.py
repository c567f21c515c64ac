"""`security: {browser: true}`: browsers sign in at the issuer, and have a session by a cookie."""

from __future__ import annotations

from collections.abc import Iterable

from ..language.design import Design
from .feature import Components, Feature, in_designs
from .setting import Setting
from .tables import AddedTable, TableColumn, TableReference


def _wanted(design: Design) -> bool:
    return design.security is not None and design.security.browser


def _tables(_design: Design) -> Iterable[AddedTable]:
    yield AddedTable(
        "browser_sessions",
        (
            TableColumn("hash", "string", length=64, primary=True),
            TableColumn("account_id", "uuid"),
            TableColumn("roles", "text"),
            TableColumn("seen_at", "datetime"),
            TableColumn("expires_at", "datetime"),
            TableColumn("created_at", "datetime", default="now"),
        ),
        references=(TableReference("account_id", "accounts"),),
        indexes=(("account_id",),),
    )


FEATURE = Feature(
    name="browser",
    said="security: {browser: true}",
    summary="Browsers sign in at the issuer, and have a session by a cookie.",
    used_by=in_designs(_wanted),
    wanted=_wanted,
    classes=("BrowserSession",),
    tables=_tables,
    mapped=(("models.browser_sessions", "BrowserSession"),),
    components=Components(
        security={
            "session": {"type": "apiKey", "in": "cookie", "name": "__Host-session"}
        }
    ),
    settings=lambda _design: (
        Setting("PUBLIC_URL", value="https://{host}"),
        Setting("OIDC_CLIENT_SECRET", secret=True),
    ),
)
