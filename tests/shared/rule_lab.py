"""A design with every type that rules compare, its rows, and random rules about them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from random import Random
from typing import Any
from uuid import UUID

from access_oracle import Row
from hypothesis import strategies as st

from bd_scaffold.language.access_expression import (
    PRINCIPAL_ID,
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

ROLES: Mapping[str, tuple[str, ...]] = {
    "admin": ("*",),
    "clerk": ("doc:read", "file:*"),
    "keeper": ("doc:*",),
    "guest": (),
}
PERMISSIONS = ("doc:read", "doc:write", "file:open", "other:read")
SCOPES = ("*", "doc:*", "doc:read", "doc:update", "file:open", "file:*", "other:write")

DESIGN = """\
name: rulelab
security:
  authentication: jwt
  roles: {admin: "*", clerk: ["doc:read", "file:*"], keeper: "doc:*", guest: []}
  defaults: {read: public, write: public}
enums:
  State: [draft, placed, "it's"]
  Mood: {native: true, values: [sad, glad, fair]}
entities:
  Region:
    key: [country, code]
    fields:
      country: string(2)
      code: integer
      title: string(20)?
      keeper: user?
      upper: Region?
  Customer:
    fields:
      name: string(20)
      city: string(20)?
      vip: boolean?
      account: user?
      region: Region?
      boss: Customer? on_delete(keep)
    traits: [soft_delete]
  Doc:
    fields:
      customer: Customer? on_delete(keep)
      holder: Customer on_delete(keep)
      region: Region?
      parent: Doc?
      creator: user?
      writer: user
      state: State
      former: State?
      mood: Mood
      late_mood: Mood?
      place: string(20)?
      mail: email? lower
      mark: char(4)?
      note: text?
      small: smallint?
      count: integer?
      limit_of: integer
      big: bigint?
      price: decimal(8,2)?
      rate: decimal(12,4)
      weight: float?
      due: date?
      begun: date
      at: time?
      until: time
      sent: datetime?
      seen: datetime
      wall: datetime_local?
      clock: datetime_local
      ref: uuid?
      code: uuid
      open: boolean
      checked: boolean?
    owner: OWNER
    access: {list: "LIST", get: "GET", create: CREATE, update: "UPDATE", delete: "DELETE"}
