"""`authentication: jwt`: accounts of the service's own sign in, with passwords."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ..language.design import Design
from .feature import (
    AddedContract,
    AddedTable,
    Components,
    Feature,
    TableColumn,
    TableReference,
    Usage,
)

_TAG = "Signing in"
_JSON = "application/json"
_NEW = {"type": "string", "minLength": 8, "maxLength": 1024, "pattern": r"^[^\x00]*$"}
_KNOWN = {**_NEW, "minLength": 1}
_SECRET = {**_KNOWN, "maxLength": 200}
_TEXT = {"type": "string"}

Node = dict[str, Any]


def _wanted(design: Design) -> bool:
    return design.security is not None and "jwt" in design.security.authentication


def _used(usage: Usage) -> bool:
    return usage.design is not None and _wanted(usage.design)


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


def _contract(design: Design, prefix: str) -> AddedContract:
    paths = _paths(f"{prefix}/auth")
    if _is_counted(design):
        paths = {path: _counted(item) for path, item in paths.items()}
    return AddedContract(
        tags=({"name": _TAG, "description": "Who comes in, and in what roles."},),
        schemas=_SCHEMAS,
        paths={**paths, "/.well-known/jwks.json": _KEY_SET},
    )


def _is_counted(design: Design) -> bool:
    """Tell whether answers say how many requests there may be."""
    own = (each.rate_limit for each in design.entities.values())
    return any((design.api.rate_limit, *own))


def _counted(item: Node) -> Node:
    """Return a path whose operations say so, too."""
    return {
        name: node if name == "parameters" else {**node, "responses": _told(node)}
        for name, node in item.items()
    }


def _told(operation: Node) -> Node:
    status, *errors = operation["responses"]
    success = operation["responses"][status]
    headers = {
        name: {"$ref": f"#/components/headers/{name}"}
        for name in ("X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset")
    }
    return {
        status: {**success, "headers": {**headers, **success["headers"]}},
        **{each: _refusal(each) for each in sorted({*errors, "429"})},
    }


def _paths(auth: str) -> Node:
    account = f"{auth}/accounts/{{account_id}}"
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
            "post": _signed_in("sign_out_everywhere", "End all sessions", "401", "403")
        },
        f"{auth}/password": {
            "put": _signed_in(
                "change_password",
                "Change the password, and end all sessions",
                *("401", "403", "413", "415", "422", "429"),
                body="password-change",
            )
        },
        f"{auth}/password/forgotten": _mailing(
            "forget_password", "Mail a link by which a password is set anew"
        ),
        f"{auth}/password/reset": _post(
            "reset_password", "Set the password of a mailed link", "new-password"
        ),
        f"{auth}/me": {
            "get": _signed_in(
                "get_own_account",
                "Read one's own account",
                *("401", "403"),
                shown="own-account",
            )
        },
        f"{account}/roles/{{role}}": {
            "parameters": [_ACCOUNT, _ROLE],
            "put": _administration("give_role", "Give an account a role"),
            "delete": _administration("take_role", "Take a role from an account"),
        },
        f"{account}/disabled": {
            "parameters": [_ACCOUNT],
            "put": _administration("disable_account", "Keep an account out"),
            "delete": _administration("enable_account", "Let an account in again"),
        },
    }


def _operation(
    name: str, summary: str, status: str, *errors: str, body: str = "", shown: str = ""
) -> Node:
    node: Node = {"operationId": name, "summary": summary, "tags": [_TAG]}
    if body:
        node["requestBody"] = {"required": True, "content": _content(body)}
    success: Node = {
        "description": _STATUSES[status],
        "headers": {"X-Request-ID": {"$ref": "#/components/headers/X-Request-ID"}},
    }
    if shown:
        success["content"] = _content(shown)
    refusals = {each: _refusal(each) for each in errors}
    return {**node, "responses": {status: success, **refusals}}


def _post(name: str, summary: str, body: str) -> Node:
    errors = ("413", "415", "422")
    return {"post": _operation(name, summary, "204", *errors, body=body)}


def _mailing(name: str, summary: str) -> Node:
    errors = ("413", "415", "422", "429")
    return {"post": _operation(name, summary, "202", *errors, body="mail-address")}


def _signing(name: str, summary: str, body: str, *more: str) -> Node:
    errors = ("401", "413", "415", "422", *more)
    found = _operation(name, summary, "200", *errors, body=body, shown="tokens")
    return {"post": found}


def _signed_in(
    name: str, summary: str, *errors: str, body: str = "", shown: str = ""
) -> Node:
    status = "200" if shown else "204"
    found = _operation(name, summary, status, *errors, body=body, shown=shown)
    return {**found, "security": [{"bearer": []}]}


def _administration(name: str, summary: str) -> Node:
    return _signed_in(name, summary, "401", "403", "404", "422")


def _content(schema: str) -> Node:
    return {_JSON: {"schema": _schema(schema)}}


def _schema(name: str) -> Node:
    return {"$ref": f"#/components/schemas/{name}"}


def _refusal(status: str) -> Node:
    return {"$ref": f"#/components/responses/{_REFUSALS[status]}"}


_STATUSES = {
    "200": "Done.",
    "202": "Taken; what comes of it is mailed.",
    "204": "Done.",
}

_REFUSALS = {
    "401": "Unauthorized",
    "403": "Forbidden",
    "404": "NotFound",
    "413": "TooLarge",
    "415": "UnsupportedMediaType",
    "422": "Invalid",
    "429": "TooManyRequests",
}

_ACCOUNT: Node = {
    "name": "account_id",
    "in": "path",
    "required": True,
    "schema": _schema("uuid"),
}
_ROLE: Node = {
    "name": "role",
    "in": "path",
    "required": True,
    "schema": {**_KNOWN, "maxLength": 60},
}


def _body(**properties: Node) -> Node:
    return {
        "type": "object",
        "additionalProperties": False,
        "required": list(properties),
        "properties": properties,
    }


def _shown(**properties: Node) -> Node:
    return {"type": "object", "required": list(properties), "properties": properties}


_KEY_SET: Node = {
    "get": _operation(
        "get_key_set",
        "Read the keys that access tokens are verified with",
        "200",
        shown="key-set",
    )
}

_SCHEMAS: Node = {
    "mail-address": _body(email=_schema("email")),
    "sign-in": _body(email=_schema("email"), password=_KNOWN),
    "new-password": _body(token=_SECRET, password=_NEW),
    "password-change": _body(current_password=_KNOWN, new_password=_NEW),
    "refresh": _body(refresh_token=_SECRET),
    "tokens": _shown(
        access_token=_TEXT,
        token_type={"type": "string", "const": "Bearer"},
        expires_in={"type": "integer"},
        refresh_token=_TEXT,
    ),
    "own-account": _shown(
        id=_schema("uuid"),
        email={"anyOf": [_schema("email"), {"type": "null"}]},
        roles={"type": "array", "items": _TEXT},
        permissions={"type": "array", "items": _TEXT},
    ),
    "key-set": _shown(
        keys={
            "type": "array",
            "items": _shown(kid=_TEXT, kty=_TEXT, use=_TEXT, alg=_TEXT),
        }
    ),
}

FEATURE = Feature(
    name="sign_in",
    said="authentication: jwt",
    summary="People register, sign in and out, and get back in by mail.",
    used_by=_used,
    wanted=_wanted,
    classes=("AccountMailToken", "AccountRefreshToken", "AccountSession"),
    tables=_tables,
    mapped=tuple(
        ("models.account_sessions", name)
        for name in ("AccountMailToken", "AccountRefreshToken", "AccountSession")
    ),
    types=("email",),
    contract=_contract,
    components=Components(
        responses={
            "TooManyRequests": {
                "description": "Somebody tries more often than they may.",
                "headers": {
                    name: {"$ref": f"#/components/headers/{name}"}
                    for name in ("Retry-After", "X-Request-ID")
                },
                "content": _content("error"),
            }
        },
        headers={
            "Retry-After": {
                "description": "In how many seconds to ask again.",
                "schema": {"type": "integer"},
            }
        },
    ),
    environment=True,
)
