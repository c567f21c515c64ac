"""The module of a slice's tests that says what each caller is answered of each row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from ...layout import Node, Source, after, block, call, import_block, named, tuple_of
from ...names import python_string as quoted
from ...record import replace
from ...resolve.access_rules import ListName
from ..access_answers import HIDDEN, OK, SHOWN, Outcome
from ..access_cases import Attempt, Call, Case, Cases
from ..access_moves import Move
from ..access_trees import as_tree
from ..access_truth import Mark, Whose
from ..field_cases import FieldCase
from ..types import AccessCasesCode

_CONSTANTS = {SHOWN: "SHOWN", HIDDEN: "HIDDEN"}
_REACHED = "REACHED"
_COLUMNS = ("list", "get", "update", "delete")
_KINDS = ("creates", "changes", "nested", "linked", "pairs", "taken")


def access_cases_code(tests: str, found: Cases) -> AccessCasesCode:
    """Return what the module says; `tests` is the folder of the slice's tests."""
    lists: dict[str, Sequence[Source]] = {"cases": [*map(_case, found.cases)]}
    for kind in _KINDS:
        lists[kind] = [*map(_attempt, getattr(found, kind))]
    rows = (
        after(f"{quoted(each.name)}: ", _value(as_tree(each.row)))
        for each in found.stored
    )
    items: list[Source] = ["resource=RESOURCE"]
    items.append(named("rows", Node("{", tuple(rows), "}", spread=True)))
    items += [
        named(name, replace(tuple_of(lines), spread=len(lines) > 1))
        for name, lines in lists.items()
        if lines
    ]
    if found.closed:
        closed = (
            after(f"{quoted(name)}: ", tuple_of(map(quoted, who)))
            for name, who in found.closed.items()
        )
        items.append(named("closed", Node("{", tuple(closed), "}", spread=True)))
    if found.moves:
        items.append(
            named("moves", replace(tuple_of(map(_move, found.moves)), spread=True))
        )
    if found.closed_moves:
        closed = (
            after(f"{quoted(name)}: ", tuple_of(map(quoted, who)))
            for name, who in found.closed_moves.items()
        )
        mapping = Node("{", tuple(closed), "}", spread=True)
        items.append(named("closed_moves", mapping))
    if found.fields:
        fields = [*map(_field, found.fields)]
        listed = replace(tuple_of(fields), spread=len(fields) > 1)
        items.append(named("fields", listed))
    if found.calls:
        calls = [*map(_call, found.calls)]
        items.append(named("calls", replace(tuple_of(calls), spread=len(calls) > 1)))
    if found.untold:
        items.append(named("untold", tuple_of(map(quoted, found.untold))))
    text = block(Node("CASES = Cases(", tuple(items), ")", spread=True))
    used = {"Cases"}
    used |= {"Case"} if found.cases else set()
    used |= {"Attempt"} if any(lists[each] for each in _KINDS) else set()
    used |= {"FieldCase"} if found.fields else set()
    used |= {"Move"} if found.moves else set()
    used |= {"Call"} if found.calls else set()
    used |= {"Listed"} if "Listed(" in text else set()
    used |= {name for name in _names() if _says(text, name)}
    return AccessCasesCode(
        imports="\n".join(
            import_block(
                {
                    "tests.access.case": used,
                    f"{tests.replace('/', '.')}.resource": {"RESOURCE"},
                }
            )
        ),
        cases=text,
    )


def _names() -> Iterator[str]:
    yield from (*_CONSTANTS.values(), _REACHED)
    yield from (each.value for each in Whose)
    yield Mark.LEFT_OUT.value


def _says(text: str, name: str) -> bool:
    return any(f"{before}{name}{end}" in text for before in " =" for end in ",})")


def _case(case: Case) -> Source:
    outcomes = [_outcome(case.outcomes.get(each)) for each in _COLUMNS]
    while outcomes[-1] == _outcome(None):
        outcomes.pop()
    return call("Case", quoted(case.caller.name), quoted(case.stored.name), *outcomes)


def _call(each: Call) -> Source:
    outcome = _REACHED if each.outcome == OK else _outcome(each.outcome)
    items = map(quoted, (each.caller.name, each.stored.name, each.operation))
    return call("Call", *items, outcome)


def _attempt(each: Attempt) -> Source:
    items: list[Source] = [quoted(each.caller.name), quoted(each.stored.name)]
    items.append(_outcome(each.outcome))
    if each.values:
        items.append(_value(each.values))
    return call("Attempt", *items)


def _move(each: Move) -> Source:
    items: list[Source] = [quoted(each.caller.name), quoted(each.stored)]
    items += [quoted(each.name), _outcome(each.outcome)]
    if each.values:
        items.append(_value(each.values))
    return call("Move", *items)


_TRUTHS = ("needed", "fixed", "searched", "unshown")


def _field(each: FieldCase) -> Source:
    items: list[Source] = [quoted(each.name)]
    if each.attribute != each.name:
        items.append(named("attribute", quoted(each.attribute)))
    if each.attributes != (each.attribute,):
        items.append(named("attributes", tuple_of(map(quoted, each.attributes))))
    items += [
        named(word, tuple_of(map(quoted, said)))
        for word in ("unread", "unwritten", "parameters", "sorts")
        if (said := getattr(each, word))
    ]
    items += [f"{word}=True" for word in _TRUTHS if getattr(each, word)]
    return call("FieldCase", *items)


def _outcome(outcome: Outcome) -> str:
    return _CONSTANTS.get(str(outcome), str(outcome))


def _named(name: str, value: Any) -> Source:
    """Return a value; of a list, of which rules ask for any row, that it has one such row."""
    if not isinstance(name, ListName):
        return _value(value)
    rows = () if value is None else (_value(value),)
    return call("Listed", quoted(name.entity), quoted(name.by), *rows)


def _value(value: Any) -> Source:
    if isinstance(value, Mapping):
        items = (after(f"{quoted(n)}: ", _named(n, v)) for n, v in value.items())
        return Node("{", tuple(items), "}")
    if isinstance(value, Whose | Mark):
        return str(value.value)
    if isinstance(value, Decimal):
        return quoted(str(value))
    return quoted(value) if isinstance(value, str) else repr(value)
