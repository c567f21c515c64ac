"""`readable(…)` and `writable(…)`: who sees a field, and who may give it a value."""

from __future__ import annotations

from collections.abc import Iterator

from ..language.design import Design, FieldType
from ..operation import Operation, done_by, refused
from ..record import replace
from .feature import Feature, Repository, Usage, in_designs
from .routes import Argument, Router, Views

_READS = ("list", "nested_list", "nested_get")
_WRITES = ("create", "replace", "update", "upsert")


def _wanted(design: Design) -> bool:
    return design.security is not None


def _ruled(usage: Usage) -> Iterator[FieldType]:
    """Yield the fields that have rules of their own."""
    for field in usage.written.fields.values():
        if field.readable is not None or field.writable is not None:
            yield field


def _used(usage: Usage) -> bool:
    return in_designs(_wanted)(usage) and any(_ruled(usage))


def _form(usage: Usage) -> Feature:
    """Return it with the refusals of operations that say something of such a field."""
    ruled = [*_ruled(usage)]
    kinds = (
        *(_READS if any(each.readable for each in ruled) else ()),
        *(_WRITES if any(each.writable for each in ruled) else ()),
    )

    def changed(operation: Operation) -> Operation:
        said = done_by(operation) in kinds
        return refused(operation, "forbidden") if said else operation

    return replace(FEATURE, operation=changed)


FEATURE = Feature(
    name="field_rules",
    said="readable(clerk) writable(admin)",
    summary="A field is seen, and given a value, by some of those who see and write its row.",
    used_by=_used,
    wanted=_wanted,
    told=False,
    form=_form,
    classes=("FieldRules", "SeenBy"),
    repository=Repository(
        base=("core.db.field_rules", "FieldRules"),
        extends=("core.db.guarded", "Guarded"),
        first=True,
    ),
    router=Router(
        views=Views(
            maker=("core.http.seen_by", "SeenBy"),
            rules=(".access", "ACCESS"),
            asking=Argument(
                "principal: PrincipalDep",
                (("core.security.authentication", "PrincipalDep"),),
            ),
            chosen="seen_by(principal)",
            chosen_at_work="seen_by(work.context.principal)",
        )
    ),
)
