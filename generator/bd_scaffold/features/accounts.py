"""`security`: the accounts of those who sign in, which `user` fields refer to."""

from __future__ import annotations

from collections.abc import Iterable

from ..language.design import Design
from .feature import AddedTable, Feature, TableColumn, TableReference, Usage


def _wanted(design: Design) -> bool:
    return design.security is not None


def _used(usage: Usage) -> bool:
    return usage.design is not None and _wanted(usage.design)


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


FEATURE = Feature(
    name="accounts",
    said="security",
    summary="Whoever signs in has an account, with roles.",
    used_by=_used,
    wanted=_wanted,
    told=False,
    classes=("Account", "AccountRole"),
    tables=_tables,
    mapped=(("models.accounts", "Account"), ("models.accounts", "AccountRole")),
)
