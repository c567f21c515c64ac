"""YAML as a tree of texts with the place of each: scalars stay as written, nothing is guessed.

Whether `no` is a word and `1.0` a version is for the word's type to say, so plain scalars are
kept as `Bare` texts and only an empty one, `~` and `null` are nothing at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from ..diagnostics import Diagnostic, Where
from ..record import Record
from .cut_texts import Mended, mended

Path = tuple[str | int, ...]

LARGEST = 4 * 1024 * 1024
DEEPEST = 32


class Bare(str):
    """A text that stood without quotes, so that its word's type decides what it is."""

    __slots__ = ()


class Positions(Record, frozen=True):
    """Where each part of the design stands; a part that isn't written stands at its parent."""

    source: str
    places: dict[Path, tuple[int, int]]

    def where(self, *path: str | int) -> Where:
        """The place of a part, or of the nearest part around it."""
        for length in range(len(path), 0, -1):
            if path[:length] in self.places:
                return Where(self.source, *self.places[path[:length]])
        return Where(self.source, *self.places.get((), (1, 1)))

    def mistake(
        self,
        path: Path,
        code: str,
        message: str,
        hint: str = "",
        subject: str | None = None,
    ) -> Diagnostic:
        """Return what is wrong at a place; its subject is the path if nothing else is said."""
        about = ".".join(map(str, path)) if subject is None else subject
        said = f"{about}: {message}" if about else message
        return Diagnostic(self.where(*path), code, said, hint)


class Tree(Record, frozen=True):
    """A file as read: mappings are dicts, scalars texts or None."""

    value: Any
    positions: Positions
    diagnostics: tuple[Diagnostic, ...]


def read(text: str | bytes, source: str, kind: str = "design") -> Tree:
    """The tree of a YAML file; what isn't plain YAML is a diagnostic, never an exception."""
    reader = _Reader(source, kind)
    try:
        value = reader.document(_decoded(text))
    except _Unreadable as error:
        reader.complain(*error.args)
        value = None
    positions = Positions(source, reader.places)
    return Tree(value, positions, tuple(reader.diagnostics))


class _Unreadable(Exception):
    """Nothing more can be read: the arguments of the last diagnostic."""


def _decoded(text: str | bytes) -> str:
    if len(text) > LARGEST:
        message = f"The file is larger than {LARGEST // 1024 // 1024} MiB."
        raise _Unreadable(1, 1, "BD001", message, "A design is a few pages.")
    hint = "Save it as UTF-8."
    if isinstance(text, str):
        broken = next(
            (i for i, c in enumerate(text) if "\ud800" <= c <= "\udfff"), None
        )
        if broken is not None:
            raise _Unreadable(*_place(text, broken), "BD001", "This is not text.", hint)
        return text.removeprefix("\ufeff")
    try:
        return text.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = text[: error.start].decode("utf-8-sig", "replace")
        place = _place(before, len(before))
        raise _Unreadable(*place, "BD001", "The file is not UTF-8.", hint) from None


_LINE_END = re.compile("\r\n|[\r\n\x85\u2028\u2029]")
"""What YAML ends a line at."""


def _place(text: str, index: int) -> tuple[int, int]:
    lines = _LINE_END.split(text[:index])
    return len(lines), len(lines[-1]) + 1


def _inside(text: str, line: int, column: int) -> tuple[int, int]:
    """The place, or the end of the file where something is missing behind it."""
    lines = _LINE_END.split(text)
    if line > len(lines):
        return len(lines), len(lines[-1]) + 1
    return line, min(column, len(lines[line - 1]) + 1)


