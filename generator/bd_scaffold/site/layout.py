"""The frame of a page: head, menu, contents, and the pages before and after it."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from html import escape

from . import assets
from .contents import Contents, Entry, Group
from .links import relative
from .markdown import Document, Printed

# Ids of the frame have a character that no heading's anchor has.
_CONTENT = "page.content"

_SHORT = 5
"""Pages that a folder may have to be shown unfolded everywhere."""

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'{styles}; img-src 'self'; "
    "base-uri 'none'; form-action 'none'"
)
"""What a browser may load: the site's own files. Nothing that a document says runs."""


def page(site: str, document: Document, body: Printed, order: Contents) -> str:
    """Return a whole page."""
    here = next(each for each in order.pages if each.source == document.path)
    return "".join(
        (
            f'<!doctype html>\n<html lang="en">\n<head>\n{_head(site, document, here)}</head>\n',
            "<body>\n",
            f'<a class="skip" href="#{_CONTENT}">Skip to the content</a>\n',
            f"<header>{_home(site, here)}</header>\n",
            '<div class="frame">\n',
            _menu(order, here),
            _toc(document),
            f'<main id="{_CONTENT}" tabindex="-1">\n<article>\n{body.body}</article>\n',
            _turning(order, here),
            f"</main>\n</div>\n{_foot(document, here)}</body>\n</html>\n",
        )
    )


def _head(site: str, document: Document, here: Entry) -> str:
    # Mermaid gives its drawings styles of their own; other pages have none but the site's.
    policy = _POLICY.format(styles=" 'unsafe-inline'" if document.diagrams else "")
    title = here.title if here.title == site else f"{here.title} · {site}"
    lines = [
        '<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        '<meta name="color-scheme" content="light dark">',
        '<meta name="referrer" content="no-referrer">',
        f"<title>{escape(title)}</title>",
        f'<link rel="icon" href="{_to(assets.ICON, here)}" type="image/svg+xml">',
        f'<link rel="stylesheet" href="{_to(assets.STYLE, here)}">',
    ]
    if document.diagrams:
        lines.append(
            f'<script defer src="{_to(assets.mermaid().file, here)}"></script>'
        )
    lines.append(f'<script defer src="{_to(assets.SCRIPT, here)}"></script>')
    return "".join(f"{line}\n" for line in lines)


def _home(site: str, here: Entry) -> str:
    return f'<a class="home" href="{_to("index.html", here)}">{escape(site)}</a>'


def _menu(order: Contents, here: Entry) -> str:
    """Return the list of all pages, which is folded on a narrow screen."""
    groups = "".join(_group(each, here) for each in order.groups)
    return _folding("menu", "Documents", "All documents", groups)


def _group(group: Group, here: Entry) -> str:
    """Return a part of the menu; a long one is folded where the page is not of it."""
    items = f"<ul>{''.join(_item(each, here) for each in group.entries)}</ul>"
    if not group.title:
        return items
    unfolded = here in group.entries or len(group.entries) <= _SHORT
    summary = f"<summary>{escape(group.title)}</summary>"
    return f"<details{' open' * unfolded}>{summary}{items}</details>"


def _item(entry: Entry, here: Entry) -> str:
    current = ' aria-current="page"' if entry == here else ""
    return (
        f'<li><a href="{_to(entry.file, here)}"{current}>{escape(entry.title)}</a></li>'
    )


def _toc(document: Document) -> str:
    """Return the headings of the page, where there are some to choose from."""
    if len(document.headings) < 2:
        return ""
    items = "".join(
        f'<li class="level-{each.level}"><a href="#{escape(each.anchor)}">'
        f"{escape(each.text)}</a></li>"
        for each in document.headings
    )
    return _folding("toc", "On this page", "On this page", f"<ul>{items}</ul>")


def _folding(kind: str, words: str, label: str, inside: str) -> str:
    return (
        f'<nav class="{kind}" aria-label="{label}"><details><summary>{words}</summary>'
        f"<div>{inside}</div></details></nav>\n"
    )


def _turning(order: Contents, here: Entry) -> str:
    number = order.pages.index(here)
    links = "".join(_turns(order.pages, number, here))
    if not links:
        return ""
    return f'<nav class="turning" aria-label="Previous and next">{links}</nav>\n'


def _turns(pages: tuple[Entry, ...], number: int, here: Entry) -> Iterator[str]:
    for kind, words, other in (
        ("prev", "Previous", number - 1),
        ("next", "Next", number + 1),
    ):
        if 0 <= other < len(pages):
            to = pages[other]
            yield (
                f'<a class="{kind}" rel="{kind}" href="{_to(to.file, here)}">'
                f"<span>{words}</span> {escape(to.title)}</a>"
            )


def _foot(document: Document, here: Entry) -> str:
    source = f"<p>Made from <code>{escape(document.path)}</code></p>"
    licences = (
        f'<p><a href="{_to(assets.LICENCES, here)}">Licences</a></p>'
        if document.diagrams
        else ""
    )
    return f"<footer>{source}{licences}</footer>\n"


def _to(file: str, here: Entry) -> str:
    return relative(file, posixpath.dirname(here.file))
