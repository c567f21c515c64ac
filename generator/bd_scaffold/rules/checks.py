"""Checks and partial indexes: their expressions are about fields, and true or false."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence

from ..diagnostics import did_you_mean, one_of
from ..language.design import Entity
from ..language.expression import (
    ARITHMETIC,
    COMPARISONS,
    JOINED,
    Binary,
    Call,
    Column,
    Expression,
    IsNull,
    Like,
    Literal,
    Negation,
    Node,
    Within,
)
from ..language.expression import fields_of as names_in
from ..language.finding import Finding
from ..language.row_rules import Exclusion, Index
from ..language.scalars import UNCOMPARED
from ..language.tree import Path
from ..record import Record
from ..resolve import Resolved
from ..resolve.fields import Field
from ..resolve.slots import Slot
from .native import native_rule

_NUMBERS = ("smallint", "integer", "bigint", "float", "decimal")
_TEXTS = ("string", "text", "email", "url", "ip")


def rule(resolved: Resolved) -> Iterator[Finding]:
    """Every expression can be worked out for a row, and says yes or no."""
    for name, found in resolved.entities.items():
        entity = found.written
        path: Path = ("entities", name)
        reader = Types(found.fields, found.added)
        for position, index in enumerate(entity.indexes):
            for at, key in enumerate(index.fields):
                if not key.field:
                    place = (*path, "indexes", position, "fields", at)
                    yield from reader.findings(place, key.what, is_rule=False)
        for place, where in _conditions(entity, path):
            yield from reader.findings(place, where)
        for position, check in enumerate(entity.checks):
            if check.value:
                continue  # of a value's type, where it is looked at
            place = (*path, "checks", position)
            if check.rule is not None:
                yield from reader.findings((*place, "rule"), check.rule)
            yield from native_rule(found, place, check)


def _conditions(entity: Entity, path: Path) -> Iterator[tuple[Path, Expression]]:
    """Yield what is true of the rows that an index or an exclusion is about."""
    listed: dict[str, Sequence[Index | Exclusion]] = {
        "indexes": entity.indexes,
        "exclude": entity.exclude,
    }
    for word, about in listed.items():
        for position, each in enumerate(about):
            if each.where is not None:
                yield (*path, word, position, "where"), each.where


class _WrongTypeError(Exception):
    """The expression makes no sense: the arguments of a finding."""


class Types(Record, frozen=True):
    """Works out what each part of an expression is: a number, a text, a truth, a date."""

    fields: Mapping[str, Field]
    added: Mapping[str, Slot]  # the columns of traits

    def findings(
        self, path: Path, expression: Expression, *, is_rule: bool = True
    ) -> Iterator[Finding]:
        """Yield why an expression can't be worked out."""
        used = names_in(expression)
        unknown = [
            name for name in used if name not in self.fields and name not in self.added
        ]
        for name in unknown:
            message = f'"{name}" is not a field.'
            if self._parts(name):
                message = f'"{name}" is a value of several parts.'
            yield Finding(path, "BD106", message, self._advice(name))
        if unknown or not all(self.is_known(name) for name in used):
            return
        if not used:
            message = "It names no field, so it is the same for every row."
            yield Finding(path, "BD703", message)
            return
        try:
            if is_rule:
                self._need(expression.tree, "truth", "The whole")
            else:
                self._kind(expression.tree)
        except _WrongTypeError as error:
            yield Finding(path, "BD702", *error.args)

    def kind(self, expression: Expression) -> str:
        """Return what an expression without findings comes to."""
        return self._kind(expression.tree)

    def is_known(self, name: str) -> bool:
        """True for a field whose type means something."""
        return name in self.added or self.fields[name].is_known

    def _parts(self, name: str) -> list[str]:
        """Return how the parts of a value are said, or nothing where it has none."""
        said = [each.said for each in self.fields.values()]
        return [each for each in said if each.startswith(f"{name}.")]

    def _advice(self, name: str) -> str:
        if parts := self._parts(name):
            return f"Write {' or '.join(parts)}."
        there = self.fields.get(name.partition(".")[0])
        if "." in name and there is not None and there.is_relation:
            return f"An expression reads its own row, and {there.name} is another one."
        if any(name in each.values for each in self.fields.values()):
            return f"Text needs quotes: '{name}'."
        known = [*(each.said for each in self.fields.values()), *self.added]
        hint = did_you_mean(name, known)
        return hint or ("" if "." in name else "Text needs quotes.")

    def _need(self, node: Node, kind: str, what: str) -> None:
        found = self._kind(node)
        if found != kind:
            said = _SAID.get(found, found)
            raise _WrongTypeError(f"{what} is {said}, not {_SAID[kind]}.")

    def _kind(self, node: Node) -> str:  # noqa: C901 - one case each
        match node:
            case Column(name):
                return self._column(name)
            case Literal(value):
                return _literal(value)
            case Binary(operator, left, right) if operator in COMPARISONS:
                self._compare(operator, left, right)
            case Binary(operator, left, right):
                kind = _SIDES.get(operator, "truth")
                for side in (left, right):
                    self._need(side, kind, f'A side of "{operator}"')
                return kind
            case Negation(operator, operand):
                kind = "number" if operator == "-" else "truth"
                self._need(operand, kind, f'What follows "{operator}"')
                return kind
            case IsNull(operand):
                self._nullable(operand)
            case Within(operand, values):
                for each in values:
                    self._compare("=", operand, each)
            case Like(operand):
                self._need(operand, "text", 'What stands before "like"')
            case Call(name, arguments):
                return self._called(name, arguments)
        return "truth"

    def _called(self, name: str, arguments: Sequence[Node]) -> str:
        """Return what a function makes of its arguments."""
        if name == "coalesce":
            first, *others = arguments
            for each in others:
                self._compare("=", first, each)
            return self._kind(first)
        needs, made = _FUNCTIONS[name]
        self._need(arguments[0], needs, f"What {name} is given")
        return made

    def _nullable(self, node: Node) -> None:
        if not isinstance(node, Column):
            raise _WrongTypeError("Only a field can be null.")
        name = node.name
        if name in self.added:
            if not self.added[name].schema.nullable:
                raise _WrongTypeError(f"{name} is never null.")
            return
        field = self.fields[name]
        if not field.has_column:
            raise _WrongTypeError(f"{name} is a list of relations and has no column.")
        if not field.source.nullable:
            message = f"{field.said} is never null."
            raise _WrongTypeError(message, "It has no question mark.")

    def _column(self, name: str) -> str:
        if name in self.added:
            return _kind_of(self.added[name])
        written = self.fields[name]
        field = written.source
        if written.is_relation:
            hint = f"A relation can only be asked for `{name} is null`."
            raise _WrongTypeError(f"{name} is a relation.", hint)
        if field.many or field.type in UNCOMPARED:
            message = f"{written.said} is {field.type}, which cannot be compared."
            raise _WrongTypeError(message)
        if written.kind == "enum":
            return f"enum {name}"
        if field.type in _NUMBERS:
            return "number"
        if field.type in _TEXTS:
            return "text"
        return "truth" if field.type == "boolean" else field.type

    def _compare(self, operator: str, left: Node, right: Node) -> None:
        kinds = self._kind(left), self._kind(right)
        if operator not in ("=", "!="):
            self._in_order(kinds)
        if kinds[0] == kinds[1]:
            if kinds[0] in _UNORDERED and operator not in ("=", "!="):
                raise _WrongTypeError(f"{_UNORDERED[kinds[0]]} have no order.")
            return
        for node, kind, other in (
            (left, kinds[1], kinds[0]),
            (right, kinds[0], kinds[1]),
        ):
            if other == "text" and kind == "text":
                return
            if isinstance(node, Literal) and isinstance(node.value, str):
                self._written(node.value, kind)
                return
        if all(kind.startswith("enum ") for kind in kinds):
            self._of_one_type(kinds)
            return
        first, second = (_SAID.get(kind, kind) for kind in kinds)
        raise _WrongTypeError(f"{_capital(first)} and {second} cannot be compared.")

    def _in_order(self, kinds: Iterable[str]) -> None:
        """An enum that is sorted as declared is not compared by its texts."""
        for kind in kinds:
            enum = kind.startswith("enum ") and self.fields[kind[5:]].enum
            if enum and enum.ordered:
                message = f"{kind[5:]} would be compared by its texts."
                hint = "Write `in` with the values that are meant."
                raise _WrongTypeError(message, hint)

    def _of_one_type(self, kinds: Sequence[str]) -> None:
        """PostgreSQL compares values of its own types only with their like."""
        enums = [self.fields[kind[5:]].enum for kind in kinds]
        types = {enum.native for enum in enums if enum is not None}
        if len(types) > 1:
            one, other = (kind[5:] for kind in kinds)
            message = f"PostgreSQL holds {one} and {other} as different types."
            hint = "Compare each with values: `in` with those that are meant."
            raise _WrongTypeError(message, hint)

    def _written(self, text: str, kind: str) -> None:
        """A text beside a field of another kind has to be one of its values."""
        if kind.startswith("enum "):
            field = self.fields[kind.removeprefix("enum ")]
            values = field.values
            if text not in values:
                hint = did_you_mean(text, values) or one_of(values)
                raise _WrongTypeError(
                    f'"{text}" is not a value of {field.source.type}.', hint
                )
        elif kind == "date":
            if not _is_date(text):
                raise _WrongTypeError(f'"{text}" is not a date.', "Write '2026-01-31'.")
        else:
            said = _SAID.get(kind, kind)
            raise _WrongTypeError(f"A text and {said} cannot be compared.")


_SIDES = {**dict.fromkeys(ARITHMETIC, "number"), JOINED: "text"}
"""What stands on both sides of an operator that makes a value of two, and what it makes."""

_UNORDERED = {"truth": "Booleans", "user": "Accounts"}
"""What is the same or not, and never more or less."""

_FUNCTIONS = {
    "abs": ("number", "number"),
    "length": ("text", "number"),
    "lower": ("text", "text"),
    "trim": ("text", "text"),
    "upper": ("text", "text"),
}
"""What each function of one argument needs, and what it makes of it."""


def _kind_of(slot: Slot) -> str:
    return "number" if slot.schema.type in _NUMBERS else slot.schema.type


_SAID = {
    "user": "an account",
    "truth": "true or false",
    "number": "a number",
    "text": "a text",
    "date": "a date",
    "datetime": "a datetime",
    "datetime_local": "a datetime without a zone",
    "time": "a time",
    "uuid": "a uuid",
}


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _literal(value: object) -> str:
    if isinstance(value, bool):
        return "truth"
    return "text" if isinstance(value, str) else "number"


def _is_date(text: str) -> bool:
    try:
        return dt.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
