"""What a design says of operations of its own, then and now."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..model import matching
from ..model.types import CustomOperation, Model, Property, Refusal
from ..record import members, replace
from .change import BREAKING, SAFE, Change, Effect
from .kinds import written
from .lists import came_and_went, replaced, reworded, shown, shuffled
from .renames import DeclaredRenames


def custom(old: Model, new: Model, renames: DeclaredRenames) -> Iterator[Change]:
    """Yield what differs in the operations of a design's own, and in what refuses them."""
    found = matching.custom(old, new)
    for older, newer in found.kept:
        yield from _operation(older, newer, renames)
    for each in found.added:
        yield Change(each.full_name, "added", "added")
    for each in found.removed:
        yield Change(each.full_name, "removed", "removed", BREAKING)
    then = [each for group in old.custom for each in group.operations]
    if _order(then, found) != sorted(_order(then, found)):
        yield Change("operations", "they stand in another order", "changed")
    yield from _refusals(old.refusals, new.refusals)


def _order(
    then: Sequence[CustomOperation], found: matching.Matching[CustomOperation]
) -> list[int]:
    places = {id(each): place for place, each in enumerate(then)}
    return [places[id(older)] for older, _ in found.kept]


def _operation(
    old: CustomOperation, new: CustomOperation, renames: DeclaredRenames
) -> Iterator[Change]:
    subject = old.full_name
    if old.name != new.name or (new.was and new.was == old.full_name):
        yield Change(subject, f"renamed to {new.full_name}", "renamed", BREAKING)
    yield from replaced(subject, "on", old.on, new.on, BREAKING)
    then, now = (each.operation.http.method for each in (old, new))
    yield from replaced(subject, "method", then, now, BREAKING)
    if old.later != new.later:
        word = "added" if new.later else "removed"
        yield Change(subject, f"async {word}", word, BREAKING)
    yield from replaced(subject, "answer", *_answers(old, new, renames), BREAKING)
    yield from fields_given(subject, old.input, new.input, renames, needed=BREAKING)
    yield from fields_given(subject, old.output, new.output, renames)
    yield from came_and_went(f"{subject}.errors", old.refusals, new.refusals)
    yield from shuffled(f"{subject}.errors", "", old.refusals, new.refusals)
    yield from came_and_went(f"{subject}.calls", old.calls, new.calls)
    yield from shuffled(f"{subject}.calls", "", old.calls, new.calls)
    if old.idempotent != new.idempotent:
        word = "added" if new.idempotent else "removed"
        costs = SAFE if new.idempotent else BREAKING
        yield Change(subject, f"idempotent {word}", word, costs)
    yield from reworded(subject, "description", old.description, new.description)


def _answers(
    old: CustomOperation, new: CustomOperation, renames: DeclaredRenames
) -> tuple[str, str]:
    """Return what comes back, then and now, in words of the design of today."""
    entity = renames.entities.get(old.entity, old.entity)
    return _answer(old, entity), _answer(new, new.entity)


def _answer(each: CustomOperation, entity: str) -> str:
    words = {"nothing": "nothing", "fields": "fields", "one": entity}
    return words.get(each.answers, f"{entity}[]")


def fields_given(
    subject: str,
    old: Sequence[Property],
    new: Sequence[Property],
    renames: DeclaredRenames,
    *,
    needed: Sequence[Effect] = SAFE,
    gone: Sequence[Effect] = BREAKING,
) -> Iterator[Change]:
    """Yield what differs in fields.

    `needed` is what a new one costs that has to be given, `gone` one that is removed.
    """
    then = {each.name: each for each in old}
    now = {each.name: each for each in new}
    for name, each in now.items():
        what = f"{subject}.{name}"
        if name in then:
            yield from _field(what, _today(then[name], renames), each)
        else:
            costs = tuple(needed) if each.required else SAFE
            yield Change(what, f"added as {_line(each)}", "added", costs)
    for name in [each for each in then if each not in now]:
        yield Change(f"{subject}.{name}", "removed", "removed", tuple(gone))
    kept = [name for name in then if name in now]
    yield from shuffled(
        subject, "fields ", kept, [name for name in now if name in then]
    )


def _today(old: Property, renames: DeclaredRenames) -> Property:
    """Return a field with the names that its enum, its type and their values have now."""
    enum = old.schema.enum
    today = renames.enums.get(enum or "", enum)
    values = renames.values.get(today or "", {})
    default = old.default
    if today and isinstance(default, str):
        default = values.get(default, default)
    part = old.part
    if part is not None:
        part = replace(part, type=renames.types.get(part.type, part.type))
    schema = replace(old.schema, enum=today)
    return replace(old, schema=schema, default=default, part=part)


def _field(subject: str, old: Property, new: Property) -> Iterator[Change]:
    if _line(old) != _line(new):
        text = f"{_line(old)} became {_line(new)}"
        yield Change(subject, text, "retyped")
    elif old.part is None and old.schema != new.schema:
        before, after = members(old.schema), members(new.schema)
        for name in (each for each in before if before[each] != after[each]):
            text = f"{name} changed from {before[name]} to {after[name]}"
            yield Change(subject, text, "changed")
    yield from reworded(subject, "description", old.description, new.description)


def _line(each: Property) -> str:
    optional = "?" if each.schema.nullable else ""
    kind = each.part.type if each.part is not None else written(each.schema)
    default = f" = {shown(each.default)}" if each.has_default else ""
    return f"{kind}{optional}{default}"


def _refusals(old: Sequence[Refusal], new: Sequence[Refusal]) -> Iterator[Change]:
    then, now = ({each.code: each for each in listed} for listed in (old, new))
    for code in (each for each in now if each in then):
        subject = f"operations.{code}"
        statuses = then[code].status, now[code].status
        yield from replaced(subject, "status", *statuses, BREAKING)
        yield from reworded(subject, "message", then[code].message, now[code].message)
