"""Expressions of access, who asks, and rows, drawn at random over one small design."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from access_oracle import Asking, Oracle
from hypothesis import strategies as st

from bd_scaffold.language.access_expression import (
    All,
    Comparison,
    Missing,
    Name,
    Not,
    OneOf,
    Permission,
    Some,
    Tree,
)
from bd_scaffold.language.expression import Literal

DESIGN = """\
name: lab
security:
  authentication: jwt
  roles: {admin: "*", clerk: ["doc:read", "file:*"], guest: []}
enums: {State: [draft, placed, shipped]}
entities:
  Customer:
    fields:
      name: string(20)
      city: string(20)?
      vip: boolean?
      account: user?
    access: {read: authenticated, write: authenticated}
  Doc:
    fields:
      customer: Customer?
      parent: Doc?
      creator: user?
      state: State
      former: State?
      place: string(20)?
      count: integer?
      limit_of: integer
      price: decimal(8,2)?
      due: date?
      open: boolean
      checked: boolean?
    owner: OWNER
    access: {read: "RULE", write: authenticated}
"""
"""The design that they are about, with a path to an owner and an expression in it."""

OWNERS = ("creator", "customer.account", "parent.customer.account")
ROLES = {
    "admin": frozenset({"*"}),
    "clerk": frozenset({"doc:read", "file:*"}),
    "guest": frozenset[str](),
}
ACCOUNTS = tuple(UUID(int=number) for number in (1, 2, 3))

NUMBERS = (-1, 0, 1, 7)
_BEYOND = (3_000_000_000, -(10**20))  # what no integer of a row can be
PRICES = (Decimal("-1.50"), Decimal("0.00"), Decimal("7.25"))
DAYS = (dt.date(2026, 1, 31), dt.date(2026, 2, 1))
TEXTS = ("", "Oslo", "it's", "Łódź")
STATES = ("draft", "placed", "shipped")

_NUMERIC = ("count", "limit_of", "parent.count", "parent.limit_of")
_TEXTUAL = ("place", "customer.city", "customer.name", "parent.place")
_OF_STATE = ("state", "former", "parent.state", "parent.former")
_BOOLEAN = ("open", "checked", "customer.vip", "parent.open", "parent.checked")
_OF_ACCOUNT = ("creator", "customer.account", "parent.creator")
_NULLABLE = (
    *("customer", "parent", "creator", "former", "place", "count", "price", "due"),
    *("checked", "customer.city", "customer.name", "customer.account", "parent.open"),
    *("parent.customer", "parent.customer.city"),
)
_ORDERED = ("=", "!=", "<", "<=", ">", ">=")
_EQUAL = ("=", "!=")


def _leaves() -> Iterator[Tree]:
    """Yield every kind of leaf, so that all of them are drawn."""
    for term in ("public", "authenticated", "owner", "owner", *ROLES, *_BOOLEAN):
        yield Name(term)
    for permission in ("doc:read", "doc:write", "file:open"):
        yield Permission(permission)
    for path in _NULLABLE:
        yield Missing(Name(path), negated=False)
        yield Missing(Name(path), negated=True)
    for path in _OF_ACCOUNT:
        for compared in _EQUAL:
            yield Comparison(compared, Name(path), Name("principal.id"))
    yield Comparison("=", Name("principal.id"), Name("creator"))
    yield Comparison("!=", Name("creator"), Name("customer.account"))
    for path in _BOOLEAN:
        yield Comparison("=", Name(path), Literal(value=False))


LEAVES = tuple(_leaves())


def _compared(
    paths: Sequence[str], values: Sequence[Any], operators: Sequence[str]
) -> st.SearchStrategy[Tree]:
    """Comparisons of fields with values and with each other, and with several values."""
    names = st.sampled_from(paths).map(Name)
    literals = st.sampled_from(values).map(Literal)
    operands = st.one_of(names, literals)
    lists = st.lists(literals, min_size=1, max_size=3).map(tuple)
    return st.one_of(
        st.builds(Comparison, st.sampled_from(operators), names, operands),
        st.builds(Comparison, st.sampled_from(operators), literals, names),
        st.builds(OneOf, names, lists, st.booleans()),
    )


def leaves() -> st.SearchStrategy[Tree]:
    """Everything that an expression is made of."""
    days = [str(each) for each in DAYS]
    due = st.builds(
        Comparison,
        st.sampled_from(_ORDERED),
        st.just(Name("due")),
        st.sampled_from(days).map(Literal),
    )
    return st.one_of(
        st.sampled_from(LEAVES),
        _compared(_NUMERIC, (*NUMBERS, *_BEYOND), _ORDERED),
        _compared(("price", "count"), (*PRICES[::2], 1), _ORDERED),
        _compared(_TEXTUAL, TEXTS, _EQUAL),
        _compared(_OF_STATE, STATES, _EQUAL),
        due,
    )


def trees(most: int = 10) -> st.SearchStrategy[Tree]:
    """Expressions, with every way of joining their parts."""
    return st.recursive(leaves(), _joined, max_leaves=most)


def _joined(inner: st.SearchStrategy[Tree]) -> st.SearchStrategy[Tree]:
    several = st.lists(inner, min_size=2, max_size=3).map(tuple)
    return st.one_of(
        inner.map(lambda part: part.part if isinstance(part, Not) else Not(part)),
        several.map(All),
        several.map(Some),
    )


def asking() -> st.SearchStrategy[Asking]:
    """Nobody, people with and without roles, and a service, which has no account."""
    people = st.builds(
        _person, st.sampled_from(ACCOUNTS), st.frozensets(st.sampled_from([*ROLES]))
    )
    services = st.frozensets(st.sampled_from([*ROLES])).map(
        lambda roles: _person(None, roles)
    )
    return st.one_of(st.just(Asking()), people, people, services)


def _person(account: UUID | None, roles: frozenset[str]) -> Asking:
    may = frozenset(each for role in roles for each in ROLES[role])
    return Asking(account, signed_in=True, roles=roles, may=may)


def _or_none(values: Sequence[Any]) -> st.SearchStrategy[Any]:
    return st.sampled_from([None, *values])


def customers() -> st.SearchStrategy[dict[str, Any]]:
    """Rows of `Customer`."""
    return st.fixed_dictionaries(
        {
            "name": st.sampled_from(TEXTS),
            "city": _or_none(TEXTS),
            "vip": _or_none((True, False)),
            "account": _or_none(ACCOUNTS),
        }
    )


def docs(deep: int = 2) -> st.SearchStrategy[dict[str, Any]]:
    """Rows of `Doc` with the rows that they point to."""
    return st.fixed_dictionaries(
        {
            "customer": st.one_of(st.none(), customers()),
            "parent": st.one_of(st.none(), docs(deep - 1)) if deep else st.none(),
            "creator": _or_none(ACCOUNTS),
            "state": st.sampled_from(STATES),
            "former": _or_none(STATES),
            "place": _or_none(TEXTS),
            "count": _or_none(NUMBERS),
            "limit_of": st.sampled_from(NUMBERS),
            "price": _or_none(PRICES),
            "due": _or_none([str(each) for each in DAYS]),
            "open": st.booleans(),
            "checked": _or_none((True, False)),
        }
    )


def oracles() -> st.SearchStrategy[Oracle]:
    """The oracle for each path to an owner."""
    return st.sampled_from(OWNERS).map(lambda owner: Oracle(frozenset(ROLES), owner))
