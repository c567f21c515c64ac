"""Names that a declared rename takes along in code that people have written.

Only what is certain is renamed: a module's path; a whole identifier that the older render
had, that the newer one no longer has, and whose new form the newer one has instead. A word
that could mean something else, as in `request.stock`, is renamed where the object's class is
known and in generated lines of the entity's own files, and reported elsewhere.
"""

from __future__ import annotations

import io
import keyword
import re
import tokenize
from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import Match, SequenceMatcher
from tokenize import TokenInfo

from ..record import Record
from . import members as members_
from . import removed, strings, typed
from .imports import Edit, Home, dotted, followed
from .members import Members
from .seeds import Seed
from .strings import Names, StringRenames, in_strings

_IDENTIFIER = re.compile(r"[^\W\d]\w*")


class Texts(Record, frozen=True):
    """One generated file, before and after."""

    was: str  # its path before
    path: str
    old: str | None
    new: str | None

    @property
    def kept(self) -> bool:
        """True where both renders have it."""
        return self.old is not None and self.new is not None


class IdentifierRenames(Record, frozen=True):
    """What is called otherwise now."""

    everywhere: Mapping[str, str]  # whole identifiers
    modules: Mapping[str, str]  # dotted paths of modules and packages
    plain: Mapping[str, str]  # everyday words, renamed where it is clear what they mean
    strings: StringRenames = strings.NOTHING  # what stands in strings
    members: Members = members_.NOTHING  # attributes of generated classes

    def own(self, old: str, new: str) -> Mapping[str, str]:
        """Return the everyday words that are certainly renamed in one generated file."""
        before, after = _names(old), _names(new)
        return {
            word: now
            for word, now in self.plain.items()
            if word in before and word not in after and now in after
        }

    def __bool__(self) -> bool:
        return self.changing or bool(self.members)

    @property
    def changing(self) -> bool:
        """True where something is called otherwise, not only gone."""
        names = (self.everywhere, self.modules, self.plain, self.strings)
        classes = self.members.classes.values()
        return any(map(bool, names)) or any(each.renamed for each in classes)


NOTHING = IdentifierRenames({}, {}, {})


class Renamed(Record, frozen=True):
    """A text after its identifiers were renamed."""

    text: str
    done: tuple[tuple[int, str, str], ...]  # line, from, to
    unsure: tuple[tuple[int, str, str], ...]  # left as they are, for someone to look at
    gone: tuple[
        tuple[int, str, str], ...
    ] = ()  # line, name, the field that was removed


def certain(
    declared: Sequence[Seed], said: Mapping[str, str], files: Iterable[Texts]
) -> IdentifierRenames:
    """Return what the older files' identifiers and modules are certainly called now.

    `said` are the whole identifiers that a blueprint's history renames.
    """
    before: set[str] = set()
    after: set[str] = set()
    paths: list[tuple[str, str]] = []
    for file in files:
        if declared:
            before.update(_IDENTIFIER.findall(file.old or ""))
            after.update(_IDENTIFIER.findall(file.new or ""))
        if file.kept:
            paths.append((file.was, file.path))
    modules = _modules(paths)
    if not declared:
        return IdentifierRenames(said, modules, {})
    substitute = _Substitution(declared)
    moved = {word: substitute(word) for word in before}
    plain = {word for seed in declared for word in (seed.old, _in_code(seed.old))}
    sure = {
        old: new
        for old, new in moved.items()
        if old != new and old not in after and new in after and old not in plain
    }
    everyday = {old: new for old, new in moved.items() if old in plain and new in after}
    return IdentifierRenames({**said, **sure}, modules, everyday)


