"""The impact of a changed design on data and clients, and what of it requires `--allow`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fnmatch import fnmatchcase

from bd_scaffold import difference, migrate
from bd_scaffold.contract import compare
from bd_scaffold.features import FEATURES
from bd_scaffold.features.feature import Feature
from bd_scaffold.model.types import Model
from bd_scaffold.record import Record, replace


class Allowance(Record, frozen=True):
    """A destructive or breaking change that requires `--allow NAME`."""

    name: str  # "drop:Tag", "break:Product.stock"
    text: str


class NotAllowedError(Exception):
    """Destructive or breaking changes that were not allowed by name."""

    def __init__(self, wanting: Sequence[Allowance]) -> None:
        self.wanting = tuple(wanting)
        listed = "".join(f"\n  --allow {each.name:28} {each.text}" for each in wanting)
        super().__init__(
            f"destructive or breaking changes require an explicit --allow:{listed}"
        )


class Impact(Record, frozen=True):
    """The impact of a changed design on data and on clients."""

    changes: tuple[difference.Change, ...]
    operations: tuple[migrate.Operation, ...]  # on the tables
    findings: tuple[compare.Finding, ...]  # of the contract
    bump: compare.Bump

    @property
    def allowances(self) -> tuple[Allowance, ...]:
        """What requires `--allow`, each name once."""
        found: dict[str, Allowance] = {}
        for each in (*destructive_changes(self.operations), *self._breaks()):
            found.setdefault(each.name, each)
        return tuple(found.values())

    def _breaks(self) -> Iterator[Allowance]:
        for each in compare.breaking(self.findings):
            yield Allowance(each.allowance, each.message)


def impact_of(
    old: Model, reached: Model, new: Model, features: Sequence[Feature] = FEATURES
) -> Impact:
    """Return the impact of a new model on a project's model and on what its migrations reached."""
    contract = compare.changes(old, new, features)
    return Impact(
        tuple(_judged(difference.compare(old, new, features), contract.findings)),
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
    """Yield the destructive steps among operations on the tables."""
    for each in migrate.destructive_changes(operations):
        yield Allowance(each.name, each.text)


def not_allowed(
    allowances: Sequence[Allowance], allowed: Sequence[str]
) -> tuple[Allowance, ...]:
    """Return the changes that no given pattern allows; `break:*` allows all of a kind."""
    return tuple(
        each
        for each in allowances
        if not any(fnmatchcase(each.name, pattern) for pattern in allowed)
    )


def check_allowed(allowances: Sequence[Allowance], allowed: Sequence[str]) -> None:
    """Raise `NotAllowedError` unless every destructive or breaking change is allowed."""
    if wanting := not_allowed(allowances, allowed):
        raise NotAllowedError(wanting)
