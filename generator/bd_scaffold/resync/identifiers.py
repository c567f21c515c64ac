"""Names that a declared rename takes along in code that people have written.

Only what is certain is renamed: a module's path; a whole identifier that the older render
had, that the newer one no longer has, and whose new form the newer one has instead. A word
that could mean something else, as in `request.stock`, is renamed in the entity's own files
alone, and reported elsewhere.
"""

from __future__ import annotations

import io
import re
import tokenize
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import Match, SequenceMatcher

from ..model import pairs
from ..model.types import Model
from ..names import snake

_IDENTIFIER = re.compile(r"[^\W\d]\w*")


@dataclass(frozen=True, slots=True)
class Seed:
    """One declared rename, in snake case."""

    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Texts:
    """One generated file, before and after."""

    was: str  # its path before
    path: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Renames:
    """What is called otherwise now."""

    everywhere: Mapping[str, str]  # whole identifiers
    modules: Mapping[str, str]  # dotted paths of modules and packages
    plain: Mapping[str, str]  # everyday words, renamed where it is clear what they mean

    @property
    def imported(self) -> Mapping[str, str]:
        """The last parts of moved modules, as `from . import` has them."""
        ends = (
            (old.rpartition(".")[2], new.rpartition(".")[2])
            for old, new in self.modules.items()
        )
        return {old: new for old, new in ends if old != new}

    def own(self, old: str, new: str) -> Mapping[str, str]:
        """Return the everyday words that are certainly renamed in one generated file."""
        before, after = _names(old), _names(new)
        return {
            word: now
            for word, now in self.plain.items()
            if word in before and word not in after and now in after
        }

    def __bool__(self) -> bool:
        return bool(self.everywhere or self.modules or self.plain)


NOTHING = Renames({}, {}, {})


@dataclass(frozen=True, slots=True)
class Renamed:
    """A text after its identifiers were renamed."""

    text: str
    done: tuple[tuple[int, str, str], ...]  # line, from, to
    unsure: tuple[tuple[int, str, str], ...]  # left as they are, for someone to look at


def seeds(old: Model, new: Model) -> tuple[Seed, ...]:
    """Return the declared renames between two models, the longest names first."""
    found = dict.fromkeys(_seeds(old, new))
    return tuple(sorted(found, key=lambda seed: (-len(seed.old), seed.old)))


def _seeds(old: Model, new: Model) -> Iterator[Seed]:
    for was, now in pairs.entities(old, new).kept:
        yield from _changed(was.singular, now.singular)
        yield from _changed(was.plural, now.plural)
        for a, b in pairs.columns(was, now).kept:
            yield from _changed(a.field, b.field)
        for c, d in pairs.links(was, now).kept:
            yield from _changed(c.field, d.field)
            yield from _changed(c.attribute, d.attribute)
    for own, other in pairs.areas(old, new).kept:
        yield from _changed(own.name, other.name)
    for first, second in pairs.enums(old, new).kept:
        yield from _changed(snake(first.class_name), snake(second.class_name))
        for m, n in pairs.members(first, second).kept:
            yield from _changed(m.name.lower(), n.name.lower())
    yield from _changed(old.project.package, new.project.package)


def _changed(old: str, new: str) -> Iterator[Seed]:
    if old != new:
        yield Seed(old, new)


def certain(
    declared: Sequence[Seed], said: Mapping[str, str], files: Iterable[Texts]
) -> Renames:
    """Return what the older files' identifiers and modules are certainly called now.

    `said` are the whole identifiers that a blueprint's history renames.
    """
    before: set[str] = set()
    after: set[str] = set()
    modules: dict[str, str] = {}
    for file in files:
        before.update(_IDENTIFIER.findall(file.old))
        after.update(_IDENTIFIER.findall(file.new))
        if file.was != file.path and file.old and file.new:
            modules |= _moved(file.was, file.path)
    if not declared:
        return Renames(said, modules, {})
    substitute = _Substitution(declared)
    moved = {word: substitute(word) for word in before}
    plain = {seed.old for seed in declared}
    sure = {
        old: new
        for old, new in moved.items()
        if old != new and old not in after and new in after and old not in plain
    }
    everyday = {old: new for old, new in moved.items() if old in plain and new in after}
    return Renames({**said, **sure}, modules, everyday)


def _moved(was: str, path: str) -> dict[str, str]:
    """Return what a module that moved is called now, and the packages that moved with it."""
    old, new = _dotted(was), _dotted(path)
    found = {}
    while old and new and old != new:
        found[old] = new
        if old.rpartition(".")[2] != new.rpartition(".")[2]:
            break  # only what is alike below has moved along
        old, new = old.rpartition(".")[0], new.rpartition(".")[0]
    return found


def _dotted(path: str) -> str:
    module = path.removeprefix("src/").removesuffix(".py").removesuffix("/__init__")
    return module.replace("/", ".")


class _Substitution:
    """The declared renames, applied to the words within an identifier."""

    def __init__(self, declared: Sequence[Seed]) -> None:
        self._new: dict[str, str] = {}
        patterns = []
        for seed in declared:
            for old, new, pattern in _forms(seed):
                self._new.setdefault(old, new)
                patterns.append(pattern)
        self._pattern = re.compile("|".join(patterns))

    def __call__(self, word: str) -> str:
        return self._pattern.sub(lambda match: self._new[match[0]], word)


