"""What a Markdown file says, once it is read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markdown_it.token import Token

from .raw_html import ends_anchor, text_of


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading, with the anchor by which links find it."""

    level: int
    text: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Link:
    """Where a document leads, as it is written there, and the place of it."""

    target: str
    line: int
    column: int
    is_image: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """A Markdown file: its tokens, with headings in order, each with an anchor."""

    path: str
    title: str
    headings: tuple[Heading, ...]  # for a table of contents
    anchors: frozenset[str]
    links: tuple[Link, ...]
    diagrams: int
    tokens: tuple[Token, ...]


def plain(children: Sequence[Token] | None, *, raw: bool = True) -> str:
    """Return what an inline text says without its markup, or without what looks like HTML."""
    parts = []
    for number, each in enumerate(children or ()):
        if each.type in ("text", "code_inline"):
            parts.append(each.content)
        elif each.type == "html_inline" and raw and not ends_anchor(children, number):
            parts.append(text_of(each.content))
        elif each.type == "image":
            parts.append(plain(each.children))
        elif each.type in ("softbreak", "hardbreak"):
            parts.append(" ")
    return "".join(parts).strip()
