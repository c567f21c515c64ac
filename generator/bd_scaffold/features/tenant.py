"""`tenant`: rows of one customer, which no other customer sees or refers to."""

from __future__ import annotations

from collections.abc import Iterator

from ..language.design import Design
from ..language.trait import Trait
from .feature import Cost, Feature, Reasons, Repository, Usage, has_trait
from .tables import AddedTable, Column, Policy, TableColumn, TableReference

_MODULE = "core.db.tenancy"
_WORD = "tenant"


def _wanted(design: Design) -> bool:
    return has_trait(design, _WORD)


def _used(usage: Usage) -> bool:
    return _WORD in usage.written.traits


def _tables(_design: Design) -> Iterator[AddedTable]:
    yield AddedTable(
        "tenants",
        (
            TableColumn("id", "uuid", primary=True, default="uuid7"),
            TableColumn("name", "string", length=120),
            TableColumn("created_at", "datetime", default="now"),
        ),
        unique=(("name",),),
    )


def _extends(design: Design) -> Iterator[AddedTable]:
    """Say of each account whose it is; one of nobody's is the platform's."""
    if design.security is not None:
        yield AddedTable(
            "accounts",
            (TableColumn("tenant_id", "uuid", nullable=True),),
            references=(TableReference("tenant_id", "tenants", "RESTRICT"),),
            indexes=(("tenant_id",),),
        )


_POLICIES = (
    Policy(
        "one_tenant",
        "tenant_id = nullif(current_setting('app.tenant', true), '')::uuid",
    ),
    Policy("every_tenant", "current_setting('app.every_tenant', true) = 'on'"),
)

_FIRST = "0198a1e04c0070008000000000000001"
"""The id of the tenant that a migration makes, as both engines read it."""

_MADE = (
    f"INSERT INTO tenants (id, name, created_at) SELECT '{_FIRST}', 'First', "  # noqa: S608
    "{{now}} WHERE EXISTS (SELECT 1 FROM {table}) "
    "AND NOT EXISTS (SELECT 1 FROM tenants)"
)
_OLDEST = "(SELECT id FROM tenants ORDER BY created_at, id LIMIT 1)"
_GIVEN = (
    f"UPDATE {{table}} SET tenant_id = {_OLDEST} WHERE tenant_id IS NULL"  # noqa: S608
)

FEATURE = Feature(
    name=_WORD,
    said="traits: [tenant]",
    summary="Rows belong to a tenant, whose accounts alone see them.",
    reasons=Reasons(
        9103,
        "Tenants share tables",
        "Many organisations use one service, and must never see each other's data.",
        "Rows have a tenant_id. Statements, foreign keys and, on PostgreSQL, "
        "row-level security each keep tenants apart.",
        "One database to operate and migrate. A tenant that needs its own "
        "database has to be moved by hand.",
    ),
    used_by=_used,
    modules=("tenants",),
    wanted=_wanted,
    traits=(Trait(_WORD, "keeps the rows of each tenant from all others"),),
    classes=("InTenant", "KeyedInTenant", "Tenant"),
    permissions=("tenant:switch", "tenant:any"),
    tables=_tables,
    extends=_extends,
    columns=(
        Column(
            "tenant_id",
            "uuid",
            hidden=True,
            references="tenants",
            divides=True,
            in_links=(_MODULE, "tenant_of"),
            policies=_POLICIES,
            existing=(_MADE, _GIVEN),
            existing_value=_OLDEST,
        ),
    ),
    mapped=(("models.tenants", "Tenant"),),
    repository=Repository(
        keyed=("core.db.tenant_keys", "KeyedInTenant"),
        uses=((_MODULE, "IN_TENANT"),),
        insert_stamps=("IN_TENANT",),
    ),
    removal=Cost(loses_data=True),
)
