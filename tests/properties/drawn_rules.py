"""Strategies of unique groups, indexes and checks over the fields of an entity."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

SORTABLE = ("string", "smallint", "integer", "bigint", "date", "datetime", "uuid")
NUMBERS = ("smallint", "integer", "bigint", "float")
_ORDERS = ("", " desc", " desc nulls last", " nulls first")
_BOOLEANS = st.booleans()

Kinds = Mapping[str, str]
"""The types of an entity's fields."""


def unique_groups(
    draw: DrawFn, kinds: Kinds, optional: Collection[str] = ()
) -> list[Any]:
    """Two fields that are unique together, be it with nulls that are alike, or none."""
    sortable = _of(kinds, SORTABLE)
    if len(sortable) < 2 or not draw(_BOOLEANS):
        return []
    pair = sortable[:2]
    if optional and not {*optional}.isdisjoint(pair) and draw(_BOOLEANS):
        return [{"fields": pair, "nulls_not_distinct": True}]
    return [pair]


def asked_of_enums(
    fields: Mapping[str, Any], enums: Mapping[str, Any]
) -> tuple[str, ...]:
    """What may be asked of the fields that hold one value of an enum that fields share."""
    found = []
    for name, line in fields.items():
        written = enums.get(re.split(r"[? ]", str(line))[0])
        if written is None or "column(" in str(line):
            continue
        values = [*(written["values"] if isinstance(written, dict) else written)]
        value = str(values[-1]).partition(" was(")[0].replace("'", "''")
        found += [f"{name} = '{value}'", f"{name} in ('{value}')"]
    return tuple(found)


def indexes(draw: DrawFn, kinds: Kinds, asked: Sequence[str] = ()) -> list[Any]:
    """Indexes with an order, of a function, of an operator class, of some rows."""
    forms = (
        [_of_rows_with(draw, kinds, asked)] if asked and _of(kinds, SORTABLE) else []
    )
    forms += [form for make in _INDEXES if (form := make(draw, kinds)) is not None]
    some: list[Any] = (
        draw(st.lists(st.sampled_from(forms), max_size=2)) if forms else []
    )
    return some


def checks(draw: DrawFn, kinds: Kinds, asked: Sequence[str] = ()) -> list[Any]:
    """Rules that say what numbers, texts and switches of a row have to be."""
    rules = [*_rules(kinds), *(f"not {each} or {each}" for each in asked)]
    if not rules:
        return []
    some = draw(st.lists(st.sampled_from(rules), max_size=2, unique=True))
    return [*some, *_of_an_engine(draw, kinds)]


def computed(draw: DrawFn, kinds: Kinds, asked: Sequence[str] = ()) -> str:
    """The line of a field that is computed from others; nothing where none can be read."""
    numbers, texts, flags, days = (
        _of(kinds, each)
        for each in (("smallint", "integer"), ("string",), ("boolean",), ("date",))
    )
    lines = [f"boolean? computed(not {each})" for each in flags]
    lines += [f"date? computed(coalesce({each}, {days[-1]}))" for each in days]
    for each in numbers:
        lines += [
            f"bigint? computed({each} * 3 - {numbers[-1]})",
            f"boolean? computed({each} + 1 > {numbers[0]})",
            f"bigint? computed(coalesce({each}, 0) * {numbers[-1]})",
        ]
    for each in texts:
        lines += [
            f"text? computed(lower({each}) || ':' || trim({texts[-1]}))",
            f"integer? computed(length({each}))",
            f'text? computed(sql("\\"{each}\\" || \'|\'"))',
        ]
    clocks = _of(kinds, ("datetime_local",))
    lines += [f"datetime_local? computed(coalesce({e}, {clocks[-1]}))" for e in clocks]
    lines += [f"boolean? computed({each} >= {clocks[0]})" for each in clocks]
    lines += [f"boolean? computed({each})" for each in asked] * 2
    if not lines:
        return ""
    line = draw(st.sampled_from(lines))
    words = ["", " filter", " virtual", " virtual filter", " internal"]
    if not line.startswith("text"):
        words += [" sort", " index"]
    return f"{line}{draw(st.sampled_from(words))}"


