"""Rules of access, as a slice's `access.py` writes them: `OWNER | may("order:read")`.

A rule folds with a principal's grants: what the principal alone decides goes, and what is left
is yes, no, or a rule about the row. A comparison with a value that is missing is false, and
its `~` true: nothing is unknown.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from .principal import Grants

Operator = Literal["eq", "ne", "lt", "le", "gt", "ge"]
Value = str | int | bool | Decimal
Path = tuple[tuple[str, ...] | str, ...]
"""The attributes that lead to a value: of the row, of the row that they refer to, and so on."""


class Rule:
    """Something that is true or false of a principal and a row."""

    __slots__ = ()

    def __or__(self, other: "Rule") -> "Rule":
        return Either((*_parts(Either, self), *_parts(Either, other)))

    def __and__(self, other: "Rule") -> "Rule":
        return Every((*_parts(Every, self), *_parts(Every, other)))

    def __invert__(self) -> "Rule":
        return Not(self)

    def fold(self, _grants: Grants) -> "Rule":
        """Return what is left of the rule once it is known who asks."""
        return self


def _parts(kind: "type[Either | Every]", rule: Rule) -> tuple[Rule, ...]:
    return rule.rules if isinstance(rule, kind) else (rule,)


# What the principal alone decides


@dataclass(frozen=True, slots=True)
class Always(Rule):
    """The same for everybody."""

    holds: bool


@dataclass(frozen=True, slots=True)
class Known(Rule):
    """Whoever has signed in."""

    def fold(self, grants: Grants) -> Rule:
        return Always(grants.kind != "anonymous")


@dataclass(frozen=True, slots=True)
class HasRole(Rule):
    """Whoever has a role."""

    role: str

    def fold(self, grants: Grants) -> Rule:
        return Always(self.role in grants.roles)


@dataclass(frozen=True, slots=True)
class HasPermission(Rule):
    """Whoever has a permission."""

    permission: str

    def fold(self, grants: Grants) -> Rule:
        return Always(grants.may(self.permission))


PUBLIC, NOBODY = Always(True), Always(False)
AUTHENTICATED = Known()


def role(name: str) -> Rule:
    """Return the rule that whoever has a role may do something."""
    return HasRole(name)


def may(permission: str) -> Rule:
    """Return the rule that whoever has a permission may do something."""
    return HasPermission(permission)


# What the row decides


@dataclass(frozen=True, slots=True)
class Owned(Rule):
    """A value of the row is the principal's account, or somebody else's."""

    path: Path
    elses: bool = False

    def fold(self, grants: Grants) -> Rule:
        return self if grants.has_account else NOBODY


@dataclass(frozen=True, slots=True)
class Missing(Rule):
    """A value of the row is missing."""

    path: Path


@dataclass(frozen=True, slots=True)
class Compared(Rule):
    """A value of the row, compared with another one of the row, or with a constant."""

    path: Path
    operator: Operator
    value: Value | None = None
    other: Path = ()  # of the value that it is compared with, if that is the row's


@dataclass(frozen=True, slots=True)
class OneOf(Rule):
    """A value of the row is one of some constants, or is none of them."""

    path: Path
    values: tuple[Value, ...]
    none: bool = False


@dataclass(frozen=True, slots=True)
class Field:
    """A value of the row, to compare: `field("status") == "draft"`."""

    path: Path

    def __eq__(self, other: object) -> Rule:  # type: ignore[override]
        return self._compared("eq", other)

    def __ne__(self, other: object) -> Rule:  # type: ignore[override]
        return self._compared("ne", other)

    def __lt__(self, other: object) -> Rule:
        return self._compared("lt", other)

    def __le__(self, other: object) -> Rule:
        return self._compared("le", other)

    def __gt__(self, other: object) -> Rule:
        return self._compared("gt", other)

    def __ge__(self, other: object) -> Rule:
        return self._compared("ge", other)

    def __hash__(self) -> int:
        return hash(self.path)

    def one_of(self, *values: Value) -> Rule:
        """Return the rule that the value is one of these."""
        return OneOf(self.path, values)

    def none_of(self, *values: Value) -> Rule:
        """Return the rule that there is a value, and it is none of these."""
        return OneOf(self.path, values, none=True)

    def holds(self) -> Rule:
        """Return the rule that the value is true."""
        return Compared(self.path, "eq", True)

    def is_missing(self) -> Rule:
        """Return the rule that there is no value."""
        return Missing(self.path)

    def is_me(self) -> Rule:
        """Return the rule that the value is the account of whoever asks."""
        return Owned(self.path)

    def is_someone_else(self) -> Rule:
        """Return the rule that the value is an account, of somebody else."""
        return Owned(self.path, elses=True)

    def _compared(self, operator: Operator, other: object) -> Rule:
        if isinstance(other, Field):
            return Compared(self.path, operator, other=other.path)
        if not isinstance(other, (str, int, bool, Decimal)):
            raise TypeError(f"A field is not compared with {other!r}.")
        return Compared(self.path, operator, other)


def owned_by(*path: tuple[str, ...] | str) -> Rule:
    """Return the rule that the row belongs to whoever asks, by the path to its account."""
    return Owned(path)


def field(*path: tuple[str, ...] | str) -> Field:
    """Return a value of the row: an attribute, after those that lead to another row."""
    return Field(path)


# What joins rules


@dataclass(frozen=True, slots=True)
class Either(Rule):
    """One of the rules holds."""

    rules: tuple[Rule, ...]

    def fold(self, grants: Grants) -> Rule:
        return _folded(self.rules, grants, decisive=True, joined=Either)


@dataclass(frozen=True, slots=True)
class Every(Rule):
    """Each of the rules holds."""

    rules: tuple[Rule, ...]

    def fold(self, grants: Grants) -> Rule:
        return _folded(self.rules, grants, decisive=False, joined=Every)


@dataclass(frozen=True, slots=True)
class Not(Rule):
    """The rule doesn't hold."""

    rule: Rule

    def fold(self, grants: Grants) -> Rule:
        left = self.rule.fold(grants)
        return Always(not left.holds) if isinstance(left, Always) else Not(left)


def either(*rules: Rule) -> Rule:
    """Return the rule that one of some holds, for those that are long: `a | b`."""
    return Either(rules)


def every(*rules: Rule) -> Rule:
    """Return the rule that each of some holds: `a & b`."""
    return Every(rules)


def _folded(
    rules: tuple[Rule, ...],
    grants: Grants,
    *,
    decisive: bool,
    joined: Callable[[tuple[Rule, ...]], Rule],
) -> Rule:
    left = []
    for rule in rules:
        folded = rule.fold(grants)
        if not isinstance(folded, Always):
            left.append(folded)
        elif folded.holds is decisive:
            return folded
    if not left:
        return Always(not decisive)
    return left[0] if len(left) == 1 else joined(tuple(left))


def paths_of(rule: Rule) -> Iterator[Path]:
    """Yield the paths of the values that a rule reads."""
    if isinstance(rule, (Every, Either)):
        for each in rule.rules:
            yield from paths_of(each)
    elif isinstance(rule, Not):
        yield from paths_of(rule.rule)
    elif isinstance(rule, (Compared, Missing, OneOf, Owned)):
        yield rule.path
        if isinstance(rule, Compared) and rule.other:
            yield rule.other
