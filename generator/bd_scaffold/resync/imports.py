"""Import statements of people's modules, as moved modules leave them.

A module that is called otherwise now is imported under the name that it had, so that the
lines below the import stay right.
"""

from __future__ import annotations

import tokenize
from collections.abc import Iterable, Iterator, Mapping, Sequence
from tokenize import TokenInfo

from ..record import Record

_SKIPPED = {tokenize.COMMENT, tokenize.NL, tokenize.INDENT, tokenize.DEDENT}


class Edit(Record, frozen=True):
    """A passage of one line, and what stands there instead."""

    row: int
    start: int
    end: int
    old: str
    new: str


class Home(Record, frozen=True):
    """The package that a module with imports is in, before and after."""

    was: str
    now: str


def home(was: str, path: str) -> Home:
    """Return the package of a module by its paths."""
    return Home(_package(was), _package(path))


def dotted(path: str) -> str:
    """Return what a module is called where it is imported."""
    module = path.removeprefix("src/").removesuffix(".py").removesuffix("/__init__")
    return module.replace("/", ".")


def _package(path: str) -> str:
    name = dotted(path)
    return name if path.endswith("/__init__.py") else name.rpartition(".")[0]


def followed(
    tokens: Iterable[TokenInfo], place: Home, modules: Mapping[str, str]
) -> Iterator[Edit]:
    """Yield what becomes otherwise in the imports of a module."""
    for statement in _statements(tokens):
        words = [each.string for each in statement]
        if words[0] == "import":
            yield from _plain(statement, modules)
        elif words[0] == "from" and "import" in words:
            at = words.index("import")
            yield from _from(statement[1:at], statement[at + 1 :], place, modules)


def _statements(tokens: Iterable[TokenInfo]) -> Iterator[list[TokenInfo]]:
    statement: list[TokenInfo] = []
    for token in tokens:
        if token.type == tokenize.NEWLINE:
            if statement:
                yield statement
            statement = []
        elif token.type not in _SKIPPED:
            statement.append(token)


def _plain(
    statement: Sequence[TokenInfo], modules: Mapping[str, str]
) -> Iterator[Edit]:
    """`import shop`: the package alone, which nothing but an import says for certain."""
    for before, token, after in _triples(statement):
        alone = before in ("import", ",") and after in ("", ",", "as")
        if alone and token.string in modules:
            keep = "" if after == "as" else f" as {token.string}"
            yield _edit(token, modules[token.string] + keep)


def _from(
    source: Sequence[TokenInfo],
    names: Sequence[TokenInfo],
    place: Home,
    modules: Mapping[str, str],
) -> Iterator[Edit]:
    if not source or source[0].start[0] != source[-1].end[0]:
        return
    said = "".join(each.string for each in source)
    old = _absolute(said, place.was)
    new = follow(old, modules)
    now = _relative(new, said, place.now) if said.startswith(".") else new
    if now != said and (said.startswith(".") or "." not in said):
        first, last = source[0], source[-1]
        yield Edit(first.start[0], first.start[1], last.end[1], said, now)
    for before, token, after in _triples(names):
        moved = modules.get(f"{old}.{token.string}", "")
        package, _, name = moved.rpartition(".")
        if before != "as" and package == new and name != token.string:
            keep = "" if after == "as" else f" as {token.string}"
            yield _edit(token, name + keep)


def _triples(tokens: Sequence[TokenInfo]) -> Iterator[tuple[str, TokenInfo, str]]:
    words = ["", *(each.string for each in tokens), ""]
    for number, token in enumerate(tokens):
        yield words[number], token, words[number + 2]


def _edit(token: TokenInfo, new: str) -> Edit:
    return Edit(token.start[0], token.start[1], token.end[1], token.string, new)


def follow(name: str, modules: Mapping[str, str]) -> str:
    """Return what a module, or something in it, is called now."""
    left, below = name, ""
    while left:
        if left in modules:
            return modules[left] + below
        left, _, part = left.rpartition(".")
        below = f".{part}{below}"
    return name


def _absolute(said: str, package: str) -> str:
    name = said.lstrip(".")
    base = _base(package, len(said) - len(name))
    return ".".join(part for part in (base, name) if part)


def _base(package: str, dots: int) -> str:
    """Return where the dots of a relative import lead."""
    if not dots:
        return ""
    parts = package.split(".")
    return ".".join(parts[: max(len(parts) - dots + 1, 0)])


def _relative(name: str, said: str, package: str) -> str:
    """Return a module with the dots that it had, or whole where they lead elsewhere now."""
    dots = len(said) - len(said.lstrip("."))
    base = _base(package, dots)
    if name == base:
        return "." * dots
    if name.startswith(f"{base}."):
        return "." * dots + name.removeprefix(f"{base}.")
    return name