"""

OWNERS = (
    "creator",
    "writer",
    "customer.account",
    "holder.account",
    "region.keeper",
    "customer.boss.account",
    "customer.region.keeper",
    "parent.holder.account",
    "parent.region.upper.keeper",
    "parent.parent.customer.account",
)
"""Paths of up to four steps: optional ones, composite keys, and the entity itself."""

ACCOUNTS = tuple(UUID(int=number) for number in (1, 2, 3))

_TEXTS = ("", "Oslo", "oslo", "it's", "Łódź", "ab", "ab ", "%", "_b")
_STATES = ("draft", "placed", "it's")
_MOODS = ("sad", "glad", "fair")
_WHOLE = (-32768, -1, 0, 1, 7)
_PRICES = tuple(map(Decimal, ("-1.50", "0.00", "0.10", "1.00", "7.25")))
_RATES = tuple(map(Decimal, ("-1.5000", "0.1000", "7.2500", "7.2501", "1.0000")))
_DAYS = ("2026-01-31", "2026-02-01", "0099-01-01")
_TIMES = tuple(map(dt.time.fromisoformat, ("00:00", "09:30", "09:30:00.000001")))
_WALLS = tuple(
    map(
        dt.datetime.fromisoformat,
        ("2026-01-31T00:00:00", "2026-01-31T00:00:00.500000", "2026-02-01T00:00:00"),
    )
)
_MOMENTS = (
    *(each.replace(tzinfo=dt.UTC) for each in _WALLS),
    # the same moment as one of them, as another zone has it
    dt.datetime.fromisoformat("2026-01-31T05:00:00+05:00"),
)
_IDS = tuple(UUID(int=number) for number in (1, 7, 2**127))

_OWN: Mapping[str, Sequence[Any]] = {
    "state": _STATES,
    "former": (None, *_STATES),
    "mood": _MOODS,
    "late_mood": (None, *_MOODS),
    "place": (None, *_TEXTS),
    "mail": (None, "anna@example.com", "ab"),
    "mark": (None, "", "ab", "abcd"),
    "note": (None, *_TEXTS),
    "small": (None, *_WHOLE),
    "count": (None, *_WHOLE, 2**31 - 1),
    "limit_of": (*_WHOLE, 2**31 - 1),
    "big": (None, *_WHOLE, 2**53 + 1),
    "price": (None, *_PRICES),
    "rate": _RATES,
    # as decimals, which are what their texts say
    "weight": (None, *map(Decimal, ("-1.5", "0.1", "1.0", "7.25"))),
    "due": (None, *_DAYS),
    "begun": _DAYS,
    "at": (None, *_TIMES),
    "until": _TIMES,
    "sent": (None, *_MOMENTS),
    "seen": _MOMENTS,
    "wall": (None, *_WALLS),
    "clock": _WALLS,
    "ref": (None, *_IDS),
    "code": _IDS,
    "open": (True, False),
    "checked": (None, True, False),
}


@dataclass(frozen=True)
class Rows:
    """The rows of all entities; those that others refer to stand first."""

    regions: Sequence[Row]
    customers: Sequence[Row]
    docs: Sequence[Row]

    @cached_property
    def docs_by_key(self) -> Mapping[UUID, Row]:
        return {row["id"]: row for row in self.docs}


def drawn_rows(docs: int = 96, seed: int = 11) -> Rows:
    """Return rows that are the same for the same seed."""
    random = Random(seed)

    def some(rows: Sequence[Any], often: float = 0.8) -> Any:
        return random.choice(rows) if rows and random.random() < often else None

    regions: list[Row] = []
    for number in range(6):
        regions.append(
            {
                "country": ("no", "pl")[number % 2],
                "code": number // 2,
                "title": random.choice((None, *_TEXTS)),
                "keeper": some(ACCOUNTS),
                "upper": some(regions),
            }
        )
    customers: list[Row] = []
    for number in range(14):
        customers.append(
            {
                "id": UUID(int=1000 + number),
                "name": random.choice(_TEXTS),
                "city": random.choice((None, *_TEXTS)),
                "vip": random.choice((None, True, False)),
                "account": some(ACCOUNTS),
                "region": some(regions),
                "boss": some(customers),
                "deleted": number % 4 == 3,
            }
        )
    found: list[Row] = []
    for number in range(docs):
        found.append(
            {
                "id": UUID(int=5000 + number),
                "customer": some(customers),
                "holder": random.choice(customers),
                "region": some(regions),
                "parent": some(found[:40]),
                "creator": some(ACCOUNTS),
                "writer": random.choice(ACCOUNTS),
                **{name: random.choice(values) for name, values in _OWN.items()},
            }
        )
    return Rows(regions, customers, found)


_RELATIONS = {"customer", "holder", "region", "parent", "boss", "upper"}
_USERS = {"creator", "writer", "account", "keeper"}


def stored(row: Row) -> dict[str, Any]:
    """Return a row's values by attribute, as its mapped class takes them."""
    values: dict[str, Any] = {}
    for name, value in row.items():
        if name in ("region", "upper"):
            for part in ("country", "code"):
                values[f"{name}_{part}"] = value and value[part]
        elif name in _RELATIONS:
            values[f"{name}_id"] = value and value["id"]
        elif name in _USERS:
            values[f"{name}_id"] = value
        elif name == "deleted":
            values["deleted_at"] = _MOMENTS[0] if value else None
        elif name in ("due", "begun"):
            values[name] = value and dt.date.fromisoformat(value)
        elif name == "weight":
            values[name] = None if value is None else float(value)
        else:
            values["open_" if name == "open" else name] = value
    return values


# Rules

_TO_DOCS = ("", "parent.", "parent.parent.")
_TO_CUSTOMERS = ("customer.", "holder.", "customer.boss.", "parent.customer.")
_TO_REGIONS = ("region.", "customer.region.", "region.upper.", "parent.region.")


def _of(starts: Sequence[str], *names: str) -> tuple[str, ...]:
    return tuple(start + name for start in starts for name in names)


