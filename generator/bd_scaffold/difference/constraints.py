"""What a design says of an entity's rows together: its key, unique groups, indexes and checks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from .change import SAFE, STRICTER, Change
from .declared import Declared, DeclaredIndex, Rule
from .lists import listed
from .today import Today

Group = tuple[str, ...]


def constraints(
    subject: str, old: Declared, new: Declared, today: Today
) -> Iterator[Change]:
    """Yield what is said otherwise of all rows of an entity together."""
    before = today.group(old.key)
    if before != new.key:
        text = f"key changed from {listed(before)} to {listed(new.key)}"
        yield Change(subject, text, "changed", STRICTER)
    then = [each for each in map(today.group, old.unique) if each != new.key]
    now = [each for each in new.unique if each != before]
    yield from _groups(subject, then, now)
    yield from _indexes(subject, old, new, today)
    yield from _checks(subject, [_today(e, today) for e in old.rules], new.rules)


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


def _indexes(
    subject: str, old: Declared, new: Declared, today: Today
) -> Iterator[Change]:
    """An index that is asked for may have been there before, by another word."""
    present = {today.index(each) for each in old.present}
    for each in dict.fromkeys(new.asked):
        if each not in present:
            costs = STRICTER if each.unique else SAFE
            yield Change(subject, f"{_index(each)} added", "added", costs)
    for each in dict.fromkeys(map(today.index, old.asked)):
        if each not in new.present:
            yield Change(subject, f"{_index(each)} removed", "removed")


def _index(asked: DeclaredIndex) -> str:
    unique = "unique " if asked.unique else ""
    where = f" where {asked.where}" if asked.where else ""
    include = f" including {listed(asked.include)}" if asked.include else ""
    method = f" by {asked.method}" if asked.method else ""
    return f"{unique}index on {listed(asked.fields)}{method}{include}{where}"


# Checks


def _today(rule: Rule, today: Today) -> Rule:
    """Return a check in the names of today; a message that only repeats it follows."""
    sql = today.sql(rule.sql)
    repeats = rule.message.startswith(_UNSAID) and sql != rule.sql
    return replace(rule, sql=sql, message="" if repeats else rule.message)


_UNSAID = "This has to be true: "
"""How the message of a check starts that the design gives none."""

_NUMBERED = re.compile(r"rule_\d+")
"""The name of a check that the design gives none."""


def _checks(subject: str, old: Sequence[Rule], new: Sequence[Rule]) -> Iterator[Change]:
    kept, removed, added = _same_rule(old, new)
    for older, newer in kept:
        yield from _check(subject, older, newer)
    for each in added:
        yield Change(subject, f"check {each.sql} added", "added", STRICTER)
    for each in removed:
        yield Change(subject, f"check {each.sql} removed", "removed")
    places = [new.index(newer) for _, newer in kept]
    if places != sorted(places):
        yield Change(subject, "checks in another order", "changed")


def _same_rule(
    old: Sequence[Rule], new: Sequence[Rule]
) -> tuple[list[tuple[Rule, Rule]], list[Rule], list[Rule]]:
    """Match the checks that say the same, then those of one name."""
    kept: dict[int, tuple[Rule, Rule]] = {}
    left = list(new)
    for same in (_says_the_same, _has_the_same_name):
        for place, each in enumerate(old):
            other = next((o for o in left if place not in kept and same(each, o)), None)
            if other is not None:
                kept[place] = (each, other)
                left.remove(other)
    removed = [each for place, each in enumerate(old) if place not in kept]
    return [kept[place] for place in sorted(kept)], removed, left


def _says_the_same(old: Rule, new: Rule) -> bool:
    return old.sql == new.sql


def _has_the_same_name(old: Rule, new: Rule) -> bool:
    return old.name == new.name


def _check(subject: str, old: Rule, new: Rule) -> Iterator[Change]:
    if old.sql != new.sql:
        text = f"check {old.sql} changed to {new.sql}"
        yield Change(subject, text, "changed", STRICTER)
    if old.name != new.name and not _are_numbered(old, new):
        text = f"check {new.sql} renamed from {old.name} to {new.name}"
        yield Change(subject, text, "renamed")
    unsaid = new.message.startswith(_UNSAID) and (not old.message or old.sql != new.sql)
    if old.message != new.message and not unsaid:
        yield Change(subject, f"message of check {new.sql} changed", "changed")


def _are_numbered(old: Rule, new: Rule) -> bool:
    return all(_NUMBERED.fullmatch(each.name) for each in (old, new))
