"""What a design says of an entity's rows together: its key, unique groups, indexes and checks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ..model.types import Constraint, Index, IndexKey
from ..record import replace
from ..resolve.implication import implies
from ..resolve.values import UUID_SCHEMA
from .change import SAFE, STRICTER, Change
from .database_names import of_index
from .declared import Declared, Group
from .exclusions import exclusions
from .kinds import written
from .lists import listed
from .today import Today


def constraints(
    subject: str, old: Declared, new: Declared, today: Today
) -> Iterator[Change]:
    """Yield what is said otherwise of all rows of an entity together."""
    before = today.group(old.key)
    if before != new.key:
        text = f"key changed from {listed(before)} to {listed(new.key)}"
        yield Change(subject, text, "changed", STRICTER)
    elif bool(old.generated) != bool(new.generated):
        yield _said(subject, old, new)
    then = [each for each in map(today.group, old.unique) if each != new.key]
    now = [each for each in new.unique if each != before]
    yield from _groups(subject, then, now)
    yield from _nulls(subject, [*map(today.group, old.equal_nulls)], new.equal_nulls)
    yield from _indexes(subject, old, new, today)
    yield from _checks(subject, [_today(e, today) for e in old.rules], new.rules)
    yield from exclusions(subject, old.exclusions, new.exclusions, today)


def _said(subject: str, old: Declared, new: Declared) -> Change:
    """Return the change of a generated key to a field of that name, or back."""
    (field,) = (each for each in (old, new)[not new.generated].fields if each.is_key)
    line = f"{field.name}: {written(field.value.schema)}{' auto' * field.auto}"
    words = f"{line} to the generated {field.name}"
    if old.generated:
        words = f"the generated {field.name} to {line}"
    same = field.auto and field.value.schema == UUID_SCHEMA
    return Change(
        subject, f"key changed from {words}", "changed", SAFE if same else STRICTER
    )


def _groups(
    subject: str, old: Sequence[Group], new: Sequence[Group]
) -> Iterator[Change]:
    before, after = (
        {frozenset(each): each for each in groups} for groups in (old, new)
    )
    for fields, group in after.items():
        if fields not in before:
            text = f"unique {listed(group)} added"
            yield Change(subject, text, "added", STRICTER)
        elif before[fields] != group:
            text = f"unique {listed(group)} in another order"
            yield Change(subject, text, "changed")
    for fields, group in before.items():
        if fields not in after:
            yield Change(subject, f"unique {listed(group)} removed", "removed")


def _nulls(
    subject: str, old: Sequence[Group], new: Sequence[Group]
) -> Iterator[Change]:
    """Yield where one null has become like another, or no longer is."""
    for group in new:
        if group not in old:
            text = f"nulls not distinct in unique {listed(group)} added"
            yield Change(subject, text, "added", STRICTER)
    for group in old:
        if group not in new:
            text = f"nulls not distinct in unique {listed(group)} removed"
            yield Change(subject, text, "removed")


def _indexes(
    subject: str, old: Declared, new: Declared, today: Today
) -> Iterator[Change]:
    """An index that is declared may have been there before, for another reason."""
    before = [_unnamed(today.index(each)) for each in old.indexes]
    after = [_unnamed(each) for each in new.indexes]
    for each in dict.fromkeys(after):
        if each.origin == "declared" and not _is_among(each, before):
            costs = STRICTER if each.unique else SAFE
            yield Change(subject, f"{_index(each)} added", "added", costs)
    for each in dict.fromkeys(before):
        if each.origin == "declared" and not _is_among(each, after):
            yield Change(subject, f"{_index(each)} removed", "removed")
    yield from _called_otherwise(subject, [*map(today.index, old.indexes)], new.indexes)


def _called_otherwise(
    subject: str, old: Sequence[Index], new: Sequence[Index]
) -> Iterator[Change]:
    for each in new:
        same = (one for one in old if _is_among(_unnamed(one), [_unnamed(each)]))
        for one in same:
            yield from of_index(subject, _index(each), one, each)


def _unnamed(index: Index) -> Index:
    return replace(index, name="", own_name=False)


def _is_among(index: Index, others: Sequence[Index]) -> bool:
    return any(replace(each, origin=index.origin) == index for each in others)


def _index(index: Index) -> str:
    unique = "unique " if index.unique else ""
    where = f" where {index.where}" if index.where else ""
    include = f" including {listed(index.include)}" if index.include else ""
    method = f" by {index.method}" if index.method else ""
    about = [_key(each) for each in index.keys] or index.columns
    return f"{unique}index on {listed(about)}{method}{include}{where}"


def _key(key: IndexKey) -> str:
    nulls = f" NULLS {key.nulls}" if key.nulls else ""
    operators = f" {key.operators}" if key.operators else ""
    return f"{key.sql}{operators}{' DESC' * key.descending}{nulls}"


# Checks


def _today(rule: Constraint, today: Today) -> Constraint:
    """Return a check in the names of today; a message that only repeats it follows."""
    sql, postgresql = today.sql(rule.expression), today.sql(rule.postgresql)
    renamed = (sql, postgresql) != (rule.expression, rule.postgresql)
    repeats = rule.message.startswith(_UNSAID) and renamed
    return replace(
        rule,
        columns=(),
        expression=sql,
        postgresql=postgresql,
        message="" if repeats else rule.message,
    )


_UNSAID = "This has to be true: "
"""How the message of a check starts that the design gives none."""

_NUMBERED = re.compile(r"rule_\d+")
"""The name of a check that the design gives none."""


def _checks(
    subject: str, old: Sequence[Constraint], new: Sequence[Constraint]
) -> Iterator[Change]:
    kept, removed, added = _same_rule(old, new)
    for older, newer in kept:
        yield from _check(subject, older, newer)
    for each in added:
        yield Change(subject, f"check {each.told} added", "added", STRICTER)
    for each in removed:
        yield Change(subject, f"check {each.told} removed", "removed")
    places = [new.index(newer) for _, newer in kept]
    if places != sorted(places):
        yield Change(subject, "checks in another order", "changed")


def _same_rule(
    old: Sequence[Constraint], new: Sequence[Constraint]
) -> tuple[list[tuple[Constraint, Constraint]], list[Constraint], list[Constraint]]:
    """Match the checks that say the same, then those of one name."""
    kept: dict[int, tuple[Constraint, Constraint]] = {}
    left = list(new)
    for same in (_says_the_same, _has_the_same_name):
        for place, each in enumerate(old):
            other = next((o for o in left if place not in kept and same(each, o)), None)
            if other is not None:
                kept[place] = (each, other)
                left.remove(other)
    removed = [each for place, each in enumerate(old) if place not in kept]
    return [kept[place] for place in sorted(kept)], removed, left


def _says_the_same(old: Constraint, new: Constraint) -> bool:
    return old.demanded == new.demanded


def _has_the_same_name(old: Constraint, new: Constraint) -> bool:
    return old.name == new.name


def _check(subject: str, old: Constraint, new: Constraint) -> Iterator[Change]:
    if old.demanded != new.demanded:
        text = f"check {old.told} changed to {new.told}"
        weaker = implies(old.demanded, new.demanded)
        yield Change(subject, text, "changed", SAFE if weaker else STRICTER)
    if old.name != new.name and not _are_numbered(old, new):
        text = f"check {new.told} renamed from {old.name} to {new.name}"
        yield Change(subject, text, "renamed")
    unsaid = new.message.startswith(_UNSAID) and (
        not old.message or old.demanded != new.demanded
    )
    if old.message != new.message and not unsaid:
        yield Change(subject, f"message of check {new.told} changed", "changed")


def _are_numbered(old: Constraint, new: Constraint) -> bool:
    return all(_NUMBERED.fullmatch(each.name) for each in (old, new))
