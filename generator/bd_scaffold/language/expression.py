"""The small language of checks and partial indexes: parsed, never evaluated, rendered as SQL."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal

from ..names import sql_literal
from ..record import Record
from .like import is_portable, like_sql
from .tokens import ExpressionError, Reader, shown_token, tokens_of, unquoted


class Column(Record, frozen=True):
    """The value of a field."""

    name: str


class Literal(Record, frozen=True):
    """A value written out."""

    value: str | int | Decimal  # a truth is an int in Python


class Binary(Record, frozen=True):
    """Two operands and what stands between them: a comparison, arithmetic, `and`, `or`."""

    operator: str
    left: Node
    right: Node


class Negation(Record, frozen=True):
    """`not` or a minus sign before an operand."""

    operator: str
    operand: Node


class IsNull(Record, frozen=True):
    """Whether an operand is missing, or isn't."""

    operand: Node
    negated: bool


class Within(Record, frozen=True):
    """Whether an operand is one of some values, or isn't."""

    operand: Node
    values: tuple[Literal, ...]
    negated: bool


class Like(Record, frozen=True):
    """Whether a text is like a pattern: `%` stands for any text, `_` for any character."""

    operand: Node
    pattern: str
    negated: bool


class Call(Record, frozen=True):
    """A function of some values."""

    name: str
    arguments: tuple[Node, ...]


Node = Column | Literal | Binary | Negation | IsNull | Within | Like | Call

FUNCTIONS: Mapping[str, tuple[int, int]] = {
    "abs": (1, 1),
    "coalesce": (2, 9),
    "length": (1, 1),
    "lower": (1, 1),
    "trim": (1, 1),
    "upper": (1, 1),
}
"""How many arguments each function has: at least, and at most."""

COMPARISONS = ("=", "!=", "<", "<=", ">", ">=")
ARITHMETIC = ("+", "-", "*")
JOINED = "||"
"""Between two texts: one behind the other."""

CONNECTIVES = ("and", "or")


class Expression(Record, frozen=True):
    """An expression as it was written and as it was understood."""

    text: str
    tree: Node

    def __str__(self) -> str:
        return self.text


def walk(node: Node) -> Iterator[Node]:
    """Every node of a tree, each before its operands."""
    yield node
    if isinstance(node, Binary):
        yield from walk(node.left)
        yield from walk(node.right)
    elif isinstance(node, Negation | IsNull | Within | Like):
        yield from walk(node.operand)
    elif isinstance(node, Call):
        for each in node.arguments:
            yield from walk(each)


def fields_of(expression: Expression) -> tuple[str, ...]:
    """The names of the fields that an expression reads, each once, in order."""
    found = (each.name for each in walk(expression.tree) if isinstance(each, Column))
    return tuple(dict.fromkeys(found))


_TOKEN = re.compile(
    r"""\s*(?:
        (?P<number>[0-9]+(?:\.[0-9]+)?)(?![A-Za-z_0-9.])
      | (?P<word>[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*)?)
      | (?P<string>'(?:[^']|'')*'|"(?:[^"]|"")*")
      | (?P<sign><=|>=|!=|<>|==|\|\||[=<>()+*,-])
    )""",
    re.VERBOSE | re.ASCII,
)
_INFIX = ("like", "between")  # which stand behind a value: before it they name a field
KEYWORDS = ("and", "or", "not", "is", "null", "in", "true", "false", *_INFIX)


def parse_expression(text: str) -> Expression:
    """The expression that a text is, or an ExpressionError that says where it stops being one."""
    tokens = tokens_of(text, _TOKEN, KEYWORDS)
    return Expression(text.strip(), _Parser(tokens).whole())