_NUMBERS = _of(_TO_DOCS, "small", "count", "limit_of", "big", "price", "rate", "weight")
_CONSTANTS = (
    *(0, 1, 7, -32768, 2**31 - 1, 2**53 + 1),
    *map(Decimal, ("-1.50", "0.1", "1.0", "7.25")),
    # what a column can't hold: it rounds it, or has no room for it
    *(2**31, 2**63, -(2**40), 10**12),
    *map(Decimal, ("7.255", "7.245", "7.25005", "0.5", "12345678901234567890.5")),
)
_TEXTUAL = (
    *_of(_TO_DOCS, "place", "mail", "mark", "note"),
    *_of(_TO_CUSTOMERS, "name", "city"),
    *_of(_TO_REGIONS, "country", "title"),
)
_WRITTEN = tuple(each for each in _TEXTS if each == each.strip())
_BOOLEAN = (*_of(_TO_DOCS, "open", "checked"), *_of(_TO_CUSTOMERS, "vip"))
_OF_USERS = (
    *_of(_TO_DOCS, "creator", "writer"),
    *_of(_TO_CUSTOMERS, "account"),
    *_of(_TO_REGIONS, "keeper"),
)
_LIKE_EACH_OTHER = (
    _of(_TO_DOCS, "due", "begun"),
    _of(_TO_DOCS, "at", "until"),
    _of(_TO_DOCS, "sent", "seen"),
    _of(_TO_DOCS, "wall", "clock"),
    _of(_TO_DOCS, "ref", "code"),
)
_NULLABLE = (
    *_of(("", "parent."), *(name for name, each in _OWN.items() if None in each)),
    *_of(_TO_DOCS, "customer", "region", "parent", "creator"),
    *_of(("parent.",), "writer", "holder", "state", "code"),
    *_of(_TO_CUSTOMERS, "city", "vip", "account", "region", "boss"),
    *_of(_TO_REGIONS, "title", "keeper", "upper", "code"),
)
_NULLABLE = tuple(each for each in _NULLABLE if each != "holder.name")
_ORDERED = ("=", "!=", "<", "<=", ">", ">=")
_EQUAL = ("=", "!=")


def _alone() -> Iterator[Tree]:
    for term in ("public", "authenticated", *["owner"] * 6, *ROLES, *_BOOLEAN):
        yield Name(term)
    for permission in PERMISSIONS:
        yield Permission(permission)
    for path in _NULLABLE:
        yield from (Missing(Name(path), negated=each) for each in (True, False))
    for path in _BOOLEAN:
        for value in (True, False):
            yield Comparison("=", Name(path), Literal(value=value))
            yield Comparison("!=", Name(path), Literal(value=value))


def _compared(
    paths: Sequence[str], values: Sequence[Any], operators: Sequence[str] = _ORDERED
) -> st.SearchStrategy[Tree]:
    names, words = st.sampled_from(paths).map(Name), st.sampled_from(operators)
    tried: list[st.SearchStrategy[Tree]] = [st.builds(Comparison, words, names, names)]
    if values:
        constants = st.sampled_from(values).map(Literal)
        several = st.lists(constants, min_size=1, max_size=3).map(tuple)
        tried += [
            st.builds(Comparison, words, names, constants),
            st.builds(Comparison, words, constants, names),
            st.builds(OneOf, names, several, st.booleans()),
        ]
    return st.one_of(tried)


def leaves() -> st.SearchStrategy[Tree]:
    """Everything that an expression is made of."""
    me, users = Name(PRINCIPAL_ID), st.sampled_from(_OF_USERS).map(Name)
    words = st.sampled_from(_EQUAL)
    days, *others = _LIKE_EACH_OTHER
    return st.one_of(
        st.sampled_from(tuple(_alone())),
        st.builds(Comparison, words, users, st.just(me)),
        st.builds(Comparison, words, st.just(me), users),
        _compared(_OF_USERS, (), _EQUAL),
        _compared(_NUMBERS, _CONSTANTS),
        _compared(_TEXTUAL, _WRITTEN, _EQUAL),
        _compared(_of(_TO_DOCS, "state", "former"), _STATES, _EQUAL),
        _compared(_of(_TO_DOCS, "mood", "late_mood"), _MOODS, _EQUAL),
        _compared(_BOOLEAN, (), _EQUAL),
        _compared(days, _DAYS),
        *(_compared(each, ()) for each in others),
    )


def trees(most: int = 8) -> st.SearchStrategy[Tree]:
    """Expressions, with every way of joining their parts."""
    return st.recursive(leaves(), _joined, max_leaves=most)


def _joined(inner: st.SearchStrategy[Tree]) -> st.SearchStrategy[Tree]:
    several = st.lists(inner, min_size=2, max_size=3).map(tuple)
    return st.one_of(inner.map(Not), several.map(All), several.map(Some))
