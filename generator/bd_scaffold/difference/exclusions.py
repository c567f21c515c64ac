"""What a design says of rows that don't overlap, then and now."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..model.types import Constraint
from ..record import replace
from .change import STRICTER, Change
from .database_names import of_constraint
from .lists import listed
from .today import Today


def exclusions(
    subject: str, old: Sequence[Constraint], new: Sequence[Constraint], today: Today
) -> Iterator[Change]:
    """Yield which periods must not overlap any more, or may again."""
    left = [_today(each, today) for each in old]
    for each in new:
        same = next((one for one in left if _said(one) == _said(each)), None)
        if same is None:
            yield Change(subject, f"{_shown(each)} added", "added", STRICTER)
            continue
        left.remove(same)
        yield from of_constraint(subject, _shown(each), same, each)
        if same.message != each.message and not _follows(same, each):
            text = f"message of {_shown(each)} changed"
            yield Change(subject, text, "changed")
    for each in left:
        yield Change(subject, f"{_shown(each)} removed", "removed")


def _today(rule: Constraint, today: Today) -> Constraint:
    return replace(
        rule,
        columns=today.group(rule.columns),
        period=today.group(rule.period),
        where=today.sql(rule.where),
    )


def _said(rule: Constraint) -> tuple[object, ...]:
    return rule.columns, rule.period, rule.range, rule.bounds, rule.where


_UNSAID = "There is one "
"""How the message of an exclusion starts that the design gives none."""


def _follows(old: Constraint, new: Constraint) -> bool:
    """True where neither is said, and a field has another name."""
    return all(
        each.message.startswith(_UNSAID) and each.message.endswith(" already.")
        for each in (old, new)
    )


def _shown(rule: Constraint) -> str:
    same = f" of {listed(rule.columns)}" if rule.columns else ""
    ends = " with its end" if rule.bounds == "[]" else ""
    where = f" where {rule.where}" if rule.where else ""
    return f"exclusion{same} from {rule.period[0]} to {rule.period[1]}{ends}{where}"
