"""Rows for tests of access: for each rule some that fulfil it, and some that don't."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import ROUND_FLOOR, Decimal
from itertools import combinations, islice, product
from typing import Any

from ..language.expression import Literal
from ..record import Record
from ..resolve import Resolved, ResolvedEntity
from ..resolve.access_rules import (
    AnyOf,
    Compared,
    EntityAccess,
    Every,
    Holds,
    Inverted,
    IsMissing,
    IsOneOf,
    Leaf,
    Read,
    Term,
    Tree,
    leaves,
)
from ..resolve.deferral import is_in_circle
from ..resolve.fields import Field
from ..resolve.slots import is_computed
from ..resolve.types import Schema
from .access_truth import (
    Caller,
    Mark,
    Path,
    Row,
    Truth,
    Whose,
    is_of,
    leads_on,
    path_of,
)

_MOST = 128  # combinations of values that are looked at


class Variable(Record, frozen=True):
    """Something of a row that rules read, and values that tell them apart."""

    path: Path
    values: tuple[Any, ...]


def access_of(entity: ResolvedEntity) -> EntityAccess:
    """Return the rules of an entity, of a design that has some."""
    if entity.access is None:
        raise TypeError(f"{entity.name} has no rules.")
    return entity.access


def variables(
    entity: ResolvedEntity, operations: Iterable[str], *, told: bool = True
) -> list[Variable]:
    """Return what the rules of some operations read, and tests can set; or what they can't."""
    access = access_of(entity)
    found: dict[Path, dict[Any, None]] = {}
    for operation in operations:
        rule = access.rule_of(operation)
        for leaf in leaves(rule.tree) if rule is not None else ():
            for read, values in _told_apart(leaf, access.owner):
                for path in _relations(read):
                    found.setdefault(path, {}).update({Mark.THERE: None, None: None})
                known = found.setdefault(path_of(read), {})
                known.update(dict.fromkeys(values))
    return [Variable(p, tuple(v)) for p, v in found.items() if bool(v) is told]


def _relations(read: Read) -> Iterator[Path]:
    """Yield the optional relations on the way to a value."""
    path: Path = ()
    for step in read.steps:
        path = (*path, step.field)
        if step.nullable:
            yield path


def _told_apart(
    leaf: Leaf, owner: Read | None
) -> Iterator[tuple[Read, tuple[Any, ...]]]:
    """Yield what a part of a rule reads, with values among which it decides."""
    match leaf:
        case Term("owner"):
            if owner is not None:
                yield owner, _values(owner, ())
        case Compared(_, left, right):
            sides = (left, right)
            given = [each.value for each in sides if isinstance(each, Literal)]
            for each in sides:
                if isinstance(each, Read):
                    yield each, _values(each, given)
        case IsOneOf(read, values):
            yield read, _values(read, [each.value for each in values])
        case Holds(read) | IsMissing(read):
            yield read, _values(read, ())


def _values(read: Read, given: Sequence[Any]) -> tuple[Any, ...]:
    """Return values of a column: those given, others beside them, and none."""
    slot, schema = read.slot, read.slot.schema
    if is_computed(slot) or slot.part is not None:
        return ()  # nobody sets it alone
    nothing = (None,) if schema.nullable else ()
    if is_of(slot) and read.many:
        return (Whose.OWNER, Whose.SOMEBODY)  # of a list, in which a row may stand, too
    if is_of(slot):
        return (Whose.OWNER, Whose.STRANGER, *nothing)
    if leads_on(slot):
        return (Mark.THERE, *nothing)
    if schema.many:
        return ()
    if slot.enum:
        members = [each.value for each in slot.enum.members]
        others = [each for each in members if each not in given][:1]
        return (*given, *others, *nothing)
    beside = _BESIDE.get(schema.type)
    if beside is None:
        return nothing
    found = dict.fromkeys(
        _held(each, schema) for value in given or (None,) for each in beside(value)
    )
    return (*(each for each in found if _fits(each, schema)), *nothing)


def _held(value: Any, schema: Schema) -> Any:
    """Return what a column holds; of a number that is finer than it, the next one below."""
    if not isinstance(value, Decimal):
        return value
    if schema.type != "decimal":
        return int(value.to_integral_value(ROUND_FLOOR))
    last = Decimal(1).scaleb(-(schema.scale or 0))
    return value if value % last == 0 else value.quantize(last, ROUND_FLOOR)


def _numbers(value: Any) -> Iterator[Any]:
    yield from (value, value + 1, value - 1) if value is not None else (1, 2)


def _texts(value: Any) -> Iterator[str]:
    yield from () if value is None else (str(value),)
    yield from ("another", "b")


def _moments(read: Callable[[str], Any]) -> Callable[[Any], Iterator[str]]:
    def beside(value: Any) -> Iterator[str]:
        first = value or "2024-02-01"
        step = dt.timedelta(days=1)
        yield from (first, (read(first) + step).isoformat())
        yield (read(first) - step).isoformat()

    return beside


_BESIDE: Mapping[str, Callable[[Any], Iterator[Any]]] = {
    "boolean": lambda _value: iter((True, False)),
    "smallint": _numbers,
    "integer": _numbers,
    "bigint": _numbers,
    "decimal": _numbers,
    "string": _texts,
    "text": _texts,
    "date": _moments(dt.date.fromisoformat),
}


def _fits(value: Any, schema: Schema) -> bool:
    if isinstance(value, bool) or schema.type == "date":
        return True
    if isinstance(value, str):
        if schema.pattern or schema.normal or schema.padded:
            return False
        return (schema.min_length or 0) <= len(value) <= (schema.max_length or 100)
    low, high = schema.minimum, schema.maximum
    return (low is None or Decimal(low) <= value) and (
        high is None or value <= Decimal(high)
    )


