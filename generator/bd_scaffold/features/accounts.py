"""`security`: the accounts of those who sign in, which `user` fields refer to."""

from __future__ import annotations

from collections.abc import Iterable

from ..language.design import Design
from .described import (
    KNOWN,
    TAG,
    TEXT,
    Node,
    counted,
    path_parameter,
    required,
    schema,
    shown_as,
    signed_in,
)
from .feature import AddedContract, Feature, in_designs
from .tables import AddedTable, TableColumn, TableReference


def _wanted(design: Design) -> bool:
    return design.security is not None


def _tables(_design: Design) -> Iterable[AddedTable]:
    """Whoever signs in, and the roles that they have."""
    yield AddedTable(
        "accounts",
        (
            TableColumn("id", "uuid", primary=True, default="uuid7"),
            TableColumn("email", "string", length=254, nullable=True),
            TableColumn("issuer", "string", length=255, nullable=True),
            TableColumn("subject", "string", length=255, nullable=True),
            TableColumn("password_hash", "string", length=255, nullable=True),
            TableColumn("email_verified_at", "datetime", nullable=True),
            TableColumn("disabled_at", "datetime", nullable=True),
            TableColumn("created_at", "datetime", default="now"),
            TableColumn("updated_at", "datetime", default="now"),
        ),
        unique=(("email",), ("issuer", "subject")),
    )
    yield AddedTable(
        "account_roles",
        (
            TableColumn("account_id", "uuid", primary=True),
            TableColumn("role", "string", length=60, primary=True),
        ),
        references=(TableReference("account_id", "accounts"),),
    )


def _contract(design: Design, prefix: str) -> AddedContract:
    account, ways = f"{prefix}/auth/accounts/{{account_id}}", required(design)

    def changed(name: str, summary: str) -> Node:
        return signed_in(ways, name, summary, "404", "422")

    paths = {
        f"{prefix}/auth/me": {
            "get": signed_in(
                ways,
                "get_own_account",
                "Read one's own account",
                shown="own-account",
            )
        },
        f"{account}/roles/{{role}}": {
            "parameters": [_ACCOUNT, _ROLE],
            "put": changed("give_role", "Give an account a role"),
            "delete": changed("take_role", "Take a role from an account"),
        },
        f"{account}/disabled": {
            "parameters": [_ACCOUNT],
            "put": changed("disable_account", "Keep an account out"),
            "delete": changed("enable_account", "Let an account in again"),
        },
    }
    return AddedContract(
        tags=({"name": TAG, "description": "Who comes in, and in what roles."},),
        schemas={
            "own-account": shown_as(
                id=schema("uuid"),
                email={"anyOf": [schema("email"), {"type": "null"}]},
                roles={"type": "array", "items": TEXT},
                permissions={"type": "array", "items": TEXT},
            )
        },
        paths=counted(design, paths),
    )


_ACCOUNT = path_parameter("account_id", schema("uuid"))
_ROLE = path_parameter("role", {**KNOWN, "maxLength": 60})

FEATURE = Feature(
    name="accounts",
    said="security",
    summary="Whoever signs in has an account, with roles.",
    used_by=in_designs(_wanted),
    modules=("audited", "signing_in"),
    wanted=_wanted,
    told=False,
    classes=("Account", "AccountRole"),
    tables=_tables,
    types=("email", "uuid"),
    contract=_contract,
    mapped=(("models.accounts", "Account"), ("models.accounts", "AccountRole")),
)
