"""`audited`: which accounts created a row and changed it last, beside the two moments."""

from __future__ import annotations

from ..language.design import Design
from ..language.trait import Trait
from ..record import replace
from .feature import Cost, Feature, Repository, Usage, has_trait
from .tables import Column

_WORD = "audited"
_MODULE = "core.db.audited"


def _wanted(design: Design) -> bool:
    return has_trait(design, _WORD)


def _form(usage: Usage) -> Feature:
    """Return it with who marked a row as deleted, where rows are marked."""
    return _MARKED if "soft_delete" in usage.written.traits else FEATURE


FEATURE = Feature(
    name=_WORD,
    said="traits: [audited]",
    summary="Rows say which accounts created them and changed them last.",
    used_by=lambda usage: _WORD in usage.written.traits,
    wanted=_wanted,
    form=_form,
    traits=(Trait(_WORD, "says which accounts created a row and last changed it"),),
    classes=("CHANGED_BY", "CREATED_BY"),
    columns=(
        Column("created_by_id", "uuid", nullable=True, references="accounts"),
        Column("updated_by_id", "uuid", nullable=True, references="accounts"),
    ),
    repository=Repository(
        uses=((_MODULE, "CHANGED_BY"), (_MODULE, "CREATED_BY")),
        insert_stamps=("CREATED_BY",),
        update_stamps=("CHANGED_BY",),
    ),
    resource=lambda _usage, _given: ("audited=True",),
    removal=Cost(loses_data=True, breaks_clients=True),
)

_MARKED = replace(
    FEATURE,
    repository=replace(
        FEATURE.repository,
        uses=(*FEATURE.repository.uses, ("core.db.soft_delete", "DELETED")),
        removal_stamps=("DELETED", "CHANGED_BY"),
    ),
)
"""What it is where a delete leaves the row."""
