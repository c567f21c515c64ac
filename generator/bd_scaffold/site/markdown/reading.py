"""Reading a document: its tokens, title, headings and links."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath

from markdown_it import MarkdownIt
from markdown_it.token import Token

from .document import Document, Heading, Link, plain
from .raw_html import anchors_in


class _Reader(MarkdownIt):
    """CommonMark with tables and strikethrough."""

    def validateLink(self, url: str) -> bool:  # noqa: N802 - markdown-it's name
        """Take every link for one: a link that is refused is told, and not shown as text."""
        del url
        return True


# Raw HTML is told apart from text, so that comments vanish; `raw_html` says what of it stays.
READER = _Reader("commonmark", {"html": True}).enable(["table", "strikethrough"])

_FRONT_MATTER = re.compile(
    r"\A---[ \t]*\n.*?^(?:---|\.\.\.)[ \t]*$", re.DOTALL | re.MULTILINE
)
_CONTENTS = (2, 3)
"""The levels of headings that a table of contents has."""


def read(path: str, text: str) -> Document:
    """Return the document of a Markdown file."""
    tokens = READER.parse(_without_front_matter(text))
    title, tokens = _titled(tokens, path)
    headings = tuple(_headings(tokens))
    links = tuple(_links(tokens, text.split("\n")))
    raw = (each.content for each in _all(tokens) if each.type.startswith("html_"))
    anchors = {heading.anchor for _, heading in headings}
    return Document(
        path,
        title,
        tuple(
            heading
            for depth, heading in headings
            if depth == 0 and heading.level in _CONTENTS
        ),
        frozenset(anchors.union(*map(anchors_in, raw))),
        links,
        sum(is_diagram(each) for each in tokens),
        tuple(tokens),
    )


def is_diagram(token: Token) -> bool:
    """Tell whether a token is a code block in Mermaid's language."""
    return token.type == "fence" and token.info.strip().split(" ")[0] == "mermaid"


def _without_front_matter(text: str) -> str:
    """Return the text with as many empty lines where a site generator's settings stood."""
    found = _FRONT_MATTER.match(text)
    return "\n" * found[0].count("\n") + text[found.end() :] if found else text


def _titled(tokens: list[Token], path: str) -> tuple[str, list[Token]]:
    """Return a page's title, and its tokens with one heading of the first level: the first."""
    tokens = list(_without_empty_headings(tokens))
    opening = next((n for n, each in enumerate(tokens) if _opens(each)), None)
    if opening is not None and tokens[opening].tag == "h1":
        title = plain(tokens[opening + 1].children)
    else:
        title = _title_of(path)
        tokens = [*_heading(title), *tokens]
        opening = 0
    _put_in_order(tokens, opening)
    return title, tokens


def _heading(title: str) -> list[Token]:
    """Return the tokens of a heading of the first level, whatever its text has in it."""
    tokens = READER.parse("# title")
    tokens[1].children = [Token("text", "", 0, content=title)]
    return tokens


def _opens(token: Token) -> bool:
    return token.type == "heading_open"


def _without_empty_headings(tokens: Sequence[Token]) -> Iterator[Token]:
    """Yield the tokens but those of headings that say nothing."""
    skipped = 0
    for number, each in enumerate(tokens):
        if _opens(each) and not plain(tokens[number + 1].children):
            skipped = 3
        if skipped:
            skipped -= 1
        else:
            yield each


def _title_of(path: str) -> str:
    """Return what a file without a title is called: by its name, or by its folder's."""
    file = PurePosixPath(path)
    name = file.parent.name if file.stem.lower() in ("readme", "index") else file.stem
    words = re.sub(r"[-_]+", " ", name or file.stem).strip() or file.stem
    return words[:1].upper() + words[1:]


def _put_in_order(tokens: Sequence[Token], first: int) -> None:
    """Give every heading after the title a level that is at most one below the last one."""
    last = 1
    for number, each in enumerate(tokens):
        if _opens(each) and number != first:
            last = max(2, min(int(each.tag[1]), last + 1))
            each.tag = tokens[number + 2].tag = f"h{last}"


def _headings(tokens: Sequence[Token]) -> Iterator[tuple[int, Heading]]:
    """Yield each heading and how deep it stands in others' blocks; give it its anchor."""
    taken: set[str] = set()
    for number, each in enumerate(tokens):
        if _opens(each):
            text = plain(tokens[number + 1].children)
            slug = _slug(plain(tokens[number + 1].children, raw=False))
            anchor = _free(slug, taken)
            each.attrSet("id", anchor)
            yield each.level, Heading(int(each.tag[1]), text, anchor)


def _slug(text: str) -> str:
    """Return the anchor that GitHub and GitLab give a heading."""
    return re.sub(r"[^\w\- ]", "", text.strip().lower()).replace(" ", "-") or "section"


def _free(slug: str, taken: set[str]) -> str:
    """Return the anchor, with a number behind it where another heading has it."""
    free, number = slug, 0
    while free in taken:
        number += 1
        free = f"{slug}-{number}"
    taken.add(free)
    return free


def _all(tokens: Sequence[Token]) -> Iterator[Token]:
    for each in tokens:
        yield each
        yield from each.children or ()


def _links(tokens: Sequence[Token], lines: Sequence[str]) -> Iterator[Link]:
    """Yield the links and images of a document, each with its place."""
    for block in tokens:
        if block.type != "inline" or block.map is None:
            continue
        start = (block.map[0], 0)
        for each in _deep(block.children or ()):
            if each.type not in ("link_open", "image"):
                continue
            image = each.type == "image"
            target = str(each.attrGet("src" if image else "href") or "")
            line, column = _place(lines, start, block.map[1], target)
            if column:
                start = (line - 1, column)
            yield Link(target, line, column or 1, image)


def _deep(children: Sequence[Token]) -> Iterator[Token]:
    for each in children:
        yield each
        yield from _deep(each.children or ())


def _place(
    lines: Sequence[str], start: tuple[int, int], end: int, target: str
) -> tuple[int, int]:
    """Return where a link's target stands, or the line of its block and no column.

    markdown-it says of a block where it stands, and nothing of what is inside of it.
    """
    from urllib.parse import unquote

    for number in range(start[0], min(end, len(lines))):
        begin = start[1] if number == start[0] else 0
        for written in (target, unquote(target)):
            if written and (found := lines[number].find(written, begin)) >= 0:
                return number + 1, found + 1
    return start[0] + 1, 0
