"""What is left of a rule for somebody: yes, no, or a condition on the row."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from ..record import Record
from .access_expression import (
    AUTHENTICATED,
    OWNER,
    PRINCIPAL_ID,
    PUBLIC,
    All,
    Comparison,
    Missing,
    Name,
    Not,
    Permission,
    Some,
    Tree,
    to_text,
    walk,
)
from .permissions import grants

ANONYMOUS, SIGNED_IN = "anonymous", "signed in"
_OWN = Name(OWNER)


class Caller(Record, frozen=True):
    """Somebody who asks, as far as a rule tells them from others."""

    name: str  # "clerk"
    roles: frozenset[str]  # all that there are
    signed_in: bool = True
    role: str = ""  # that this one has
    may: tuple[str, ...] = ()  # the permissions of the role
    owns: bool = False  # the row in question


Verdict = bool | Tree


def callers(
    roles: Mapping[str, Iterable[str]], *, owned: bool = False
) -> Iterator[Caller]:
    """Yield everybody whom rules tell apart, from the least to the most; roles by what they may."""
    known = frozenset(roles)
    yield Caller(ANONYMOUS, known, signed_in=False)
    yield Caller(SIGNED_IN, known)
    for name, may in roles.items():
        yield Caller(name, known, role=name, may=tuple(may))
    if owned:
        yield Caller(OWNER, known, owns=True)


def folded(tree: Tree | None, caller: Caller) -> Verdict:
    """Return an expression without what the one who asks decides alone; none is nobody's."""
    match tree:
        case None:
            return False
        case Name(name):
            return _named(tree, name, caller)
        case Permission(name):
            return grants(caller.may, name)
        case Comparison(_, left, right) if not caller.signed_in:
            return False if Name(PRINCIPAL_ID) in (left, right) else tree
        case Not(part):
            inner = folded(part, caller)
            return not inner if isinstance(inner, bool) else Not(inner)
        case All(parts):
            return _joined(parts, caller, ends=False)
        case Some(parts):
            return _joined(parts, caller, ends=True)
    return tree


def _named(tree: Name, name: str, caller: Caller) -> Verdict:
    if name == OWNER:
        return caller.owns or (tree if caller.signed_in else False)
    if name in caller.roles:
        return caller.role == name
    if name in (PUBLIC, AUTHENTICATED):
        return name == PUBLIC or caller.signed_in
    return tree


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
    return Some(left) if ends else All(left)


def on_create(tree: Tree, owner: str, roles: Collection[str]) -> Tree:
    """Return who may create a row that belongs to somebody: nobody does so for others.

    Only a role or a permission lets them; `authenticated` and `public` say who may try.
    """
    match tree:
        case Name(name) if name == AUTHENTICATED:
            return _OWN
        case Name(name) if name == PUBLIC:
            return Some((_OWN, Missing(Name(owner), negated=False)))
        case Some(parts):
            return Some(tuple(on_create(each, owner, roles) for each in parts))
        case All(parts) if not any(_is_granted(each, roles) for each in walk(tree)):
            return All(tuple(on_create(each, owner, roles) for each in parts))
        case _:
            return tree


def _is_granted(leaf: Tree, roles: Collection[str]) -> bool:
    """True for a role or a permission."""
    is_role = isinstance(leaf, Name) and leaf.name in roles
    return is_role or isinstance(leaf, Permission)


def shown(found: Verdict) -> str:
    """Return a verdict in words: `yes`, `no`, `own rows`, `own rows where …`, `where …`."""
    if isinstance(found, bool):
        return "yes" if found else "no"
    own, rest = parted(found)
    if rest is None:
        return "own rows"
    return f"{own and own.replace('own', 'own rows', 1)}where {to_text(rest)}"


def parted(found: Tree) -> tuple[str, Tree | None]:
    """Return whether a condition is about one's own rows, in words, and what else it asks."""
    if found == _OWN:
        return "own ", None
    if isinstance(found, All | Some) and _OWN in found.parts:
        rest = tuple(each for each in found.parts if each != _OWN)
        others = rest[0] if len(rest) == 1 else type(found)(rest)
        return "own " if isinstance(found, All) else "own or ", others
    return "", found


def is_within(one: Verdict, other: Verdict) -> bool:
    """Tell whether what one lets through another does, as far as their form shows it."""
    if one is False or other is True or one == other:
        return True
    if isinstance(one, bool) or isinstance(other, bool):
        return False
    if isinstance(one, Some):
        return all(is_within(each, other) for each in one.parts)
    if isinstance(other, All):
        return all(is_within(one, each) for each in other.parts)
    if isinstance(one, Not) and isinstance(other, Not):
        return is_within(other.part, one.part)
    within = isinstance(one, All) and any(is_within(each, other) for each in one.parts)
    return within or (
        isinstance(other, Some) and any(is_within(one, each) for each in other.parts)
    )
