"""Entities whose rows are divided, such as by tenants: what may refer to them, and how."""

from __future__ import annotations

from collections.abc import Iterator

from ..language.access_expression import PUBLIC
from ..language.access_folding import ANONYMOUS, Caller, folded
from ..language.finding import Finding
from ..resolve import Resolved
from ..resolve.fields import Field
from ..resolve.resolved import ResolvedEntity
from ..resolve.slots import dividing, dividing_key
from .finding import about, listed


def rule(resolved: Resolved) -> Iterator[Finding]:
    """Rows that are divided are referred to by rows of their part, and by their keys."""
    apart = {
        name: dividing(each.slots)
        for name, each in resolved.entities.items()
        if dividing(each.slots)
    }
    if apart and resolved.design.security is None:
        for name in apart:
            message = f"Nobody signs in, so {name} has no rows of anybody's."
            hint = "Add `security: {authentication: jwt}`, or leave the trait out."
            yield Finding(("entities", name, "traits"), "BD533", message, hint)
    for name in apart:
        yield from _open_to_all(resolved, resolved.entities[name])
    for field in resolved.fields:
        if field.is_relation and field.source.type in apart and field.part is None:
            yield from _relation(field, apart)
        if field.is_relation and field.part is None:
            yield from _by_own_key(resolved, field)


def _open_to_all(resolved: Resolved, entity: ResolvedEntity) -> Iterator[Finding]:
    """Whoever hasn't signed in is of no part, so no rule can open its rows to them."""
    security = resolved.design.security
    if security is None or entity.access is None:
        return
    nobody = Caller(ANONYMOUS, frozenset(security.roles), signed_in=False)
    own = ("entities", entity.name)
    told = set()
    for rule in entity.access.rules.values():
        is_open = rule is not None and folded(rule.meant, nobody) is not False
        if rule is None or not is_open or rule.place in told:
            continue
        told.add(rule.place)
        column, *_ = dividing(entity.slots)
        message = (
            f"Who hasn't signed in has no {column}, and sees no row of {entity.name}, "
            f"whatever {rule.text} says."
        )
        hint = f"Write `authenticated and ({rule.text})`, or leave the trait out."
        if rule.text == PUBLIC:
            hint = "Write `authenticated`, or leave the trait out."
        place = own if rule.is_default else rule.place
        yield Finding(place, "BD536", message, hint, subject=own)


def _relation(field: Field, apart: dict[str, tuple[str, ...]]) -> Iterator[Finding]:
    target, source = field.source.type, field.source
    if field.entity_name not in apart and not _is_other_side(field):
        columns = listed(apart[target])
        message = (
            f"{field.entity_name} has no {columns}, so its rows would refer to rows of "
            f"any {columns.removesuffix('_id')}."
        )
        hint = (
            f"Give {field.entity_name} the trait as well, or relate it the other way."
        )
        yield about(field, "BD535", message, hint, "type")
    if source.to is not None:
        message = f"{target}.{source.to} tells a row only together with {listed(apart[target])}."
        yield about(field, "BD308", message, "Refer to its key.", "type")


_ENDS = {"set_null": "null", "set_default": "its default"}


def _by_own_key(resolved: Resolved, field: Field) -> Iterator[Finding]:
    """What refers to rows by keys of their own refers to their part as well, for good."""
    source = field.source
    keyed: dict[str, str] = {}
    for name in (source.type, field.entity_name):
        if name in resolved.entities:
            part = dividing_key(resolved.entities[name].slots)
            keyed |= {name: listed(part)} if part else {}
    if not keyed or source.to:
        return
    name, columns = next(iter(keyed.items()))
    told = f"A key tells a row of {name} only together with {columns}"
    if field.kind in ("link", "through"):
        message = f"{told}, which a relation of many to many doesn't carry."
        hint = f"Give {name} a generated key, or relate them by an entity with both."
        yield about(field, "BD534", message, hint, "type")
    elif field.kind != "reference" or source.type not in keyed:
        return
    elif source.type == field.entity_name:
        message = f"{told}, so that rows are no tree by it."
        yield about(field, "BD534", message, "Give it a generated key.", "type")
    else:
        implied = "set_null" if source.nullable else "restrict"
        for word, said in (
            ("on_delete", source.on_delete or implied),
            ("on_update", source.on_update),
        ):
            if said in _ENDS:
                message = (
                    f"{told}, which {word}({said}) would set to {_ENDS[said]} too."
                )
                hint = f"Write {word}(restrict), or give {name} a generated key."
                place = word if getattr(source, word) else "type"
                yield about(field, "BD534", message, hint, place)


def _is_other_side(field: Field) -> bool:
    """True for the other side of a relation, which the field over there says."""
    return field.kind in ("mirror", "inverse")
