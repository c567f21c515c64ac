"""The small language of access: who may do something, and with which rows.

A comparison with a value that is missing is false, and `not` of it is true: there is no third
truth here, though SQL has one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from decimal import Decimal

from ..names import sql_literal
from ..record import Record
from .expression import COMPARISONS, Literal
from .tokens import ExpressionError, Reader, shown_token, tokens_of, unquoted

PUBLIC, AUTHENTICATED, OWNER = "public", "authenticated", "owner"
TERMS = (PUBLIC, AUTHENTICATED, OWNER)
"""What everybody is, who has signed in, and whose row it is."""

PRINCIPAL = "principal"
PRINCIPAL_ID = "principal.id"
"""The account of who asks, as a value beside a field of the type `user`."""


class Name(Record, frozen=True):
    """A word: a term, a role, a field or a path of relations to one."""

    name: str


class Permission(Record, frozen=True):
    """A permission that has to be there: `order:read`."""

    name: str


class Comparison(Record, frozen=True):
    """Two values and what stands between them; false where one of them is missing."""

    operator: str
    left: Operand
    right: Operand


class Missing(Record, frozen=True):
    """Whether a field has no value, or has one."""

    operand: Name
    negated: bool


class OneOf(Record, frozen=True):
    """Whether a field is one of some values, or none of them; false where it is missing."""

    operand: Name
    values: tuple[Literal, ...]
    negated: bool


class All(Record, frozen=True):
    """What holds where each of its parts does: `and`."""

    parts: tuple[Tree, ...]


class Some(Record, frozen=True):
    """What holds where one of its parts does: `or`."""

    parts: tuple[Tree, ...]


class Not(Record, frozen=True):
    """What holds where something doesn't."""

    part: Tree


Operand = Name | Literal
Tree = Name | Permission | Comparison | Missing | OneOf | All | Some | Not


class AccessExpression(Record, frozen=True):
    """An expression as it was written and as it was understood."""

    text: str
    tree: Tree

    def __str__(self) -> str:
        return to_text(self.tree)


def walk(tree: Tree) -> Iterator[Tree]:
    """Every part of a tree, each before what it is made of."""
    yield tree
    if isinstance(tree, Not):
        yield from walk(tree.part)
    elif isinstance(tree, All | Some):
        for each in tree.parts:
            yield from walk(each)


def renamed(tree: Tree, name_of: Callable[[str], str]) -> Tree:
    """A tree with other names in the place of roles, fields and paths."""
    match tree:
        case Name(name):
            return Name(_renamed(name, name_of))
        case Comparison(operator, left, right):
            both = [
                Name(_renamed(each.name, name_of)) if isinstance(each, Name) else each
                for each in (left, right)
            ]
            return Comparison(operator, *both)
        case Missing(operand, negated):
            return Missing(Name(name_of(operand.name)), negated)
        case OneOf(operand, values, negated):
            return OneOf(Name(name_of(operand.name)), values, negated)
        case Not(part):
            return Not(renamed(part, name_of))
        case All(parts):
            return All(tuple(renamed(each, name_of) for each in parts))
        case Some(parts):
            return Some(tuple(renamed(each, name_of) for each in parts))
    return tree


def _renamed(name: str, name_of: Callable[[str], str]) -> str:
    return name if name in (*TERMS, PRINCIPAL_ID) else name_of(name)


def names_in(leaf: Tree) -> tuple[str, ...]:
    """The names that a comparison or a name alone says, each once, in order."""
    match leaf:
        case Name(name):
            found = [name]
        case Comparison(_, left, right):
            found = [each.name for each in (left, right) if isinstance(each, Name)]
        case Missing(operand) | OneOf(operand):
            found = [operand.name]
        case _:
            found = []
    return tuple(dict.fromkeys(found))


_TOKEN = re.compile(
    r"""\s*(?:
        (?P<number>[0-9]+(?:\.[0-9]+)?)(?![A-Za-z_0-9.])
      | (?P<permission>[A-Za-z_][A-Za-z0-9_]*:(?:\*|[A-Za-z_][A-Za-z0-9_]*))
      | (?P<word>[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*)*)
      | (?P<string>'(?:[^']|'')*'|"(?:[^"]|"")*")
      | (?P<sign><=|>=|!=|<>|==|[=<>(),-])
    )""",
    re.VERBOSE | re.ASCII,
)
KEYWORDS = ("and", "or", "not", "is", "null", "in", "true", "false")


