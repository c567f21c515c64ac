"""What a changed design does to data and to clients, and what of it has to be asked for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase

from bd_scaffold import difference, migrate
from bd_scaffold.contract import compare
from bd_scaffold.model.types import Model


@dataclass(frozen=True, slots=True)
class Allowance:
    """Something that is lost or broken only when it is asked for by its name."""

    name: str  # "drop:Tag", "break:Product.stock"
    text: str


class NotAllowedError(Exception):
    """What would be lost or broken, and has not been asked for by its name."""

    def __init__(self, wanting: Sequence[Allowance]) -> None:
        self.wanting = tuple(wanting)
        listed = "".join(f"\n  --allow {each.name:28} {each.text}" for each in wanting)
        super().__init__(f"this happens only when it is asked for by its name:{listed}")


@dataclass(frozen=True, slots=True)
class Impact:
    """What a changed design does to data and to clients."""

    changes: tuple[difference.Change, ...]
    operations: tuple[migrate.Operation, ...]  # on the tables
    findings: tuple[compare.Finding, ...]  # of the contract
    bump: compare.Bump

    @property
    def allowances(self) -> tuple[Allowance, ...]:
        """What happens only when it is asked for by name, each name once."""
        found: dict[str, Allowance] = {}
        for each in (*destructive_changes(self.operations), *self._breaks()):
            found.setdefault(each.name, each)
        return tuple(found.values())

    def _breaks(self) -> Iterator[Allowance]:
        for each in compare.breaking(self.findings):
            yield Allowance(each.allowance, each.message)


def impact_of(old: Model, reached: Model, new: Model) -> Impact:
    """Return what leads to a new model: from a project's, and from what its migrations reached."""
    contract = compare.changes(old, new)
    return Impact(
        tuple(_judged(difference.compare(old, new), contract.findings)),
        tuple(migrate.operations(reached, new)),
        contract.findings,
        contract.bump,
    )


def _judged(
    changes: Sequence[difference.Change], findings: Sequence[compare.Finding]
) -> Iterator[difference.Change]:
    """Yield the changes, with what the contract's own rules say of them."""
    broken = {each.name for each in compare.breaking(findings)}
    for each in changes:
        costs = dict.fromkeys(each.effects)
        if each.subject in broken:
            costs.pop(difference.Effect.SAFE, None)
            costs[difference.Effect.BREAKS_CLIENTS] = None
        yield replace(each, effects=tuple(costs))


def destructive_changes(operations: Sequence[migrate.Operation]) -> Iterator[Allowance]:
    """Yield what operations on the tables may lose."""
    for each in migrate.destructive_changes(operations):
        yield Allowance(each.name, each.text)


def not_allowed(
    allowances: Sequence[Allowance], allowed: Sequence[str]
) -> tuple[Allowance, ...]:
    """Return what none of the given names allows; `break:*` allows all of a kind."""
    return tuple(
        each
        for each in allowances
        if not any(fnmatchcase(each.name, pattern) for pattern in allowed)
    )


def check_allowed(allowances: Sequence[Allowance], allowed: Sequence[str]) -> None:
    """Refuse what would be lost or broken without having been asked for."""
    if wanting := not_allowed(allowances, allowed):
        raise NotAllowedError(wanting)