# Rows


class Rows(Record, frozen=True):
    """Makes rows of any entity."""

    resolved: Resolved
    callers: tuple[Caller, ...]

    def truth(self, entity: str, prefix: Path = ()) -> Truth:
        """Return what tells what rules say of the rows of an entity."""
        return Truth(access_of(self.resolved.entities[entity]).owner, prefix)

    def allows(
        self, entity: str, operation: str, row: Row, caller: Caller, prefix: Path = ()
    ) -> bool | None:
        """Return whether the rule of an operation lets somebody."""
        rule = access_of(self.resolved.entities[entity]).rule_of(operation)
        if rule is None:
            return False
        return self.truth(entity, prefix).of(rule.tree, row, caller)

    def telling(self, entity: str, operations: Sequence[str]) -> list[Row]:
        """Return few rows that together have every rule hold and fail, for each reason."""
        found = variables(self.resolved.entities[entity], operations)
        rows = list(_combined(found))
        wanted = {
            number: frozenset(self._reasons(entity, operations, row))
            for number, row in enumerate(rows)
        }
        missing = frozenset[Any]().union(*wanted.values())
        chosen: list[int] = []
        while missing:
            best = max(wanted, key=lambda each: (len(wanted[each] & missing), -each))
            chosen.append(best)
            missing -= wanted[best]
        return [rows[number] for number in sorted(chosen)] or rows[:1]

    def _reasons(
        self, entity: str, operations: Sequence[str], row: Row
    ) -> Iterator[Any]:
        """Yield what rules say of a row to each caller, and which of their parts decide."""
        truth = self.truth(entity)
        rules = access_of(self.resolved.entities[entity])
        for operation in operations:
            rule = rules.rule_of(operation)
            if rule is None:
                continue
            tree = rule.tree
            for caller in self.callers:
                said = [truth.of(each, row, caller) for each in leaves(tree)]
                if None in said:
                    continue
                whole = _outcome(tree, iter(said))
                yield operation, caller.name, whole
                for number, one in enumerate(said):
                    other = [*said[:number], not one, *said[number + 1 :]]
                    if _outcome(tree, iter(other)) is not whole:
                        yield operation, caller.name, number, one

    def filled(self, entity: str, row: Row, prefix: Path = ()) -> dict[Path, Any]:
        """Return a row whose required relations lead to rows that its owner sees."""
        full = dict(row)
        for field in self.relations(entity):
            path = (*prefix, field.name)
            named = any(each[: len(path)] == path for each in full)
            if not named and field.source.nullable:
                continue
            if full.get(path, Mark.THERE) is Mark.THERE:
                full |= self.seen(field.source.type, full, path, wanted=True)
        return full

    def seen(
        self, entity: str, row: Row, prefix: Path, *, wanted: bool
    ) -> dict[Path, Any]:
        """Return values by which a row that is referred to is seen by the owner, or isn't."""
        found = variables(self.resolved.entities[entity], ("get",))
        fixed = {
            each[len(prefix) :]: v for each, v in row.items() if _is_in(each, prefix)
        }
        gone = [path for path, value in fixed.items() if value is None]
        free = [
            each
            for each in found
            if each.path not in fixed and not any(_is_in(each.path, p) for p in gone)
        ]
        owner = self.callers[1]
        choices = [fixed | {**each} for each in _combined(free)]
        best = max(
            choices, key=lambda each: self.allows(entity, "get", each, owner) is wanted
        )
        return {(*prefix, *path): value for path, value in best.items()}

    def relations(self, entity: str) -> Iterator[Field]:
        """Yield the relations that hold the key of a row, without those in circles."""
        resolved = self.resolved
        for field in resolved.entities[entity].fields.values():
            if field.kind != "reference" or field.source.type not in resolved.entities:
                continue
            if not (resolved.defers and is_in_circle(resolved, field)):
                yield field


def _is_in(path: Path, prefix: Path) -> bool:
    return len(path) > len(prefix) and path[: len(prefix)] == prefix


def _combined(found: Sequence[Variable]) -> Iterator[Row]:
    """Yield combinations of values: all, or if these are many, those near the first."""
    size = 1
    for each in found:
        size *= len(each.values)
    every = product(*(each.values for each in found))
    chosen = every if size <= _MOST else islice(_near(found), _MOST)
    seen = set()
    for values in chosen:
        row = dict(zip((each.path for each in found), values, strict=True))
        gone = [path for path, value in row.items() if value is None]
        row = {
            path: value
            for path, value in row.items()
            if not any(_is_in(path, each) for each in gone)
        }
        key = tuple(row.items())
        if key not in seen:
            seen.add(key)
            yield row


def _near(found: Sequence[Variable]) -> Iterator[tuple[Any, ...]]:
    first = [each.values[0] for each in found]
    yield tuple(first)
    for count in (1, 2):
        for places in combinations(range(len(found)), count):
            for values in product(*(found[place].values[1:] for place in places)):
                row = list(first)
                for place, value in zip(places, values, strict=True):
                    row[place] = value
                yield tuple(row)


def _outcome(tree: Tree, said: Iterator[bool | None]) -> bool:
    """Return what a rule comes to by what its parts do, from left to right."""
    match tree:
        case Every(parts):
            found = [_outcome(each, said) for each in parts]  # each takes its own
            return all(found)
        case AnyOf(parts):
            found = [_outcome(each, said) for each in parts]
            return any(found)
        case Inverted(part):
            return not _outcome(part, said)
        case _:
            return bool(next(said))
