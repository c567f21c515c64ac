"""`authentication: jwt`: accounts of the service's own sign in, with passwords."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ..language.design import Design
from .described import (
    KNOWN,
    TEXT,
    Node,
    body_of,
    content,
    counted,
    operation,
    required,
    schema,
    shown_as,
    signed_in,
    signs_in_by,
)
from .feature import AddedContract, Components, Feature, Reasons, in_designs
from .setting import Setting
from .tables import AddedTable, TableColumn, TableReference
from .watching import Watched

_NEW: Node = {**KNOWN, "minLength": 8}
_SECRET: Node = {**KNOWN, "maxLength": 200}


def _wanted(design: Design) -> bool:
    return signs_in_by(design, "jwt")


def _tables(_design: Design) -> Iterable[AddedTable]:
    """Who is signed in, the tokens by which they stay so, and those that were mailed."""
    yield AddedTable(
        "account_sessions",
        (
            TableColumn("id", "uuid", primary=True, default="uuid7"),
            TableColumn("account_id", "uuid"),
            TableColumn("expires_at", "datetime"),
            TableColumn("revoked_at", "datetime", nullable=True),
            TableColumn("created_at", "datetime", default="now"),
        ),
        references=(TableReference("account_id", "accounts"),),
        indexes=(("account_id",),),
    )
    yield AddedTable(
        "account_refresh_tokens",
        (
            TableColumn("hash", "string", length=64, primary=True),
            TableColumn("session_id", "uuid"),
            TableColumn("expires_at", "datetime"),
            TableColumn("used_at", "datetime", nullable=True),
        ),
        references=(TableReference("session_id", "account_sessions"),),
        indexes=(("session_id",),),
    )
    yield AddedTable(
        "account_mail_tokens",
        (
            TableColumn("hash", "string", length=64, primary=True),
            TableColumn("purpose", "string", length=20),
            TableColumn("email", "string", length=254),
            TableColumn("expires_at", "datetime"),
            TableColumn("used_at", "datetime", nullable=True),
        ),
        indexes=(("email",),),
    )


# The contract


def _post(name: str, summary: str, body: str) -> Node:
    errors = ("413", "415", "422")
    return {"post": operation(name, summary, "204", *errors, body=body)}


def _mailing(name: str, summary: str) -> Node:
    errors = ("413", "415", "422", "429")
    return {"post": operation(name, summary, "202", *errors, body="mail-address")}


def _signing(name: str, summary: str, body: str, *more: str) -> Node:
    errors = ("401", "413", "415", "422", *more)
    found = operation(name, summary, "200", *errors, body=body, shown="tokens")
    return {"post": found}


def _contract(design: Design, prefix: str) -> AddedContract:
    paths = _paths(f"{prefix}/auth", required(design))
    return AddedContract(
        schemas=_SCHEMAS,
        paths={**counted(design, paths), "/.well-known/jwks.json": _KEY_SET},
    )


def _paths(auth: str, ways: Sequence[Node]) -> Node:
    return {
        f"{auth}/register": _mailing(
            "register_account", "Mail a link by which an account is made"
        ),
        f"{auth}/verify": _post(
            "verify_account", "Make the account of a mailed link", "new-password"
        ),
        f"{auth}/sign-in": _signing(
            "sign_in", "Get tokens for a password", "sign-in", "429"
        ),
        f"{auth}/refresh": _signing(
            "refresh_session", "Get the next tokens for a refresh token", "refresh"
        ),
        f"{auth}/sign-out": _post(
            "sign_out", "End the session of a refresh token", "refresh"
        ),
        f"{auth}/sign-out/all": {
            "post": signed_in(ways, "sign_out_everywhere", "End all sessions")
        },
        f"{auth}/password": {
            "put": signed_in(
                ways,
                "change_password",
                "Change the password, and end all sessions",
                *("413", "415", "422", "429"),
                body="password-change",
            )
        },
        f"{auth}/password/forgotten": _mailing(
            "forget_password", "Mail a link by which a password is set anew"
        ),
        f"{auth}/password/reset": _post(
            "reset_password", "Set the password of a mailed link", "new-password"
        ),
    }


_KEY_SET: Node = {
    "get": operation(
        "get_key_set",
        "Read the keys that access tokens are verified with",
        "200",
        shown="key-set",
    )
}

_SCHEMAS: Node = {
    "mail-address": body_of(email=schema("email")),
    "sign-in": body_of(email=schema("email"), password=KNOWN),
    "new-password": body_of(token=_SECRET, password=_NEW),
    "password-change": body_of(current_password=KNOWN, new_password=_NEW),
    "refresh": body_of(refresh_token=_SECRET),
    "tokens": shown_as(
        access_token=TEXT,
        token_type={"type": "string", "const": "Bearer"},
        expires_in={"type": "integer"},
        refresh_token=TEXT,
    ),
    "key-set": shown_as(
        keys={
            "type": "array",
            "items": shown_as(kid=TEXT, kty=TEXT, use=TEXT, alg=TEXT),
        }
    ),
}


def _watched(design: Design) -> Watched | None:
    from .watching import unseen  # few designs ask for it

    return unseen.mails(design)


FEATURE = Feature(
    name="sign_in",
    said="authentication: jwt",
    summary="People register, sign in and out, and get back in by mail.",
    reasons=Reasons(
        9111,
        "The service manages its own accounts",
        "security.authentication includes jwt.",
        "People register by e-mail; a sign-in returns a short-lived signed "
        "access token and a single-use refresh token.",
        "Signing in needs no other service. The team is responsible for "
        "passwords, mails and account recovery.",
    ),
    used_by=in_designs(_wanted),
    wanted=_wanted,
    classes=("AccountMailToken", "AccountRefreshToken", "AccountSession"),
    tables=_tables,
    mapped=tuple(
        ("models.account_sessions", name)
        for name in ("AccountMailToken", "AccountRefreshToken", "AccountSession")
    ),
    types=("email",),
    contract=_contract,
    addresses=lambda _design: ("/.well-known/jwks.json",),
    components=Components(
        responses={
            "TooManyRequests": {
                "description": "Somebody tries more often than they may.",
                "headers": {
                    name: {"$ref": f"#/components/headers/{name}"}
                    for name in ("Retry-After", "X-Request-ID")
                },
                "content": content("error"),
            }
        },
        headers={
            "Retry-After": {
                "description": "In how many seconds to ask again.",
                "schema": {"type": "integer"},
            }
        },
        security={
            "bearer": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}
        },
    ),
    environment=True,
    settings=lambda _design: (
        Setting("JWT_KEYS", secret=True, needed=True),
        Setting("MAIL_URL", secret=True, needed=True, ports=(465, 587)),
        Setting("ACCOUNTS_URL", value="https://{host}"),
        Setting("RATE_LIMIT_STORAGE", secret=True, ports=(6379,), served="redis"),
        Setting("PASSWORD_HASHES_AT_ONCE", memory=128),
    ),
    watched=_watched,
)
