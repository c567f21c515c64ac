"""Renamed things in the strings of people's code: paths, parameters, tables and columns.

A string is renamed where it can mean nothing else: a path at its start, a name of many words
that only the older render had, a table or a column in a statement of SQL.
"""

from __future__ import annotations

import re
import tokenize
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from tokenize import TokenInfo

from ..model import matching
from ..model.types import Entity, Model
from ..names import quote_sql
from ..record import Record
from .imports import Edit

Unsure = tuple[int, str, str]

_KINDS = {tokenize.STRING, getattr(tokenize, "FSTRING_MIDDLE", tokenize.STRING)}
_SQL = re.compile(
    r"^\s*(select|insert|update|delete|with|create|alter|truncate)\s"
    r"|\b(SELECT|FROM|JOIN|INTO|UPDATE|WHERE|SET|ORDER BY)\b",
    re.IGNORECASE,
)
_QUOTES = re.compile(r"^[A-Za-z]*(\"\"\"|'''|\"|')|(\"\"\"|'''|\"|')$")


class StringRenames(Record, frozen=True):
    """What strings call otherwise now, each by its old name."""

    prefix: str  # of all paths
    paths: Mapping[str, str]  # of lists, without the prefix
    parameters: Mapping[str, str]  # of paths
    schemas: Mapping[str, str]  # of the contract
    tables: Mapping[str, str]
    columns: Mapping[str, str]
    doubtful: frozenset[str]  # old names that something else has now
    quoted: frozenset[str] = frozenset()  # and those for which SQL needs other quotes

    def __bool__(self) -> bool:
        return bool(self.paths or self.tables or self.columns or self.schemas)


NOTHING = StringRenames("", {}, {}, {}, {}, {}, frozenset())


def string_renames(old: Model, new: Model) -> StringRenames:
    """Return what strings call otherwise now, by the declared renames between two models."""
    kept = matching.entities(old, new).kept
    tables = _others((was.table, now.table) for was, now in kept)
    columns: dict[str, str] = {}
    for was, now in kept:
        pairs = matching.columns(old.tables[was.table], new.tables[now.table]).kept
        columns |= _others((a.name, b.name) for a, b in pairs)
    there = {column.name for table in new.tables.values() for column in table.columns}
    there |= new.tables.keys() | {each.path for each in new.entities}
    parts = (zip(was.key, now.key, strict=False) for was, now in kept)
    enums = matching.enums(old, new).kept
    return StringRenames(
        old.api.prefix,
        _others((was.path, now.path) for was, now in kept),
        _others((a.parameter, b.parameter) for each in parts for a, b in each),
        {
            **_others((was.name, now.name) for was, now in enums),
            **_others((a.name, b.name) for a, b in matching.types(old, new).kept),
            **_others(each for was, now in kept for each in _schemas(was, now)),
        },
        tables,
        columns,
        frozenset(there),
        frozenset(_quoted({**tables, **columns})),
    )


def _quoted(renames: Mapping[str, str]) -> Iterator[str]:
    """Yield the old names of what stands in quotes in SQL, before or afterwards."""
    for old, new in renames.items():
        if (quote_sql(old), quote_sql(new)) != (old, new):
            yield old


_BODIES = (
    *("", "Create", "Replace", "Update", "ListItem", "Page"),
    *("WithRelated", "ListItemWithRelated", "Fields", "FieldsWithRelated"),
)


def _schemas(was: Entity, now: Entity) -> Iterator[tuple[str, str]]:
    for body in _BODIES:
        yield f"{was.name}{body}", f"{now.name}{body}"


