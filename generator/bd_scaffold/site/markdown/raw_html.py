"""Raw HTML in Markdown: what of it a page keeps, which is little and can't run anything."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import escape

from markdown_it.token import Token

_PIECE = re.compile(
    r"(?P<comment><!--.*?-->)"
    r"|(?P<tag></?(?:br|kbd|sub|sup|details|summary)\s*/?>)"
    r"|<a\s+(?:id|name)\s*=\s*(?P<quote>[\"'])(?P<anchor>[A-Za-z][\w.-]*)(?P=quote)\s*/?>"
    r"(?:\s*</a>)?",
    re.DOTALL | re.IGNORECASE,
)


def kept(raw: str) -> str:
    """Return raw HTML in a line as a page shows it.

    Comments vanish, a few tags without attributes stay, and an anchor stays an anchor;
    everything else is text.
    """
    return "".join(_pieces(raw))


def kept_block(raw: str) -> str:
    """Return a block of raw HTML as a page shows it: a paragraph where it is all text."""
    shown = kept(raw).strip()
    return f"<p>{shown}</p>\n" if shown and "<" not in shown else f"{shown}\n"


def text_of(raw: str) -> str:
    """Return what of raw HTML a page shows as text."""
    return _PIECE.sub("", raw)


def ends_anchor(tokens: Sequence[Token] | None, index: int) -> bool:
    """Tell whether a token is the end of the anchor that the one before it begins."""
    if not tokens or index == 0 or tokens[index].content.lower() != "</a>":
        return False
    found = _PIECE.fullmatch(tokens[index - 1].content)
    return found is not None and found["anchor"] is not None


def anchors_in(raw: str) -> set[str]:
    """Return the anchors that raw HTML sets."""
    return {found["anchor"] for found in _PIECE.finditer(raw) if found["anchor"]}


def _pieces(raw: str) -> Iterator[str]:
    end = 0
    for found in _PIECE.finditer(raw):
        yield escape(raw[end : found.start()])
        if found["tag"]:
            yield re.sub(r"\s|/(?=>)", "", found["tag"].lower())
        elif found["anchor"]:
            yield f'<span id="{found["anchor"]}"></span>'
        end = found.end()
    yield escape(raw[end:])
