"""What a template may read, without rendering it: its own text says so, and what it includes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple, cast

if TYPE_CHECKING:
    from jinja2 import BaseLoader, Environment

MEMBER = "model."
"""How a member of the model is called among the names that a template reads."""


class Reads:
    """What the templates of an environment may read, each looked through once."""

    def __init__(self, environment: Environment) -> None:
        self._environment = environment
        self._known: dict[str, tuple[set[str], set[str]] | None] = {}

    def of(
        self, templates: Sequence[str], fills: Sequence[str] = ()
    ) -> frozenset[str] | None:
        """Return the names, and the members of the model, that a template may read.

        It is the first that is there, with what fills its slots. None where that can't be
        told: it hands the model on as a whole, or chooses at run time what it includes.
        """
        from jinja2 import TemplateError

        try:
            chosen = self._environment.select_template([*templates]).name
        except TemplateError:  # whoever renders it is told
            return None
        left, met, names = [str(chosen), *fills], set[str](), set[str]()
        while left:
            name = left.pop()
            if name in met:
                continue
            met.add(name)
            if name not in self._known:
                self._known[name] = self._read(name)
            found = self._known[name]
            if found is None:
                return None
            names |= found[0]
            left += found[1]
        return frozenset(names)

    def _read(self, name: str) -> tuple[set[str], set[str]] | None:
        """Return what a template reads itself, and the other templates that it uses."""
        from jinja2 import TemplateError

        environment = self._environment
        loader = cast("BaseLoader", environment.loader)
        try:
            source, _, _ = loader.get_source(environment, name)
            words = _words(environment, source)
        except TemplateError:
            return None
        members, used = set(_members(words)), set(_used(words))
        if "" in members or "" in used:
            return None
        names = {word.text for word in words if word.is_name} - {"model"}
        return names | {f"{MEMBER}{each}" for each in members}, used


class _Word(NamedTuple):
    """A word within a template's tags."""

    kind: str
    text: str
    is_name: bool  # of something, and not of a member


def _words(environment: Environment, source: str) -> list[_Word]:
    words: list[_Word] = []
    for _, kind, text in environment.lex(source):
        if kind in ("name", "operator", "string", "block_begin"):
            is_member = bool(words) and words[-1].text == "."
            words.append(_Word(kind, text, kind == "name" and not is_member))
    return [*words, *[_Word("end", "", is_name=False)] * 4]


def _members(words: Sequence[_Word]) -> Iterator[str]:
    """Yield the members of the model that a template reads; "" for all of it."""
    for number, word in enumerate(words):
        if word.is_name and word.text == "model":
            how, member, end = words[number + 1 : number + 4]
            item = member.kind == "string" and end.text == "]"
            if how.text == "." and member.kind == "name":
                yield member.text
            else:
                yield member.text[1:-1] if how.text == "[" and item else ""


_USING = {"include", "extends", "import", "from"}


def _used(words: Sequence[_Word]) -> Iterator[str]:
    """Yield the templates that a template uses, but for what fills its slots; "" for any."""
    for number, word in enumerate(words):
        if word.kind == "block_begin" and words[number + 1].text in _USING:
            which, after = words[number + 2 : number + 4]
            if which.kind == "string" and after.kind != "operator":
                yield which.text[1:-1]
            elif not _is_filling(which, words):
                yield ""


_BINDING = {"for", "set", "with", "as", ",", "("}


def _is_filling(name: _Word, words: Sequence[_Word]) -> bool:
    """Tell whether a name stands for nothing but what fills a slot."""
    bound = [
        [each.text for each in words[number + 2 : number + 4]]
        for number, word in enumerate(words[:-4])
        if word.text in _BINDING and words[number + 1].text == name.text
    ]
    return name.is_name and bool(bound) and all(b == ["in", "fills"] for b in bound)