def _others(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    return {old: new for old, new in pairs if old != new}


class Names(Record, frozen=True):
    """Identifiers that are renamed in a module, for the strings that hold them."""

    certain: Mapping[str, str]
    plain: Mapping[str, str]  # renamed where it is clear what they mean
    known: frozenset[tuple[int, int]] = frozenset()  # places that say what they mean


def in_strings(
    tokens: Iterable[TokenInfo],
    lines: Sequence[str],
    renames: StringRenames,
    names: Names,
) -> tuple[list[Edit], list[Unsure]]:
    """Return what becomes of the strings of a module, and what somebody has to decide."""
    edits: list[Edit] = []
    unsure: list[Unsure] = []
    sought = _Sought(renames, names)
    for token in tokens:
        if token.type in _KINDS:
            found = _Literal(token, lines, sought)
            edits += found.edits
            unsure += found.unsure
    return edits, unsure


class _Words:
    """Words to look for, and what they are called now."""

    def __init__(self, words: Mapping[str, str], more: str = "") -> None:
        self.words = words
        listed = "|".join(sorted(map(re.escape, words), key=len, reverse=True))
        self.pattern = re.compile(rf"(?:(?<!\w)|(?=/))(?:{listed})(?![\w{more}])")


class _Sought:
    """All that is looked for in the strings of a module."""

    def __init__(self, renames: StringRenames, names: Names) -> None:
        self.renames = renames
        self.paths = _Words(renames.paths, "-")
        self.names = _Words({**renames.parameters, **names.certain})
        self.tables = _Words(renames.tables)
        self.columns = _Words(renames.columns)
        self.plain = _Words(names.plain)
        self.known = names.known


class _Passage(Record, frozen=True):
    """The part of a line that is in a string."""

    row: int
    line: str
    start: int
    end: int


class _Literal:
    """One string, and what in it is called otherwise."""

    def __init__(
        self,
        token: TokenInfo,
        lines: Sequence[str],
        sought: _Sought,
    ) -> None:
        self._sought, self._renames = sought, sought.renames
        self._whole = _QUOTES.sub("", token.string)
        self._is_sql = bool(_SQL.search(self._whole))
        # Since Python 3.12 what stands in the braces of an f-string is tokens of its own.
        self._is_formatted = bool(re.match(r"\w*[fF]\w*[\"']", token.string))
        self.edits: list[Edit] = []
        self.unsure: list[Unsure] = []
        (first, start), (last, end) = token.start, token.end
        for row in range(first, last + 1):
            line = lines[row - 1]
            begin = start if row == first else 0
            self._passage(_Passage(row, line, begin, end if row == last else len(line)))

    def _passage(self, passage: _Passage) -> None:
        sought = self._sought
        self._each(passage, sought.paths, self._is_path)
        self._each(passage, sought.names, self._is_name)
        self._each(passage, sought.tables, self._is_table)
        self._each(passage, sought.columns, self._is_column)
        if self._whole in sought.plain.words:
            self._each(passage, sought.plain, lambda *_: False)
        if self._is_formatted:
            self._each(passage, sought.plain, self._is_in_braces)

    def _each(
        self,
        passage: _Passage,
        sought: _Words,
        judged: Callable[[str, str, str], bool | None],
    ) -> None:
        """Rename words in a passage; `judged` tells whether they certainly mean that."""
        if not sought.words:
            return
        row, line = passage.row, passage.line
        taken = {c for e in self.edits if e.row == row for c in range(e.start, e.end)}
        known = {(r, word) for r, word, _ in self.unsure}
        for match in sought.pattern.finditer(line, passage.start, passage.end):
            old, new = match[0], sought.words[match[0]]
            before = line[passage.start : match.start()]
            sure = judged(old, before, line[match.end() :])
            said = match.start() in taken or (row, match.start()) in self._sought.known
            if sure is None or said or (row, old) in known:
                continue
            if sure:
                self.edits.append(Edit(row, *match.span(), old, new))
            else:
                self.unsure.append((row, old, new))

    def _is_path(self, old: str, before: str, _: str) -> bool:
        if old in self._renames.doubtful or "://" in self._whole:
            return False
        prefix = self._renames.prefix
        return before[-1:] in "\"'}" or bool(prefix and before.endswith(prefix))

    def _is_name(self, old: str, before: str, after: str) -> bool | None:
        """Take a name of many words, or one that is the whole string.

        A parameter that is called like something else now is one in a path's braces only.
        """
        if old in self._renames.doubtful:
            braced = before.endswith("{") and after.startswith("}")
            return True if braced and "/" in self._whole else None
        if self._is_formatted and _is_open(before):
            return True
        is_long = "_" in old.strip("_") or re.search("[a-z0-9][A-Z]", old)
        return True if is_long or old == self._whole else None

    def _is_in_braces(self, _: str, before: str, __: str) -> bool | None:
        """List an everyday word of an expression in an f-string."""
        return False if _is_open(before) else None

    def _is_table(self, old: str, before: str, after: str) -> bool | None:
        word = re.search(
            r"\b(from|join|into|update|table)\s+\W?$", before, re.IGNORECASE
        )
        column = re.match(r"\W?\.\W?\w", after)
        if self._whole == old or (word and not self._is_sql):
            return False
        if (self._is_sql and (word or column)) or re.fullmatch(
            rf"{old}\.\w+", self._whole
        ):
            return self._is_certain(old)
        return False if self._is_sql else None

    def _is_column(self, old: str, before: str, _: str) -> bool | None:
        """Take a column of a statement, but no text in it and no bound value."""
        in_table = re.fullmatch(rf"\w+\.{old}", self._whole)
        if not (self._is_sql or in_table):
            return False if self._whole == old else None
        if before.endswith(":"):
            return None
        return self._is_certain(old) and not before.endswith("'")

    def _is_certain(self, old: str) -> bool:
        return old not in self._renames.doubtful and old not in self._renames.quoted


def _is_open(before: str) -> bool:
    """True where the text ends within the braces of an f-string."""
    alone = re.sub(r"\{\{|\}\}", "", before)
    return alone.count("{") > alone.count("}")


def in_contract(text: str, renames: StringRenames) -> str:
    """Return a team's own part of the contract with what it refers to renamed."""
    ends = r"(?![\w.-])"
    for before, words, after in (
        (r"#/components/schemas/", renames.schemas, ends),
        (r"^[ ]+", renames.schemas, r"(?=:)"),
        (r"^[ ]*tags: \[", renames.schemas, r"(?=[\],])"),
        (r"^[ ]+- ", renames.schemas, r"(?=\s*$)"),
        (re.escape(renames.prefix), renames.paths, r"(?![\w-])"),
        (r"\{", renames.parameters, r"(?=\})"),
        (r"\bname: ", renames.parameters, r"(?!\w)"),
    ):
        text = _replaced(text, before, words, after)
    return text


def _replaced(text: str, before: str, words: Mapping[str, str], after: str) -> str:
    if not words:
        return text
    listed = "|".join(sorted(map(re.escape, words), key=len, reverse=True))
    pattern = re.compile(rf"({before})({listed}){after}", re.MULTILINE)
    return pattern.sub(lambda match: match[1] + words[match[2]], text)