def _modules(paths: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return what modules are called now, and the packages that moved as a whole."""
    found: dict[str, str] = {}
    packages: dict[str, set[str]] = {}
    for was, path in paths:
        old, new = dotted(was), dotted(path)
        if old != new:
            found[old] = new
        for outer, now in _outer(old, new):
            packages.setdefault(outer, set()).add(now)
    whole = {old: now.pop() for old, now in packages.items() if len(now) == 1}
    return found | {old: now for old, now in whole.items() if now not in ("", old)}


def _outer(old: str, new: str) -> Iterator[tuple[str, str]]:
    """Yield each package of a module, and what it is called now if only it has moved."""
    below = ""
    while "." in old:
        old, _, part = old.rpartition(".")
        below = f".{part}{below}"
        yield old, new.removesuffix(below) if new.endswith(below) else ""


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
        said = _said(word)
        return _in_code(self._pattern.sub(lambda match: self._new[match[0]], said))


def _in_code(word: str) -> str:
    """Return what code calls a thing: `return_` where a design says `return`."""
    return f"{word}_" if keyword.iskeyword(word) else word


def _said(word: str) -> str:
    """Return what a design calls what code calls so."""
    bare = word.removesuffix("_")
    return bare if keyword.iskeyword(bare) else word


def _in_texts(words: Mapping[str, str]) -> dict[str, str]:
    return {old: _said(new) for old, new in words.items()}


def _forms(seed: Seed) -> Iterator[tuple[str, str, str]]:
    """Yield a rename as it is written in variables, constants and classes."""
    old, new = re.escape(seed.old), seed.new
    yield seed.old, new, rf"(?<![A-Za-z0-9]){old}(?![A-Za-z0-9])"
    yield seed.old.upper(), new.upper(), rf"(?<![A-Z0-9]){old.upper()}(?![A-Z0-9])"
    pascal = _pascal(seed.old)
    yield pascal, _pascal(new), rf"(?<![A-Z]){pascal}(?![a-z])"


def _pascal(word: str) -> str:
    return "".join(part[:1].upper() + part[1:] for part in word.split("_"))


def in_code(
    text: str, renames: IdentifierRenames, own: Mapping[str, str], place: Home
) -> Renamed:
    """Return a module with the identifiers of its code renamed, and what strings certainly name.

    `own` are the everyday words that are certain in this module; others are reported, and
    so is a name whose new form means something else here already.
    """
    try:
        tokens = list(tokenize.generate_tokens(io.StringIO(text).readline))
    except (tokenize.TokenError, SyntaxError):
        return Renamed(text, (), ())
    lines = _lines(text)
    edits = [
        *_of_modules(lines, renames.modules),
        *followed(tokens, place, renames.modules),
    ]
    found = typed.uses(text, renames.members) if renames.members else []
    known = {(each.row, each.start) for each in found}
    edits += _of_members(found, renames.members, _covered(edits))
    names, unsure = _of_names(tokens, renames, own, known | _covered(edits))
    edits += names
    certain_ = _in_texts({**renames.everywhere, **own})
    sought = Names(certain_, _in_texts(renames.plain), frozenset(known))
    literals, doubtful = in_strings(tokens, lines, renames.strings, sought)
    covered = _covered(edits)
    edits += (each for each in literals if (each.row, each.start) not in covered)
    unsure = sorted({*unsure, *doubtful})
    gone = removed.named(tokens, found, renames.members)
    edits.sort(key=lambda each: (each.row, each.start))
    for each in reversed(edits):
        line = lines[each.row - 1]
        lines[each.row - 1] = line[: each.start] + each.new + line[each.end :]
    done = tuple((each.row, each.old, each.new) for each in edits)
    return Renamed("".join(lines), done, tuple(unsure), tuple(gone))


def _of_members(
    found: Iterable[typed.Use], members: Members, covered: set[tuple[int, int]]
) -> Iterator[Edit]:
    """Yield the renamed attributes of objects whose class is known."""
    for use in found:
        old, start = use.attribute, use.start
        new = members.classes[use.class_name].renamed.get(old)
        if new is not None and (use.row, start) not in covered:
            yield Edit(use.row, start, start + len(old), old, new)


def _of_names(
    tokens: Sequence[TokenInfo],
    renames: IdentifierRenames,
    own: Mapping[str, str],
    covered: set[tuple[int, int]],
) -> tuple[list[Edit], list[tuple[int, str, str]]]:
    """Return what becomes of single names, and what somebody has to decide."""
    certain_ = {**renames.everywhere, **own}
    named = [each for each in tokens if _is_name(each)]
    taken = {each.string for each in named} - certain_.keys()
    edits: list[Edit] = []
    unsure: list[tuple[int, str, str]] = []
    for (row, start), word in ((each.start, each.string) for each in named):
        new = certain_.get(word)
        if (row, start) in covered:
            continue
        if new is not None and new not in taken:
            edits.append(Edit(row, start, start + len(word), word, new))
        elif new is not None or word in renames.plain:
            unsure.append((row, word, new or renames.plain[word]))
    return edits, unsure


def _of_modules(lines: Sequence[str], modules: Mapping[str, str]) -> Iterator[Edit]:
    """Yield the dotted paths of moved modules, in strings and comments too."""
    words = [re.escape(each) for each in modules if "." in each]
    if not words:
        return
    words.sort(key=len, reverse=True)
    pattern = re.compile(rf"(?<![\w.])(?:{'|'.join(words)})(?!\w)")
    for row, line in enumerate(lines, 1):
        for match in pattern.finditer(line):
            yield Edit(row, *match.span(), match[0], modules[match[0]])


def _covered(edits: Sequence[Edit]) -> set[tuple[int, int]]:
    return {(e.row, column) for e in edits for column in range(e.start, e.end)}


def _names(text: str) -> set[str]:
    try:
        tokens = list(tokenize.generate_tokens(io.StringIO(text).readline))
    except (tokenize.TokenError, SyntaxError):
        return set()
    return {each.string for each in tokens if _is_name(each)}


def _is_name(token: TokenInfo) -> bool:
    return token.type == tokenize.NAME and not keyword.iskeyword(token.string)


def _lines(text: str) -> list[str]:
    """Return the lines of a text as compilers and git count them, ends included."""
    return io.StringIO(text, newline="\n").readlines()


def in_edited(
    base: str, ours: str, new: str, renames: IdentifierRenames, place: Home | None
) -> tuple[str, Renamed]:
    """Return a generated file and its edited form, as a rename leaves them before the merge.

    Lines that nobody touched, and that the newer render has otherwise, are taken from there;
    what is left for the merge are the lines that people wrote, their names renamed. `place`
    is None for a file that is no Python.
    """
    old_lines, mine, now = _lines(base), _lines(ours), _lines(new)
    coded, generated = Renamed(ours, (), ()), base
    if place is not None:
        own = renames.own(base, new)
        coded = in_code(ours, renames, own, place)
        generated = in_code(base, renames, own, place).text
    blocks = SequenceMatcher(
        None, old_lines, mine, autojunk=False
    ).get_matching_blocks()
    theirs, mined = _lines(generated), _lines(coded.text)
    untouched = set()
    for block in blocks:
        for offset in range(block.size):
            theirs[block.a + offset] = mined[block.b + offset]
            untouched.add(block.b + offset + 1)
    swapped = list(_swapped(old_lines, now, blocks))
    for start, end, there, lines in reversed(swapped):
        theirs[start:end] = lines
        mined[there : there + end - start] = lines
    written = Renamed(
        coded.text,
        tuple(each for each in coded.done if each[0] not in untouched),
        tuple(each for each in coded.unsure if each[0] not in untouched),
        tuple(each for each in coded.gone if each[0] not in untouched),
    )
    return "".join(theirs), placed(written, "".join(mined))


def placed(renamed: Renamed, text: str) -> Renamed:
    """Return what was renamed with the lines that it has in a later form of the text."""
    if not (renamed.done or renamed.unsure or renamed.gone):
        return Renamed(text, (), ())
    matcher = SequenceMatcher(None, _lines(renamed.text), _lines(text), autojunk=False)
    rows = {
        block.a + offset + 1: block.b + offset + 1
        for block in matcher.get_matching_blocks()
        for offset in range(block.size)
    }
    done, unsure, gone = (
        tuple((rows.get(row, row), old, new) for row, old, new in each)
        for each in (renamed.done, renamed.unsure, renamed.gone)
    )
    return Renamed(text, done, unsure, gone)


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
