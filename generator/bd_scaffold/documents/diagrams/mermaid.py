"""How Mermaid 12 reads texts: the one door through which names get into a diagram.

Mermaid has no escape character. It replaces `#35;` by the character of that number before it
parses, wherever that stands, so whatever means something to one of its grammars is written so.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from ...model.types import Diagram

_BREAK = "\u200b"
"""Where a word may be broken; no text of a design has it once it is `one_line`."""

_SPECIAL = re.compile(
    r"""[!"\#$%&*+:;<=>@\[\\\]^`{|}~ﬂ¶]"""  # what some grammar minds within a text
    r"|(?<![^\W_])_|_(?!\u200b?[^\W_])"  # not `order_line`: Markdown takes it for emphasis
    r"|(?i:\bd(?=irection\b))"  # a line that says `direction TB` anywhere is just that
)
_MARKS = {"ﬂ": "fl", "¶": f"¶{_BREAK}"}
"""Of `ﬂ°°35¶ß`, which Mermaid writes for a number while it parses: no text may have it."""

_PARTS = re.compile(
    r"[A-Z]+(?![a-z])[_-]*|[^\W\d_]?[^\WA-Z_]+[_-]*|[^\W\d_][_-]*|[\W_]+"
)
"""What a long name is made of: `OrderLine`, `order_line`, `order-line`."""

_SEGMENTS = re.compile(r"/*[^/]+/?|/+")
_JOINERS = frozenset("\u200c\u200d")
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})

_UNBROKEN = 18
"""Letters of a word that stand in one line of a box, at the most."""


def diagram(
    name: str, kind: str, title: str, description: str, lines: Iterable[str]
) -> Diagram:
    """Return a diagram of a kind, which says what it shows to whoever doesn't see it."""
    head = (kind, f"  accTitle: {bare(title)}", f"  accDescr: {bare(description)}")
    body = (f"  {line}" for line in lines)
    return Diagram(name, title, description, "\n".join((*head, *body)))


def bare(said: str) -> str:
    """Return a text as it stands on a line of its own, up to the line's end."""
    return _written(one_line(said))


def quoted(*lines: str) -> str:
    """Return lines of text as a label, whose long words may be broken."""
    return f'"{NEW_LINE.join(breakable(line) for line in lines if line)}"'


def ticked(said: str) -> str:
    """Return a text as the name or the type of an attribute."""
    return f"`{bare(said) or '#8203;'}`"


NEW_LINE = "\n"
"""Between the lines of a label in quotes, where `<br/>` would be no XML."""


def breakable(said: str) -> str:
    """Return a text whose long words a browser may break, which shows nothing else of it."""
    words = (_BREAK.join(_cut(word)) for word in one_line(said).split(" "))
    return _written(" ".join(words))


def wrapped(said: str, width: int) -> str:
    """Return a text in lines of a sequence diagram, which breaks none by itself."""
    lines = [""]
    for word in one_line(said).split():
        for number, part in enumerate(_cut(word)):
            gap = "" if number or not lines[-1] else " "
            if len(lines[-1]) + len(gap) + len(part) <= width or not lines[-1]:
                lines[-1] += gap + part
            else:
                lines.append(part)
    return "<br/>".join(map(bare, lines))


def shortened(said: str, most: int) -> str:
    """Return a text of so many characters at the most; of a longer one, its two ends."""
    text = one_line(said)
    if len(text) <= most:
        return text
    end = (most - 1) // 3
    return f"{text[: most - 1 - end].rstrip()}…{text[-end:].lstrip()}"


@lru_cache(maxsize=10_000)  # types and columns of many tables have the same names
def one_line(said: str) -> str:
    """Return a text without what can't be seen, in one line."""
    if said.isascii() and said.isprintable():
        return " ".join(said.split())
    seen = (
        " " if unicodedata.category(each) in _UNSEEN else each
        for each in said
        if each not in _JOINERS
    )
    return " ".join("".join(seen).split())


def _written(text: str) -> str:
    """Return a text as Mermaid reads it."""
    return _SPECIAL.sub(_number, text).replace(_BREAK, "#8203;")


def _number(found: re.Match[str]) -> str:
    letter = found[0]
    return _MARKS.get(letter) or f"#{ord(letter)};"


def _cut(word: str) -> list[str]:
    """Return the parts of a word between which a line may end, as one if it is short."""
    if len(word) <= _UNBROKEN:
        return [word]
    if "/" in word.strip("/"):
        return [part for each in _SEGMENTS.findall(word) for part in _cut(each)]
    return [
        part[at : at + _UNBROKEN]
        for part in _PARTS.findall(word)
        for at in range(0, len(part), _UNBROKEN)
    ]
