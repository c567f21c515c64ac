"""CREATE TABLE as SQLite keeps it: read into its parts, edited, and put together again.

What is not edited stays as it was written, whatever it says.
"""

import re
from dataclasses import dataclass, replace

_OF_TABLES = {"CONSTRAINT", "PRIMARY", "UNIQUE", "CHECK", "FOREIGN"}
_OF_COLUMNS = {"CONSTRAINT", "PRIMARY", "UNIQUE", "CHECK", "REFERENCES", "DEFAULT"}
_OF_COLUMNS |= {"NOT", "NULL", "COLLATE", "GENERATED", "AS"}
_STORED = {"PRIMARY", "UNIQUE", "COLLATE", "GENERATED", "AS"}
_HIDDEN = re.compile(
    r"""--[^\n]*|/\*.*?\*/|'(?:[^']|'')*'|"(?:[^"]|"")*"|`(?:[^`]|``)*`|\[[^\]]*\]""",
    re.DOTALL,
)
_AFFINITIES = {
    "INTEGER": ("INT",),
    "TEXT": ("CHAR", "CLOB", "TEXT"),
    "BLOB": ("BLOB",),
    "REAL": ("REAL", "FLOA", "DOUB"),
}


@dataclass(frozen=True)
class Item:
    """A column or a constraint of a table."""

    column: str  # its name and type; nothing of a constraint
    clauses: tuple[str, ...]

    @classmethod
    def parsed(cls, text: str) -> "Item":
        found = _words(text)
        words = [each.group().upper() for each in found]
        if words[0] in _OF_TABLES:
            return cls("", (text,))
        starts = [
            each.start()
            for at, each in enumerate(found)
            if at and words[at] in _OF_COLUMNS and not _continues(words, at)
        ]
        bounds = zip([0, *starts], [*starts, len(text)], strict=True)
        column, *clauses = (text[start:end] for start, end in bounds)
        return cls(column, tuple(clauses))

    def __str__(self) -> str:
        return "".join((self.column, *self.clauses))

    @property
    def name(self) -> str:
        words = _split(self.column) or _split(self.clauses[0])[1:]
        return words[0].strip('"`[]').replace('""', '"')

    @property
    def affinity(self) -> str:
        """How a column's values are stored, as SQLite derives it from the name of a type."""
        type_ = " ".join(_split(self.column)[1:]).upper()
        for affinity, parts in _AFFINITIES.items():
            if any(part in type_ for part in parts):
                return affinity
        return "NUMERIC" if type_ else "BLOB"

    @property
    def is_filled(self) -> bool:
        """Whether rows have a value of their own for it."""
        return bool(self.column) and not self.of_kinds("GENERATED", "AS")

    def of_kinds(self, *kinds: str) -> list[str]:
        """Return the clauses of some kinds, without what they are called."""
        return [_unnamed(each) for each in self.clauses if _kind(each) in kinds]

    def of_type(self, type_: str) -> "Item":
        name, *rest = _words(self.column)
        end = rest[-1].end() if rest else name.end()
        column = f"{self.column[: name.end()]} {type_}{self.column[end:]}"
        return replace(self, column=column)

    def having(self, clause: str) -> "Item":
        column = self.column if self.column[-1].isspace() else f"{self.column} "
        return Item(column, (f"{clause} ", *self.clauses))

    def without(self, *kinds: str) -> "Item":
        kept = (each for each in self.clauses if _kind(each) not in kinds)
        return replace(self, clauses=tuple(kept))


@dataclass(frozen=True)
class Definition:
    """A CREATE TABLE: what stands before its columns and constraints, these, and the rest."""

    head: str
    items: tuple[Item, ...]
    tail: str

    @classmethod
    def parsed(cls, sql: str) -> "Definition":
        outline = outline_of(sql)
        start, end = outline.index("(") + 1, outline.rindex(")")
        inside = sql[start:end]
        commas = [each.start() for each in re.finditer(",", outline_of(inside))]
        bounds = zip([-1, *commas], [*commas, len(inside)], strict=True)
        items = tuple(Item.parsed(inside[one + 1 : other]) for one, other in bounds)
        return cls(sql[:start], items, sql[end:])

    def __str__(self) -> str:
        return f"{self.head}{','.join(map(str, self.items))}{self.tail}"

    @property
    def stored(self) -> list[tuple[str, ...]]:
        """What rows and their keys are stored by."""
        return [
            (each.column and each.name, each.column and each.affinity, *clauses)
            for each in self.items
            if (clauses := each.of_kinds(*_STORED)) or each.column
        ]

    @property
    def checked(self) -> set[tuple[str, str]]:
        """What every row is held against."""
        return {
            (each.column and each.name, clause)
            for each in self.items
            for clause in each.of_kinds("NOT", "CHECK")
        }

    @property
    def given(self) -> set[tuple[str, str]]:
        """What rows hold that are older than a column, as long as they aren't written again."""
        return {
            (each.name, "".join(each.of_kinds("DEFAULT")))
            for each in self.items
            if each.column
        }

    def column(self, name: str) -> Item:
        return next(
            each
            for each in self.items
            if each.column and each.name.lower() == name.lower()
        )

    def constraint(self, name: str) -> Item:
        return next(
            each for each in self.items if not each.column and each.name == name
        )

    def having(self, item: Item) -> "Definition":
        """Return the definition with another item: columns come before constraints."""
        items = sorted((*self.items, item), key=lambda each: not each.column)
        return replace(self, items=tuple(items))

    def changed(self, old: Item, *new: Item) -> "Definition":
        """Return the definition with something, or nothing, in place of an item."""
        at = self.items.index(old)
        return replace(self, items=(*self.items[:at], *new, *self.items[at + 1 :]))


def outline_of(text: str) -> str:
    """Return a text of the same length, in which quotes and brackets are blanked out."""
    depth, kept = 0, []
    for character in _HIDDEN.sub(_blank, text):
        depth -= character == ")"
        kept.append("_" if depth else character)
        depth += character == "("
    return "".join(kept)


def _blank(found: re.Match[str]) -> str:
    is_comment = found.group().startswith(("--", "/*"))
    return (" " if is_comment else "_") * len(found.group())


def _words(text: str) -> list[re.Match[str]]:
    """Return the words of a text, of which a bracket with all that is inside is one."""
    return [*re.finditer(r"\(_*\)|[^\s(]+", outline_of(text))]


def _split(text: str) -> list[str]:
    return [text[word.start() : word.end()] for word in _words(text)]


def _continues(words: list[str], at: int) -> bool:
    """Whether a word that begins clauses is part of the one that has begun before it."""
    return (
        words[at - 1] in {"ALWAYS", "DEFAULT", "NOT", "SET"}
        or words[at - 2 : at - 1] == ["CONSTRAINT"]
        or words[at : at + 2] == ["NOT", "DEFERRABLE"]
    )


def _kind(clause: str) -> str:
    return _unnamed(clause).partition(" ")[0].upper()


def _unnamed(clause: str) -> str:
    words = _split(clause)
    return " ".join(words[2:] if words[0].upper() == "CONSTRAINT" else words)