def parse_access(text: str) -> AccessExpression:
    """The expression that a text is, or an ExpressionError that says where it stops being one."""
    tokens = tokens_of(text, _TOKEN, KEYWORDS)
    return AccessExpression(text.strip(), _Parser(tokens).whole())


class _Parser(Reader):
    """Recursive descent over the tokens: or, and, not, a term or a comparison."""

    def whole(self) -> Tree:
        if not self._tokens:
            raise ExpressionError("is empty.")
        tree = self._either()
        self._finish()
        return tree

    def _either(self) -> Tree:
        self._begin()
        parts = [self._both()]
        while self._took("or"):
            parts.append(self._both())
        self._end()
        return Some(tuple(parts)) if len(parts) > 1 else parts[0]

    def _both(self) -> Tree:
        parts = [self._inverted()]
        while self._took("and"):
            parts.append(self._inverted())
        return All(tuple(parts)) if len(parts) > 1 else parts[0]

    def _inverted(self) -> Tree:
        count = 0
        while self._took("not"):
            count += 1
        tree = self._term()
        return Not(tree) if count % 2 else tree

    def _term(self) -> Tree:
        if self._took("("):
            tree = self._either()
            self._need(")")
            return tree
        if self._position < len(self._tokens):
            kind, text = self._tokens[self._position]
            if kind == "permission":
                self._position += 1
                return Permission(text)
        left = self._operand()
        if operator := self._took(*COMPARISONS):
            return Comparison(operator, left, self._operand())
        if not isinstance(left, Name):
            raise ExpressionError(f"compares {_said(left)} with nothing.")
        return self._about(left)

    def _about(self, name: Name) -> Tree:
        """What is said of a name, which may be nothing more than it."""
        if self._took("is"):
            negated = self._took("not") is not None
            self._need("null")
            return Missing(name, negated)
        negated = self._took("not") is not None
        if self._took("in"):
            return OneOf(name, self._values(), negated)
        if negated:
            found = shown_token(self._next()[1])
            raise ExpressionError(f'needs "in" where {found} stands.')
        return name

    def _values(self) -> tuple[Literal, ...]:
        self._need("(")
        values = [self._value()]
        while self._took(","):
            values.append(self._value())
        self._need(")")
        return tuple(values)

    def _value(self) -> Literal:
        found = self._operand()
        if not isinstance(found, Literal):
            raise ExpressionError("may have only values between the parentheses of in.")
        return found

    def _operand(self) -> Operand:
        negative = self._took("-") is not None
        kind, text = self._next()
        if kind == "number":
            number = Decimal(text) if "." in text else int(text)
            return Literal(-number if negative else number)
        if negative:
            raise ExpressionError(f"needs a number where {shown_token(text)} stands.")
        if kind == "string":
            return Literal(unquoted(text))
        if kind == "word":
            return Name(text)
        if text in ("true", "false"):
            return Literal(text == "true")
        raise ExpressionError(
            f"needs a role, a permission or a field where {shown_token(text)} stands."
        )


def to_text(tree: Tree) -> str:
    """The one text of a tree, by which two that say the same in the same order are alike."""
    match tree:
        case Name(name) | Permission(name):
            return name
        case Comparison(operator, left, right):
            return f"{_said(left)} {operator} {_said(right)}"
        case Missing(operand, negated):
            return f"{operand.name} is {'not ' * negated}null"
        case OneOf(operand, values, negated):
            listed = ", ".join(map(_said, values))
            return f"{operand.name} {'not ' * negated}in ({listed})"
        case Not(part):
            return f"not {_inside(part, (All, Some))}"
        case All(parts):
            return " and ".join(_inside(each, (Some,)) for each in parts)
        case Some(parts):
            return " or ".join(map(to_text, parts))


def _inside(tree: Tree, looser: tuple[type[Tree], ...]) -> str:
    text = to_text(tree)
    return f"({text})" if isinstance(tree, looser) else text


def _said(operand: Operand) -> str:
    if isinstance(operand, Name):
        return operand.name
    if isinstance(operand.value, bool):
        return "true" if operand.value else "false"
    value = operand.value
    return sql_literal(value) if isinstance(value, str) else str(value)