_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(slots=True)
class _Reader:
    """Builds the tree from the events of PyYAML's parser."""

    source: str
    kind: str  # of file, as messages call it
    places: dict[Path, tuple[int, int]] = field(default_factory=dict)
    diagnostics: list[Diagnostic] = field(default_factory=list)

    def complain(
        self, line: int, column: int, code: str, message: str, hint: str = ""
    ) -> None:
        where = Where(self.source, line, column)
        self.diagnostics.append(Diagnostic(where, code, message, hint))

    def document(self, text: str) -> Any:
        events = mended(_events(text))
        value: Any = None
        documents = 0
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    hint = "Remove the `---` and what follows."
                    message = f"A {self.kind} is one document."
                    self.complain(*_mark(event), "BD002", message, hint)
                    break
            elif isinstance(event, yaml.NodeEvent):
                value = self._node(event, events, ())
        if documents == 0:
            raise _Unreadable(1, 1, "BD007", f"The {self.kind} is empty.", _SMALLEST)
        return value

    def _node(
        self, event: yaml.NodeEvent, events: Iterator[yaml.Event], path: Path
    ) -> Any:
        self.places.setdefault(path, _mark(event))
        if len(path) > DEEPEST:
            message = f"This is nested deeper than {DEEPEST}."
            raise _Unreadable(*_mark(event), "BD001", message)
        self._plain_only(event)
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(events, path)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(events, path)
        if isinstance(event, Mended):
            self._cut(event, path)
        return _scalar(event) if isinstance(event, yaml.ScalarEvent) else None

    def _cut(self, event: Mended, path: Path) -> None:
        quote = "'" if '"' in event.value else '"'
        hint = f"Put the whole text in quotes: {quote}{event.value}{quote}."
        named = tuple(each for each in path if isinstance(each, str))
        message = f"{_subject(named)}{_CUT}"
        self.complain(*_mark(event), "BD113", message, hint)

    def _plain_only(self, event: yaml.NodeEvent) -> None:
        if isinstance(event, yaml.AliasEvent):
            message = "YAML aliases are not supported."
            self.complain(*_mark(event), "BD004", message, "Write the value out.")
        elif event.anchor:
            message = "YAML anchors are not supported."
            self.complain(*_mark(event), "BD004", message, "Write each value out.")
        if getattr(event, "tag", None):
            message = "YAML tags are not supported."
            self.complain(
                *_mark(event), "BD005", message, "Remove the word with the `!`."
            )

    def _mapping(self, events: Iterator[yaml.Event], path: Path) -> dict[str, Any]:
        value: dict[str, Any] = {}
        for event in events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            key = self._key(event, events, path)
            inner = (*path, key or "")
            taken = key in value
            if taken:
                first = self.places[inner][0]
                message = f'{_subject(path)}"{key}" appears twice.'
                self.complain(
                    *_mark(event), "BD003", message, f"The first is in line {first}."
                )
                inner = (*inner, "again", len(self.places))
            self.places[inner] = _mark(event)
            element = self._node(next(events), events, inner)  # type: ignore[arg-type]
            if key is not None and not taken:
                value[key] = element
        return value

    def _key(
        self, event: yaml.Event, events: Iterator[yaml.Event], path: Path
    ) -> str | None:
        if isinstance(event, yaml.ScalarEvent):
            self._plain_only(event)
            return str(event.value)
        self.complain(
            *_mark(event), "BD006", f"{_subject(path)}A key has to be a word."
        )
        self._node(event, events, (*path, "key"))  # type: ignore[arg-type]
        return None

    def _sequence(self, events: Iterator[yaml.Event], path: Path) -> list[Any]:
        items: list[Any] = []
        for event in events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            items.append(self._node(event, events, (*path, len(items))))  # type: ignore[arg-type]
        return items


_SMALLEST = "The smallest has a `name` and `entities`."


_CUT = "A comma ends an unquoted text between braces or brackets."


def _subject(path: Path) -> str:
    return f"{'.'.join(str(each) for each in path)}: " if path else ""


def _scalar(event: yaml.ScalarEvent) -> str | None:
    if event.style is None or event.style == "":
        return (
            None
            if event.value in ("", "~", "null", "Null", "NULL")
            else Bare(event.value)
        )
    return str(event.value)


def _mark(event: yaml.Event) -> tuple[int, int]:
    mark: Any = event.start_mark
    return mark.line + 1, mark.column + 1


def _events(text: str) -> Iterator[yaml.Event]:
    try:
        yield from yaml.parse(text, Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = (1, 1)
        if mark is not None:
            place = _inside(text, mark.line + 1, mark.column + 1)
        raise _Unreadable(*place, "BD002", *_explained(error, text, *place)) from None
    except yaml.reader.ReaderError as error:
        place = _place(text, _index_of_unprintable(text))
        message = f"U+{_code(error):04X} is a control character."
        raise _Unreadable(*place, "BD002", message, "Remove it.") from None


def _code(error: yaml.reader.ReaderError) -> int:
    return error.character if isinstance(error.character, int) else ord(error.character)


def _index_of_unprintable(text: str) -> int:
    match = yaml.reader.Reader.NON_PRINTABLE.search(text)
    return match.start() if match else 0


def _explained(
    error: yaml.MarkedYAMLError, text: str, line: int, column: int
) -> tuple[str, str]:
    problem = error.problem or "cannot be read"
    lines = text.splitlines()
    rest = lines[line - 1][column - 1 :] if line <= len(lines) else ""
    if "cannot start any token" in problem and rest[:1] == "\t":
        return "YAML indents with spaces, not tabs.", "Indent with two spaces."
    if "cannot start any token" in problem:
        return f"YAML does not let a text start with {rest[:1]}.", "Put it in quotes."
    if "mapping values are not allowed" in problem:
        return (
            'A ": " in an unquoted text starts a mapping.',
            "Put the whole text in quotes.",
        )
    before = lines[line - 1][: column - 1] if line <= len(lines) else ""
    if "expected ',' or" in problem and before.count("(") > before.count(")"):
        return _CUT, "Put the whole text in quotes."
    return (
        f"This is not YAML: {problem}.",
        "Check the indentation, quotes and brackets.",
    )
