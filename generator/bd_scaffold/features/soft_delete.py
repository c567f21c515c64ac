"""`soft_delete`: a delete marks the row, and every read excludes the marked rows."""

from __future__ import annotations

from ..language.trait import Trait
from .feature import Cost, Feature, Reasons, Repository
from .tables import Column, Scope

_MODULE = "core.db.soft_delete"

FEATURE = Feature(
    name="soft_delete",
    said="traits: [soft_delete]",
    summary="A delete marks the row, and every read excludes marked rows.",
    reasons=Reasons(
        9101,
        "Deletes are soft",
        "Rows deleted by mistake, or needed later, have to be recoverable.",
        "A delete sets deleted_at; every statement excludes marked rows, and "
        "unique constraints apply to the others only.",
        "Tables and indexes keep growing until marked rows are removed. Data "
        "that has to be erased by law needs more than a delete.",
    ),
    used_by=lambda usage: "soft_delete" in usage.written.traits,
    traits=(
        Trait("soft_delete", "marks a row as deleted, and leaves it in the table"),
    ),
    classes=("NotDeleted", "ScopedReferences", "SoftDeletes"),
    columns=(Column("deleted_at", "datetime", nullable=True, hidden=True),),
    scope=Scope(
        condition=(_MODULE, "NotDeleted"),
        sql="deleted_at IS NULL",
        references=(_MODULE, "ScopedReferences"),
    ),
    keeps_rows=True,
    repository=Repository(base=("core.db.removal", "SoftDeletes")),
    removal=Cost(loses_data=True),
)
