"""A field's line, `decimal(12,2) min(0) = 0 filter`, as the mapping it stands for."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from ..diagnostics import did_you_mean, one_of
from ..record import Record
from .filters import FORMS
from .scalars import STORED_AS
from .tree import Bare

FLAGS = (
    "unique",
    "index",
    "filter",
    "sort",
    "search",
    "auto",
    "readonly",
    "writeonly",
    "internal",
    "immutable",
    "encrypted",
    "pii",
    "not_blank",
    "trim",
    "lower",
    "upper",
    "one",
    "link",
    "unlisted",
    "nested",
    "include",
    "owned",
    "deferred",
    "virtual",
    "deferrable",
    "unindexed",
)
_SEVERAL = ("column", "constraint", "through")
CALLS = (
    "min",
    "max",
    "length",
    "pattern",
    "to",
    "through",
    "on_delete",
    "on_update",
    "was",
    "column",
    "table",
    "constraint",
    "computed",
    "readable",
    "writable",
)
_RULES = ("readable", "writable")

_TOKEN = re.compile(
    r"""\s*(?:
        (?P<quoted>"(?:\\.|[^"\\])*"|'[^']*')
      | (?P<json>\[\s*\]|\{\s*\}|\[\s*(?:"|-?[0-9]|true|false|null)[^\[\]]*\])
      | (?P<sign>\[|\]|[()?,=])
      | (?P<word>[^\s()?,="'\[\]]+)
    )""",
    re.VERBOSE,
)


class Problem(Record, frozen=True):
    """One thing wrong with a field, as the parts of a diagnostic."""

    code: str
    message: str
    hint: str = ""


@dataclass(slots=True)
class Parsed:
    """What could be understood of a field, and what could not."""

    words: dict[str, Any] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def complain(self, code: str, message: str, hint: str = "") -> None:
        """Remember one more problem."""
        self.problems.append(Problem(code, message, hint))


class _Stuck(Exception):
    """The rest of the line cannot be understood."""


def parse_field(text: str) -> Parsed:
    """The mapping that a field's line stands for; of the type "unknown" if it is unreadable."""
    return _parsed(text, f"Write {FORM}.", with_modifiers=True)


def parse_type(text: str) -> Parsed:
    """The same for the `type` of a field's mapping, which takes no modifiers."""
    hint = "Write TYPE[?][[]]; the rest has its own keys."
    return _parsed(text, hint, with_modifiers=False)


def _parsed(text: str, hint: str, *, with_modifiers: bool) -> Parsed:
    parsed = Parsed()
    try:
        _Line(text, parsed).read(with_modifiers=with_modifiers)
    except _Stuck as error:
        parsed.complain("BD201", str(error), hint)
        parsed.words["type"] = "unknown"
    return parsed


FORM = "`TYPE[?][[]] [modifier …] [= default]`"


class _Line:
    """Reads a field's line from left to right."""

    def __init__(self, text: str, parsed: Parsed) -> None:
        self._text = text
        self._tokens, self._ends = _tokens(text)
        self._position = 0
        self._parsed = parsed

    def read(self, *, with_modifiers: bool) -> None:
        kind, name = self._next("a type")
        if kind != "word":
            raise _Stuck(f"A field starts with its type, not with {_shown(name)}.")
        self._type(name)
        if with_modifiers:
            while self._position < len(self._tokens):
                self._modifier()
        elif self._position < len(self._tokens):
            raise _Stuck(f"{_shown(self._next('')[1])} is not part of a type.")

    def _next(self, what: str) -> tuple[str, str]:
        if self._position >= len(self._tokens):
            raise _Stuck(f"The line ends where {what} is expected.")
        self._position += 1
        return self._tokens[self._position - 1]

    def _took(self, token: str) -> bool:
        if self._tokens[self._position : self._position + 1] in (
            [("sign", token)],
            [("json", token)],
        ):
            self._position += 1
            return True
        return False

    def _type(self, name: str) -> None:
        words = self._parsed.words
        words["type"] = name
        if self._took("("):
            words["arguments"] = self._arguments()
        meant, form = STORED_AS.get(name, ("", ""))
        if meant and bool(form) is bool(words.get("arguments")):
            words |= {"type": meant, "stored": name}
        for _ in range(2):
            if self._took("?"):
                words["nullable"] = True
            elif self._took("[]"):
                words["many"] = True

    def _arguments(self) -> tuple[str, ...]:
        arguments: list[str] = []
        while not self._took(")"):
            kind, text = self._next('")"')
            if kind == "quoted":
                arguments.append(_unquoted(text) + self._former())
            elif kind in ("word", "json"):
                arguments.append(text + self._former())
            else:
                raise _Stuck(f"{_shown(text)} is not allowed in parentheses.")
            if not self._took(",") and self._tokens[
                self._position : self._position + 1
            ] != [("sign", ")")]:
                _, found = self._next('")"')
                raise _Stuck(f'A "," or ")" is missing before {_shown(found)}.')
        return tuple(arguments)

    def _former(self) -> str:
        """The ` was(old)` behind a value of an enum, if there is one."""
        following = self._tokens[self._position : self._position + 2]
        if following != [("word", "was"), ("sign", "(")]:
            return ""
        self._position += 2
        kind, name = self._next("the former value")
        if kind == "quoted":
            name = _unquoted(name)
        if not self._took(")"):
            raise _Stuck('A ")" is missing behind the former value.')
        return f" was({name})"

    def _modifier(self) -> None:
        kind, text = self._next("a modifier")
        if (kind, text) == ("sign", "="):
            self._default()
        elif kind != "word":
            raise _Stuck(f"{_shown(text)} is not a modifier.")
        elif text == "by":
            self._put("by", self._next("the other side's field")[1])
        elif text == "computed" and self._took("("):
            self._computed()
        elif text in _RULES and self._took("("):
            self._expression(text, f"{text}(admin)")
        else:
            arguments = self._arguments() if self._took("(") else None
            self._named(text, arguments)

    def _default(self) -> None:
        kind, text = self._next("the default")
        if kind == "sign":
            raise _Stuck(f"{_shown(text)} is not a default.")
        if (kind, text) == ("word", "sql") and self._took("("):
            self._sql("default_sql", self._arguments())
            return
        self._put("default", _unquoted(text) if kind == "quoted" else Bare(text))

    def _computed(self) -> None:
        """Read an expression as it stands between its parentheses, or the database's own."""
        start = self._ends[self._position - 1]
        if self._took_word("sql") and self._took("("):
            self._sql("computed_sql", self._arguments())
            if not self._took(")"):
                _, found = self._next('")"')
                raise _Stuck(f'A ")" is missing before {_shown(found)}.')
            return
        self._expression("computed", _COMPUTED, start)

    def _expression(self, word: str, form: str, start: int | None = None) -> None:
        """Read what stands between parentheses as it is written."""
        start = self._ends[self._position - 1] if start is None else start
        depth = 1
        while depth:
            token = self._next('")"')
            depth += {("sign", "("): 1, ("sign", ")"): -1}.get(token, 0)
        written = self._text[start : self._ends[self._position - 1] - 1].strip()
        if not written:
            message, hint = f'"{word}" has no argument.', f"Write `{form}`."
            self._parsed.complain("BD202", message, hint)
            return
        self._put(word, written)

    def _took_word(self, word: str) -> bool:
        """Take a word that a parenthesis follows."""
        following = self._tokens[self._position : self._position + 2]
        if following != [("word", word), ("sign", "(")]:
            return False
        self._position += 1
        return True

    def _sql(self, word: str, arguments: tuple[str, ...]) -> None:
        if len(arguments) not in (1, 2):
            message = f'"sql" has {_count(arguments)}.'
            hint = 'Write `sql("…")`, or `sql("PostgreSQL\'s", "SQLite\'s")`.'
            self._parsed.complain("BD202", message, hint)
        self._put(word, list(arguments[:2]))

    def _named(self, name: str, arguments: tuple[str, ...] | None) -> None:
        complain = self._parsed.complain
        if name == "filter" and arguments is not None:
            self._filter(arguments)
        elif name in FLAGS:
            if arguments is not None:
                complain("BD202", f'"{name}" takes no arguments.')
            self._put(name, value=True)
        elif name in CALLS:
            self._call(name, arguments or ())
        elif name in ("optional", "nullable", "null", "required"):
            complain(
                "BD105",
                f'"{name}" is not a modifier.',
                "A field is required unless its type has a question mark: `text?`.",
            )
        elif name in ("native", "ordered"):
            hint = f"Give the enum a name in `enums`: {{values: […], {name}: true}}."
            complain("BD105", f'"{name}" is said of an enum.', hint)
        elif name in ("default", "by", "many"):
            hint = {"default": "= VALUE", "by": "by FIELD", "many": "TYPE[]"}[name]
            complain("BD105", f'"{name}" is not written so.', f"Write `{hint}`.")
        else:
            hint = did_you_mean(name, (*FLAGS, *CALLS)) or one_of((*FLAGS, *CALLS))
            complain("BD105", f'"{name}" is not a modifier.', hint)

    def _call(self, name: str, arguments: tuple[str, ...]) -> None:
        allowed = {"length": 2, **dict.fromkeys(_SEVERAL, len(arguments))}.get(name, 1)
        if not 1 <= len(arguments) <= allowed:
            form = {
                "length": "length(n) or length(min, max)",
                "pattern": 'pattern("…")',
                "to": "to(email)",
                "through": "through(OrderLine)",
                "on_delete": "on_delete(cascade)",
                "on_update": "on_update(cascade)",
                "was": "was(old_name)",
                "column": 'column("Unit Price")',
                "table": 'table("Product Tags")',
                "constraint": 'constraint("FK_Orders_Customer")',
                "computed": _COMPUTED,
                **{word: f"{word}(admin)" for word in _RULES},
            }.get(name, f"{name}(n)")
            self._parsed.complain(
                "BD202", f'"{name}" has {_count(arguments)}.', f"Write `{form}`."
            )
        elif name == "length":
            self._put("min_length", arguments[0])
            self._put("max_length", arguments[-1])
        elif name in _SEVERAL:
            self._put(name, list(arguments))
        else:
            self._put(name, arguments[0])

    def _filter(self, forms: tuple[str, ...]) -> None:
        """Take the forms by which lists are narrowed beside the usual ones."""
        if not forms:
            hint = f"Write `filter`, or `filter({', '.join(FORMS)})` with any of them."
            self._parsed.complain("BD202", '"filter" has no argument.', hint)
        self._put("filter", list(forms) or True)

    def _put(self, word: str, value: Any) -> None:
        if word in self._parsed.words:
            self._parsed.complain("BD203", f'"{word}" is given twice.')
        self._parsed.words[word] = value


_COMPUTED = "computed(price * count)"


def _tokens(text: str) -> tuple[list[tuple[str, str]], list[int]]:
    """Return the tokens of a line, and where each of them ends."""
    found: list[tuple[str, str]] = []
    ends: list[int] = []
    position = 0
    end = len(text.rstrip())
    while position < end:
        match = _TOKEN.match(text, position)
        if match is None:
            raise _Stuck(f"{_shown(text[position:].strip())} has no closing quote.")
        kind = match.lastgroup or ""
        found.append((kind, match[kind]))
        position = match.end()
        ends.append(position)
    return found, ends


def _unquoted(text: str) -> str:
    return text[1:-1].replace('\\"', '"') if text[0] == '"' else text[1:-1]


def _shown(text: str) -> str:
    return f'"{text[:40]}"' if '"' not in text else text[:40]


def _count(arguments: tuple[str, ...]) -> str:
    return f"{len(arguments) or 'no'} argument{'s' * (len(arguments) != 1)}"