class _Parser(Reader):
    """Recursive descent over the tokens: or, and, not, comparison, sum, product, operand."""

    def whole(self) -> Node:
        if not self._tokens:
            raise ExpressionError("is empty.")
        tree = self._either()
        self._finish()
        return tree

    def _either(self) -> Node:
        self._begin()
        tree = self._chain(self._both, "or")
        self._end()
        return tree

    def _both(self) -> Node:
        return self._chain(self._inverted, "and")

    def _chain(self, operand: Callable[[], Node], *operators: str) -> Node:
        """Operands with one of the operators between each two, from left to right."""
        tree = operand()
        while operator := self._took(*operators):
            tree = Binary(operator, tree, operand())
        return tree

    def _inverted(self) -> Node:
        count = 0
        while self._took("not"):
            count += 1
        tree = self._comparison()
        return Negation("not", tree) if count % 2 else tree

    def _comparison(self) -> Node:
        left = self._joined()
        if operator := self._took(*COMPARISONS):
            return Binary(operator, left, self._joined())
        if self._took("is"):
            negated = self._took("not") is not None
            self._need("null")
            return IsNull(left, negated)
        negated = self._took("not") is not None
        if self._took("in"):
            return Within(left, self._values(), negated)
        if self._took("like"):
            return Like(left, self._pattern(), negated)
        if self._took("between"):
            return self._between(left, negated=negated)
        if negated:
            found = shown_token(self._next()[1])
            raise ExpressionError(f'needs "in" where {found} stands.')
        return left

    def _between(self, left: Node, *, negated: bool) -> Node:
        """Both ends are among the values between them."""
        low = self._joined()
        self._need("and")
        high = self._joined()
        tree = Binary("and", Binary(">=", left, low), Binary("<=", left, high))
        return Negation("not", tree) if negated else tree

    def _pattern(self) -> str:
        kind, text = self._next()
        if kind != "string":
            raise ExpressionError(
                f"needs a pattern in quotes where {shown_token(text)} stands."
            )
        pattern = unquoted(text)
        if not is_portable(pattern):
            raise ExpressionError(
                "may have one text between two % signs, and no _ in it, behind like."
            )
        return pattern

    def _values(self) -> tuple[Literal, ...]:
        self._need("(")
        values = [self._value()]
        while self._took(","):
            values.append(self._value())
        self._need(")")
        return tuple(values)

    def _value(self) -> Literal:
        sign = self._took("-")
        operand = self._operand()
        if not isinstance(operand, Literal) or (
            sign and isinstance(operand.value, str)
        ):
            raise ExpressionError("may have only values between the parentheses of in.")
        return Literal(-operand.value) if sign else operand  # type: ignore[operator]

    def _joined(self) -> Node:
        return self._chain(self._sum, JOINED)

    def _sum(self) -> Node:
        return self._chain(self._product, "+", "-")

    def _product(self) -> Node:
        return self._chain(self._signed, "*")

    def _signed(self) -> Node:
        return Negation("-", self._operand()) if self._took("-") else self._operand()

    def _operand(self) -> Node:
        if self._took("("):
            tree = self._either()
            self._need(")")
            return tree
        kind, text = self._next()
        if kind == "word" and text.lower() in FUNCTIONS and self._took("("):
            return Call(text.lower(), self._arguments(text.lower()))
        if kind == "word" or text in _INFIX:
            return Column(text)
        if kind == "number":
            return Literal(Decimal(text) if "." in text else int(text))
        if kind == "string":
            return Literal(unquoted(text))
        if text in ("true", "false"):
            return Literal(text == "true")
        raise ExpressionError(
            f"needs a field or a value where {shown_token(text)} stands."
        )

    def _arguments(self, name: str) -> tuple[Node, ...]:
        found = [self._either()]
        while self._took(","):
            found.append(self._either())
        self._need(")")
        least, most = FUNCTIONS[name]
        if not least <= len(found) <= most:
            raise ExpressionError(f"gives {name} {len(found)} values, not {least}.")
        return tuple(found)


_BINDING = {"or": 1, "and": 2, "not": 3, "compare": 4, "||": 5, "+": 6, "-": 6, "*": 7}
_TIGHTEST = 8


def to_sql(expression: Expression, columns: Mapping[str, str]) -> str:
    """The expression as SQL for PostgreSQL and SQLite, given each field's column, quoted.

    SQLAlchemy reads it as its `text`, where a colon starts a parameter unless it is escaped.
    """
    return _sql(expression.tree, columns).replace(":", r"\:")


def _sql(node: Node, columns: Mapping[str, str]) -> str:
    match node:
        case Column(name):
            return columns[name]
        case Literal(value):
            return _literal(value)
        case Binary(operator, left, right):
            shown = {"!=": "<>"}.get(operator, operator.upper())
            level = _level(node)
            first = _within(left, columns, level + (operator in COMPARISONS))
            return f"{first} {shown} {_within(right, columns, level + 1)}"
        case Negation(operator, operand):
            space = " " if operator == "not" else ""
            return f"{operator.upper()}{space}{_within(operand, columns, _level(node) + 1)}"
        case IsNull(operand, negated):
            return f"{_within(operand, columns, 5)} IS {'NOT ' * negated}NULL"
        case Within(operand, values, negated):
            listed = ", ".join(_literal(each.value) for each in values)
            return f"{_within(operand, columns, 5)} {'NOT ' * negated}IN ({listed})"
        case Like(operand, pattern, negated):
            found = like_sql(_sql(operand, columns), pattern)
            return f"NOT ({found})" if negated else f"({found})"
        case Call(name, arguments):
            return f"{name}({', '.join(_sql(each, columns) for each in arguments)})"


def _within(node: Node, columns: Mapping[str, str], level: int) -> str:
    text = _sql(node, columns)
    return text if _level(node) >= level else f"({text})"


def _level(node: Node) -> int:
    match node:
        case Column() | Literal() | Call():
            return _TIGHTEST
        case Like():
            return _BINDING["not"] if node.negated else _TIGHTEST
        case Binary(operator) if operator not in COMPARISONS:
            return _BINDING[operator]
        case Negation(operator):
            return _BINDING["not"] if operator == "not" else 7
        case _:
            return _BINDING["compare"]


def _literal(value: str | int | Decimal) -> str:
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    return sql_literal(value) if isinstance(value, str) else str(value)
