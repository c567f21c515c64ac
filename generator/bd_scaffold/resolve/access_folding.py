"""What is left of a rule for somebody: yes, no, or a condition on the row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ..language import access_expression as said
from ..language.access_expression import OWNER, to_text
from ..language.permissions import grants
from ..language.security import Role
from ..record import Record
from .access_rules import (
    AnyOf,
    Compared,
    Every,
    HasPermission,
    HasRole,
    Holds,
    Inverted,
    IsMissing,
    IsOneOf,
    PrincipalId,
    Read,
    Rule,
    Term,
    Tree,
    Value,
)

ANONYMOUS, SIGNED_IN = "anonymous", "signed in"


class Caller(Record, frozen=True):
    """Somebody who asks, as far as a rule tells them from others."""

    name: str  # "clerk"
    signed_in: bool = True
    role: str = ""
    may: tuple[str, ...] = ()  # the permissions of the role
    owns: bool = False  # the row in question


Verdict = bool | Tree


def callers(roles: Mapping[str, Role], *, owned: bool) -> Iterator[Caller]:
    """Yield everybody whom the rules of an entity tell apart, from the least to the most."""
    yield Caller(ANONYMOUS, signed_in=False)
    yield Caller(SIGNED_IN)
    for name, role in roles.items():
        yield Caller(name, role=name, may=role.may)
    if owned:
        yield Caller(OWNER, owns=True)


def verdict(rule: Rule | None, caller: Caller) -> Verdict:
    """Return what a rule comes to for somebody: a truth, or what the row has to be."""
    return folded(rule.tree, caller) if rule is not None else False


def folded(tree: Tree, caller: Caller) -> Verdict:
    """Return a tree without what the one who asks decides alone."""
    match tree:
        case Term(name):
            return _term(tree, name, caller)
        case HasRole(name):
            return caller.role == name
        case HasPermission(name):
            return grants(caller.may, name)
        case Compared(_, left, right) if not caller.signed_in:
            nobody = isinstance(left, PrincipalId) or isinstance(right, PrincipalId)
            return False if nobody else tree
        case Inverted(part):
            inner = folded(part, caller)
            return not inner if isinstance(inner, bool) else Inverted(inner)
        case Every(parts):
            return _joined(parts, caller, ends=False)
        case AnyOf(parts):
            return _joined(parts, caller, ends=True)
    return tree


def _term(tree: Term, name: str, caller: Caller) -> Verdict:
    if name == OWNER:
        return caller.owns or (tree if caller.signed_in else False)
    return name == said.PUBLIC or caller.signed_in


def _joined(parts: tuple[Tree, ...], caller: Caller, *, ends: bool) -> Verdict:
    """Return what parts come to together: the truth that ends it, or what is still open."""
    found = [folded(each, caller) for each in parts]
    if ends in [each for each in found if isinstance(each, bool)]:
        return ends
    left = tuple(each for each in found if not isinstance(each, bool))
    if not left:
        return not ends
    if len(left) == 1:
        return left[0]
    return AnyOf(left) if ends else Every(left)


def shown(found: Verdict) -> str:
    """Return a verdict in words: `yes`, `no`, `own rows`, `own rows where …`, `where …`."""
    if isinstance(found, bool):
        return "yes" if found else "no"
    own, rest = parted(found)
    if rest is None:
        return "own rows"
    return f"{own and own.replace('own', 'own rows', 1)}where {text_of(rest)}"


def parted(found: Tree) -> tuple[str, Tree | None]:
    """Return whether a condition is about one's own rows, in words, and what else it asks."""
    own = Term("owner")
    if found == own:
        return "own ", None
    if isinstance(found, Every | AnyOf) and own in found.parts:
        rest = tuple(each for each in found.parts if each != own)
        others = rest[0] if len(rest) == 1 else type(found)(rest)
        return "own " if isinstance(found, Every) else "own or ", others
    return "", found


def text_of(tree: Tree) -> str:
    """Return a tree as the design writes it."""
    return to_text(_written(tree))


def _written(tree: Tree) -> said.Tree:
    match tree:
        case Term(name) | HasRole(name):
            return said.Name(name)
        case HasPermission(name):
            return said.Permission(name)
        case Holds(read):
            return said.Name(read.text)
        case Compared(operator, left, right):
            return said.Comparison(operator, _value(left), _value(right))
        case IsMissing(read, negated):
            return said.Missing(said.Name(read.text), negated)
        case IsOneOf(read, values, negated):
            return said.OneOf(said.Name(read.text), values, negated)
        case Every(parts):
            return said.All(tuple(map(_written, parts)))
        case AnyOf(parts):
            return said.Some(tuple(map(_written, parts)))
        case Inverted(part):
            return said.Not(_written(part))


def _value(value: Value) -> said.Operand:
    if isinstance(value, Read):
        return said.Name(value.text)
    return said.Name(said.PRINCIPAL_ID) if isinstance(value, PrincipalId) else value