def _forms(seed: Seed) -> Iterator[tuple[str, str, str]]:
    """Yield a rename as it is written in variables, constants and classes."""
    old, new = re.escape(seed.old), seed.new
    yield seed.old, new, rf"(?<![A-Za-z0-9]){old}(?![A-Za-z0-9])"
    yield seed.old.upper(), new.upper(), rf"(?<![A-Z0-9]){old.upper()}(?![A-Z0-9])"
    pascal = _pascal(seed.old)
    yield pascal, _pascal(new), rf"(?<![A-Z]){pascal}(?![a-z])"


def _pascal(word: str) -> str:
    return "".join(part[:1].upper() + part[1:] for part in word.split("_"))


def in_code(text: str, renames: Renames, own: Mapping[str, str]) -> Renamed:
    """Return a module with the identifiers of its code renamed; strings stay as they are.

    `own` are the everyday words that are certain in this module; others are reported.
    """
    lines = _lines(text)
    try:
        names = list(_tokens(text))
    except (tokenize.TokenError, SyntaxError):
        return Renamed(text, (), ())
    certain_ = {**renames.everywhere, **own}
    done: list[tuple[int, str, str]] = []
    unsure: list[tuple[int, str, str]] = []
    for (row, column), word, importing in reversed(names):
        new = certain_.get(word) or (renames.imported.get(word) if importing else None)
        if new is not None:
            line = lines[row - 1]
            lines[row - 1] = line[:column] + new + line[column + len(word) :]
            done.append((row, word, new))
        elif word in renames.plain:
            unsure.append((row, word, renames.plain[word]))
    renamed, paths = _with_modules(lines, renames.modules)
    return Renamed("".join(renamed), (*reversed(done), *paths), tuple(reversed(unsure)))


def _with_modules(
    lines: Sequence[str], modules: Mapping[str, str]
) -> tuple[list[str], list[tuple[int, str, str]]]:
    """Return lines with the dotted paths of moved modules renamed, in strings too."""
    if not modules:
        return list(lines), []
    words = sorted(map(re.escape, modules), key=len, reverse=True)
    pattern = re.compile(rf"(?<![\w.])(?:{'|'.join(words)})(?!\w)")
    done = [
        (row, match[0], modules[match[0]])
        for row, line in enumerate(lines, 1)
        for match in pattern.finditer(line)
    ]
    return [pattern.sub(lambda m: modules[m[0]], line) for line in lines], done


def _names(text: str) -> set[str]:
    try:
        return {word for _, word, _ in _tokens(text)}
    except (tokenize.TokenError, SyntaxError):
        return set()


def _tokens(text: str) -> Iterator[tuple[tuple[int, int], str, bool]]:
    """Yield each name of a module: its place, itself, and whether its line is an import."""
    first = ""
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.NEWLINE:
            first = ""
        elif token.type == tokenize.NAME:
            first = first or token.string
            yield token.start, token.string, first in ("from", "import")


def _lines(text: str) -> list[str]:
    """Return the lines of a text as compilers and git count them, ends included."""
    return io.StringIO(text, newline="\n").readlines()


def in_edited(
    base: str, ours: str, new: str, renames: Renames, *, python: bool
) -> tuple[str, Renamed]:
    """Return a generated file and its edited form, as a rename leaves them before the merge.

    Lines that nobody touched, and that the newer render has otherwise, are taken from there;
    what is left for the merge are the lines that people wrote, their names renamed.
    """
    old_lines, mine, now = _lines(base), _lines(ours), _lines(new)
    coded = Renamed(ours, (), ())
    if python:
        coded = in_code(ours, renames, renames.own(base, new))
    blocks = SequenceMatcher(
        None, old_lines, mine, autojunk=False
    ).get_matching_blocks()
    swapped = list(_swapped(old_lines, now, blocks))
    theirs, mined = list(old_lines), _lines(coded.text)
    untouched = {b.b + n for b in blocks for n in range(b.size)}
    for number in untouched:
        mined[number] = mine[number]
    for start, end, there, lines in reversed(swapped):
        theirs[start:end] = lines
        mined[there : there + end - start] = lines
    return "".join(theirs), Renamed(
        "".join(mined),
        tuple(each for each in coded.done if each[0] - 1 not in untouched),
        tuple(each for each in coded.unsure if each[0] - 1 not in untouched),
    )


def _swapped(
    old: Sequence[str], new: Sequence[str], blocks: Sequence[Match]
) -> Iterator[tuple[int, int, int, Sequence[str]]]:
    """Yield the passages of a generated file that changed and that nobody touched.

    Each is its first line and its end, the first line in the edited file, and the new lines.
    """
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for kind, start, end, first, last in matcher.get_opcodes():
        if kind not in ("replace", "delete"):
            continue
        for block in blocks:
            if block.a <= start and end <= block.a + block.size:
                yield start, end, block.b + start - block.a, new[first:last]
