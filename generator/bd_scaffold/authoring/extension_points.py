"""What a template's text says of others: its blocks and slots, what it extends, what it uses.

It is read as text, with the place of everything: an upgrade shows and moves passages, and a
template that Jinja could not parse is still one that somebody has to be told about.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ..tree import Tree

_HIDDEN = re.compile(
    r"\{#.*?#\}|\{%[-+]?\s*raw\s*[-+]?%\}.*?\{%[-+]?\s*endraw\s*[-+]?%\}", re.DOTALL
)
_BLOCK = re.compile(r"\{%[-+]?\s*(end)?block\b\s*(\w*)[^%]*?[-+]?%\}\n?")
_TAG = r"\{%[-+]?\s*"
_EXTENDS = re.compile(_TAG + r"extends\s+[\"']([^\"']+)[\"']")
_USES = re.compile(_TAG + r"(?:extends|include|import|from)\b[^%]*?%\}")
_QUOTED = re.compile(r"[\"']([^\"']+\.jinja)[\"']")
_LOOP = re.compile(
    _TAG + r"for\s+\w+\s+in\s+fills\.(\w+).*?\{%[-+]?\s*endfor\s*[-+]?%\}\n?", re.DOTALL
)
_FILLS = re.compile(r"\bfills\.(\w+)")
_AROUND = 4
"""How many lines before and after a slot are what it stands between."""
_SUPER = re.compile(r"\bsuper\s*\(\s*\)")


@dataclass(frozen=True, slots=True)
class Block:
    """A passage of a template that one above it can fill."""

    name: str
    text: str
    line: int  # of its tag, from one
    inside: bool  # of another block

    @property
    def keeps(self) -> bool:
        """True where what stands below is part of it."""
        return _SUPER.search(self.text) is not None


def blocks(text: str) -> dict[str, Block]:
    """Return the blocks of a template by name, in order."""
    seen = _seen(text)
    found: dict[str, Block] = {}
    open_: list[re.Match[str]] = []
    for tag in _BLOCK.finditer(seen):
        if not tag[1]:
            open_.append(tag)
        elif open_:
            begin = open_.pop()
            line = seen.count("\n", 0, begin.start()) + 1
            passage = text[begin.end() : tag.start()]
            found[begin[2]] = Block(begin[2], passage, line, bool(open_))
    return dict(sorted(found.items(), key=lambda each: each[1].line))


def extended(text: str) -> str | None:
    """Return the template that one extends, or None."""
    found = _EXTENDS.search(_seen(text))
    return found[1] if found else None


def used(text: str) -> set[str]:
    """Return the templates that one extends, includes or imports, where it spells them out."""
    tags = _USES.findall(_seen(text))
    return {name for tag in tags for name in _QUOTED.findall(tag)}


def chain(template: str, files: Tree) -> Iterator[str]:
    """Yield a template and those that it is built on, down to the last that is there."""
    passed: set[str] = set()
    now: str | None = template
    while now is not None and now in files and now not in passed:
        passed.add(now)
        yield now
        now = extended(files[now])


def all_blocks(template: str | None, files: Tree) -> Mapping[str, Block]:
    """Return the blocks that one which extends a template can fill, as they stand there now."""
    found: dict[str, Block] = {}
    for each in reversed(list(chain(template, files)) if template else []):
        found |= blocks(files[each])
    return found


def slots(text: str) -> dict[str, str]:
    """Return the slots that a template offers by name, each with the lines around it."""
    return {name: _around(text, name) for name in _FILLS.findall(_seen(text))}


def all_slots(template: str | None, files: Tree) -> dict[str, str]:
    """Return the slots of a template and of those that it is built on."""
    found: dict[str, str] = {}
    for each in reversed(list(chain(template, files)) if template else []):
        found |= slots(files[each])
    return found


def _around(text: str, name: str) -> str:
    """Return the lines around a slot; other slots among them don't count."""
    marked = _LOOP.sub(lambda found: f"fills.{name}\n" * (found[1] == name), text)
    lines = marked.split("\n")
    here = next(i for i, line in enumerate(lines) if name in _FILLS.findall(line))
    return "\n".join(lines[max(here - _AROUND, 0) : here + 1 + _AROUND])


def _seen(text: str) -> str:
    """Return a template's text with comments and raw passages blanked, at its own length."""
    return _HIDDEN.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), text)
