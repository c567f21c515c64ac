"""`authentication: api_keys`: programs sign in with keys of accounts and of services."""

from __future__ import annotations

from collections.abc import Iterable

from ..language.design import Design
from ..language.permissions import PATTERN
from .described import (
    KNOWN,
    TEXT,
    Node,
    counted,
    path_parameter,
    required,
    schema,
    shown_as,
    signed_in,
    signs_in_by,
)
from .feature import AddedContract, Components, Feature, Reasons, in_designs
from .tables import AddedTable, TableColumn, TableReference


def _wanted(design: Design) -> bool:
    return signs_in_by(design, "api_keys")


def _tables(_design: Design) -> Iterable[AddedTable]:
    """The keys of accounts, and of services, which have none; of a secret only its hash."""
    yield AddedTable(
        "api_keys",
        (
            TableColumn("id", "uuid", primary=True, default="uuid7"),
            TableColumn("account_id", "uuid", nullable=True),
            TableColumn("name", "string", length=100),
            TableColumn("prefix", "string", length=20),
            TableColumn("hash", "string", length=64),
            TableColumn("roles", "text", nullable=True),
            TableColumn("scopes", "text", nullable=True),
            TableColumn("expires_at", "datetime"),
            TableColumn("last_used_at", "datetime", nullable=True),
            TableColumn("revoked_at", "datetime", nullable=True),
            TableColumn("created_at", "datetime", default="now"),
        ),
        references=(TableReference("account_id", "accounts"),),
        unique=(("prefix",),),
        indexes=(("account_id",),),
    )


# The contract


def _contract(design: Design, prefix: str) -> AddedContract:
    ways = required(design)
    own, others = f"{prefix}/auth/api-keys", f"{prefix}/auth/service-keys"

    def listed(name: str, summary: str) -> Node:
        return signed_in(ways, name, summary, shown="api-keys")

    def made(name: str, summary: str, body: str) -> Node:
        errors = ("409", "413", "415", "422")
        return signed_in(
            *(ways, name, summary, *errors),
            status="201",
            body=body,
            shown="created-api-key",
        )

    def revoked(name: str, summary: str) -> Node:
        return {
            "parameters": [path_parameter("key_id", schema("uuid"))],
            "delete": signed_in(ways, name, summary, "404", "422"),
        }

    paths = {
        own: {
            "get": listed("list_own_api_keys", "List the keys of one's own account"),
            "post": made(
                "create_own_api_key",
                "Make a key of one's own account, which is shown this once",
                "new-api-key",
            ),
        },
        f"{own}/{{key_id}}": revoked(
            "revoke_own_api_key", "Revoke a key of one's own account"
        ),
        others: {
            "get": listed("list_service_keys", "List the keys of services"),
            "post": made(
                "create_service_key",
                "Make a key of a service, which is shown this once",
                "new-service-key",
            ),
        },
        f"{others}/{{key_id}}": revoked(
            "revoke_service_key", "Revoke a key of a service"
        ),
    }
    return AddedContract(schemas=_SCHEMAS, paths=counted(design, paths))


_TEXTS: Node = {"type": "array", "items": TEXT}
_WHEN = schema("date-time")
_MAYBE: Node = {"type": "null"}

_ASKED: Node = {
    "name": {**KNOWN, "maxLength": 100},
    "scopes": {
        "description": "All that it may do of what whoever makes it may; null takes "
        "nothing away.",
        "anyOf": [
            {
                "type": "array",
                "minItems": 1,
                "maxItems": 100,
                "items": {"type": "string", "maxLength": 120, "pattern": PATTERN},
            },
            _MAYBE,
        ],
        "default": None,
    },
    "expires_in_days": {
        "anyOf": [{"type": "integer", "minimum": 1, "maximum": 3650}, _MAYBE],
        "default": None,
    },
}

_SHOWN: Node = {
    "id": schema("uuid"),
    "name": TEXT,
    "prefix": TEXT,
    "roles": _TEXTS,
    "scopes": {"anyOf": [_TEXTS, _MAYBE]},
    "expires_at": _WHEN,
    "last_used_at": {"anyOf": [_WHEN, _MAYBE]},
    "created_at": _WHEN,
}


def _input(*names: str, **more: Node) -> Node:
    return {
        "type": "object",
        "additionalProperties": False,
        "required": list(names),
        "properties": {**_ASKED, **more},
    }


_SCHEMAS: Node = {
    "new-api-key": _input("name"),
    "new-service-key": _input(
        *("name", "roles"),
        roles={
            "type": "array",
            "minItems": 1,
            "maxItems": 100,
            "items": {**KNOWN, "maxLength": 60},
        },
    ),
    "api-key": shown_as(**_SHOWN),
    "created-api-key": shown_as(**_SHOWN, key=TEXT),
    "api-keys": shown_as(data={"type": "array", "items": schema("api-key")}),
}

FEATURE = Feature(
    name="api_keys",
    said="authentication: api_keys",
    summary="Programs sign in with keys of an account, or of a service.",
    reasons=Reasons(
        9113,
        "Programs authenticate with API keys",
        "security.authentication includes api_keys.",
        "A key belongs to an account or a service; the database stores only its "
        "hash.",
        "Programs need no sign-in. A leaked key works until it expires or is "
        "revoked.",
    ),
    used_by=in_designs(_wanted),
    modules=("keys",),
    wanted=_wanted,
    classes=("ApiKey",),
    tables=_tables,
    mapped=(("models.api_keys", "ApiKey"),),
    types=("integer",),
    contract=_contract,
    components=Components(
        security={"api_key": {"type": "apiKey", "in": "header", "name": "X-API-Key"}}
    ),
)