def kept_apart(
    draw: DrawFn, kinds: Kinds, words: dict[str, Any], asked: Sequence[str] = ()
) -> None:
    """Give an entity a period of two fields of one type that no two rows share, if it has them."""
    ends = [_of(kinds, (each,)) for each in PERIODS]
    pairs = [(names[0], names[-1]) for names in ends if len(names) > 1]
    if not pairs:
        return
    start, end = draw(st.sampled_from(pairs))
    wheres = [{"where": each} for each in (f"{start} <= {end}", *asked)]
    more = draw(st.sampled_from([{}, {"bounds": "[]"}, *wheres]))
    words["exclude"] = [{"period": [start, end], **more}]
    words["checks"] = [*words.get("checks", []), f"{start} <= {end}"]


PERIODS = ("smallint", "integer", "bigint", "date", "datetime", "datetime_local")


def _of_an_engine(draw: DrawFn, kinds: Kinds) -> Iterator[dict[str, str]]:
    """A check in the SQL of one engine or of both, which no row breaks."""
    texts = _of(kinds, ("string", "text"))
    if texts and draw(_BOOLEANS):
        name = f'"{texts[0]}"'
        each = {
            "postgresql": f"{name} !~ '^[[:cntrl:]]x'",
            "sqlite": f"{name} NOT GLOB '|*'",
        }
        engines = draw(st.sampled_from([("postgresql",), ("sqlite",), tuple(each)]))
        yield {engine: each[engine] for engine in engines}


def _ordered(draw: DrawFn, kinds: Kinds) -> Any:
    names = _of(kinds, SORTABLE)
    if len(names) < 2:
        return None
    return [f"{names[1]}{draw(st.sampled_from(_ORDERS))}", *names[2:]]


def _included(draw: DrawFn, kinds: Kinds) -> Any:
    names = _of(kinds, SORTABLE)
    if not names:
        return None
    return {"fields": names[:1], "include": names[1:2] if draw(_BOOLEANS) else []}


def _of_a_function(draw: DrawFn, kinds: Kinds) -> Any:
    names = _of(kinds, ("string",))
    if not names:
        return None
    function = draw(st.sampled_from(["lower", "upper", "length"]))
    many = function == "length"  # which rows share, however many there are
    more = {} if many else draw(st.sampled_from([{}, {"unique": True}]))
    return {"fields": [f"{function}({names[0]})"], **more}


def _for_patterns(draw: DrawFn, kinds: Kinds) -> Any:
    names = _of(kinds, ("string",))
    return {"fields": [f"{names[-1]} text_pattern_ops"]} if names else None


def _of_some_rows(draw: DrawFn, kinds: Kinds) -> Any:
    names, flags = _of(kinds, SORTABLE), _of(kinds, ("boolean",))
    if not names:
        return None
    where = flags[0] if flags and draw(_BOOLEANS) else f"{names[0]} is not null"
    return {"fields": names[:1], "where": where, "unique": draw(_BOOLEANS)}


def _of_rows_with(draw: DrawFn, kinds: Kinds, asked: Sequence[str]) -> Any:
    where = draw(st.sampled_from(asked))
    return {"fields": _of(kinds, SORTABLE)[:1], "where": where}


def _by_method(draw: DrawFn, kinds: Kinds) -> Any:
    if documents := _of(kinds, ("json",)):
        operators = draw(st.sampled_from(["", " jsonb_path_ops"]))
        return {"fields": [f"{documents[0]}{operators}"], "method": "gin"}
    names = _of(kinds, ("integer", "date", "uuid"))
    return {"fields": names[:1], "method": "hash"} if names else None


_INDEXES = (
    _ordered,
    _included,
    _of_a_function,
    _for_patterns,
    _of_some_rows,
    _by_method,
)


def _rules(kinds: Kinds) -> list[str]:
    numbers, texts, flags = (
        _of(kinds, each) for each in (NUMBERS, ("string", "text"), ("boolean",))
    )
    rules = []
    if numbers:
        first, last = numbers[0], numbers[-1]
        rules += [
            f"{first} < 1000 or {first} >= {last}",
            f"{first} between 0 and 30000",
            f"abs({first}) < 32000",
            f"coalesce({first}, {last}, 0) >= 0",
        ]
    if texts:
        rules += [
            f"{texts[0]} not like '%|%'",
            f"length({texts[0]}) < 1000",
            f"lower({texts[0]}) != 'none' or upper({texts[-1]}) = 'NONE'",
            f"trim({texts[0]}) = {texts[0]} or {texts[0]} like ' %'",
        ]
    if flags:
        rules += [f"{flags[0]} or not {flags[-1]}"]
    return rules


def _of(kinds: Kinds, wanted: tuple[str, ...]) -> list[str]:
    return [
        name
        for name, kind in kinds.items()
        if kind in wanted and name not in ("null", "true")
    ]
