"""The impact of a changed design on data and clients, and what of it requires `--allow`."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from fnmatch import fnmatchcase

from bd_scaffold import difference, migrate
from bd_scaffold.contract import compare
from bd_scaffold.diagnostics import did_you_mean, one_of
from bd_scaffold.features import FEATURES
from bd_scaffold.features.feature import Feature
from bd_scaffold.model.types import Model
from bd_scaffold.record import Record, replace


class Allowance(Record, frozen=True):
    """A destructive or breaking change that requires `--allow NAME`."""

    name: str  # "drop:Tag", "break:Product.stock"
    text: str
    fills: tuple[str, ...] = ()  # fields that `--fill` could give a value instead
    together: bool = False  # all of them, not any


class NotAllowedError(Exception):
    """Destructive or breaking changes that were not allowed by name."""

    def __init__(self, wanting: Sequence[Allowance]) -> None:
        self.wanting = tuple(wanting)
        listed = "".join(f"\n  {line}" for line in allowance_lines(wanting))
        super().__init__(
            f"destructive or breaking changes require an explicit --allow:{listed}"
        )


class UnmatchedError(Exception):
    """Names given to `--allow` that no change has."""

    def __init__(self, names: Sequence[str], known: Sequence[str]) -> None:
        super().__init__("\n".join(_unmatched(name, known) for name in names))
        self.names = tuple(names)


REFUSALS = (NotAllowedError, UnmatchedError)


def _unmatched(name: str, known: Sequence[str]) -> str:
    close = did_you_mean(name, known)
    hint = close or (one_of(known) if known else "Nothing requires --allow.")
    return f"--allow {name} matches no change. {hint}"


def allowance_lines(wanting: Sequence[Allowance]) -> Iterator[str]:
    """Yield what to add to the command for each of the changes, and what each means."""
    for each in wanting:
        yield f"--allow {each.name:28} {each.text}"
        for fields in _alternatives(each):
            fills = " ".join(f"--fill {field}=VALUE" for field in fields)
            yield f"  or {fills}, which gives these rows a value"


def _alternatives(allowance: Allowance) -> Iterator[tuple[str, ...]]:
    if allowance.together:
        yield allowance.fills
    else:
        yield from ((field,) for field in allowance.fills)


class Impact(Record, frozen=True):
    """The impact of a changed design on data and on clients."""

    changes: tuple[difference.Change, ...]
    operations: tuple[migrate.Operation, ...]  # on the tables
    mended: tuple[Allowance, ...]  # what would be destructive without what rows get
    findings: tuple[compare.Finding, ...]  # of the contract
    bump: compare.Bump

    @property
    def told(self) -> tuple[compare.Finding, ...]:
        """The findings of the contract, as a reader is told them."""
        return compare.told_once(self.findings)

    @property
    def allowances(self) -> tuple[Allowance, ...]:
        """What requires `--allow`, each name once."""
        found: dict[str, Allowance] = {}
        for each in (
            *destructive_changes(self.operations),
            *self._openings(),
            *self._breaks(),
        ):
            found.setdefault(each.name, each)
        return tuple(found.values())

    def _openings(self) -> Iterator[Allowance]:
        for each in self.changes:
            if each.allow:
                yield Allowance(each.allow, str(each))

    def _breaks(self) -> Iterator[Allowance]:
        for each in compare.breaking(self.findings):
            yield Allowance(each.allowance, each.message)


def impact_of(
    old: Model,
    reached: Model,
    new: Model,
    features: Sequence[Feature] = FEATURES,
    *,
    fills: Sequence[migrate.RowFill] = (),
) -> Impact:
    """Return the impact of a new model on a project's model and on what its migrations reached.

    Rows get what fills say.
    """
    contract = compare.changes(old, new, features)
    told = difference.compare(old, new, features)
    if old.api.version in {each.name for each in new.versions}:
        broken = {each.name for each in compare.breaking(contract.findings)}
        told = tuple(each if _is_seen(each, broken) else _unseen(each) for each in told)
    operations = migrate.operations(reached, new)
    filled = migrate.filled(operations, fills)
    left = {each.name for each in destructive_changes(filled)}
    return Impact(
        tuple(_judged(told, contract.findings)),
        filled,
        tuple(e for e in destructive_changes(operations) if e.name not in left),
        contract.findings,
        contract.bump,
    )


def _is_seen(change: difference.Change, broken: Collection[str]) -> bool:
    """True for what an older version doesn't translate, so that its clients see it as well.

    What is said of the API and of the whole of an entity holds in each version, but for names.
    """
    if change.subject.partition(".")[0] == "api":
        return change.subject not in ("api.version", "api.versions")
    if "." in change.subject:
        return False  # the contract's own findings have its name
    if any(name.startswith(f"{change.subject}.") for name in broken):
        return True
    return change.kind == "changed" and change.text.split()[0] not in ("path", "plural")


def _unseen(change: difference.Change) -> difference.Change:
    """Return a change of what clients reach under another address, as they need not know it."""
    kept = tuple(e for e in change.effects if e != difference.Effect.BREAKS_CLIENTS)
    return replace(change, effects=kept or (difference.Effect.SAFE,))


def _judged(
    changes: Sequence[difference.Change], findings: Sequence[compare.Finding]
) -> Iterator[difference.Change]:
    """Yield the changes, with what the contract's own rules say of them."""
    breaking = compare.breaking(findings)
    broken = {each.name for each in breaking}
    beside = {each.name for each in breaking if "renamed" not in each.rule}
    names = _newer_names(changes)
    for each in changes:
        costs = dict.fromkeys(each.effects)
        if each.subject in broken or names.get(each.subject) in beside:
            costs.pop(difference.Effect.SAFE, None)
            costs[difference.Effect.BREAKS_CLIENTS] = None
        yield replace(each, effects=tuple(costs))


def _newer_names(changes: Sequence[difference.Change]) -> dict[str, str]:
    """Return what the contract's findings call the subjects that are renamed."""
    renamed = "renamed to "
    new = {
        each.subject: each.text.removeprefix(renamed)
        for each in changes
        if each.kind == "renamed" and each.text.startswith(renamed)
    }
    found = dict(new)
    for subject in {each.subject for each in changes}:
        entity, dot, field = subject.partition(".")
        if dot and {entity, subject} & new.keys():
            found[subject] = f"{new.get(entity, entity)}.{new.get(subject, field)}"
    return found


def destructive_changes(operations: Sequence[migrate.Operation]) -> Iterator[Allowance]:
    """Yield the destructive steps among operations on the tables."""
    for each in migrate.destructive_changes(operations):
        yield Allowance(each.name, each.text, each.fills, each.together)


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


def check_matched(allowances: Sequence[Allowance], allowed: Sequence[str]) -> None:
    """Raise `UnmatchedError` where a name that was given allows nothing.

    `*`, and a whole kind as in `break:*`, say what may be, not what there is.
    """
    names = [each.name for each in allowances]
    unmatched = [
        pattern
        for pattern in allowed
        if pattern not in _KINDS
        and not any(fnmatchcase(name, pattern) for name in names)
    ]
    if unmatched:
        raise UnmatchedError(unmatched, names)


_KINDS = (
    "*",
    *(
        f"{kind}:*"
        for kind in (
            *("open", "break", "drop", "require", "narrow", "retype"),
            *("remove", "check", "exclude", "reference", "rewrite", "unique"),
        )
    ),
)
