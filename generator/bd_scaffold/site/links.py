"""Where the links of documents lead: to pages, to files that come along, to other sites."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import SplitResult, quote, unquote, urlsplit

from bd_scaffold.diagnostics import Diagnostic, Where, did_you_mean

from .markdown import Document, Link, Target
from .sources import FILE, FOLDER, OUTSIDE, PRIVATE, Sources

_OUTSIDE = ("http", "https", "mailto")
_IMAGES = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".svg")
_READ = (".yaml", ".yml", ".json", ".csv", ".txt", ".toml", ".pdf")
"""What comes along where somebody links to it. No browser runs anything of it."""

INDEX = ("README.md", "index.md")
"""What a folder's first page is called."""

OTHERS = "project"
"""The folder of pages that are not from `docs/`."""

FILES = "files"
"""The folder of the files that come along."""


@dataclass(frozen=True, slots=True)
class Place:
    """What a link in a document means."""

    path: str = ""  # in the project
    anchor: str = ""
    url: str = ""  # of another site

    @property
    def file(self) -> str:
        """Where in the site a file that comes along lies."""
        return f"{FILES}/{self.path}"


class Links:
    """What links mean, in a project with these documents."""

    def __init__(
        self,
        sources: Sources,
        pages: Mapping[str, str],
        documents: Mapping[str, Document],
    ) -> None:
        self._sources = sources
        self._pages = pages
        """The documents' paths in the project, and their pages' in the site."""
        self._documents = documents

    def place(self, document: str, target: str) -> Place:
        """Return what a target in a document means."""
        parts = _split(target)
        if parts is None or parts.scheme:
            return Place(url=target)
        if target.startswith("//"):
            return Place(url=f"https:{target}")
        anchor = unquote(parts.fragment)
        if not parts.path:
            return Place(document, anchor)
        written = unquote(parts.path)
        start = "" if written.startswith("/") else posixpath.dirname(document)
        path = posixpath.normpath(posixpath.join(start, written.lstrip("/")))
        return Place(self._page_of(path), anchor)

    def _page_of(self, path: str) -> str:
        """Return the document that a folder begins with, or the path itself."""
        inside = [posixpath.normpath(f"{path}/{name}") for name in INDEX]
        inside += sorted(each for each in self._pages if each.startswith(f"{path}/"))
        return next((each for each in inside if each in self._pages), path)

    def comes_along(self, place: Place, *, image: bool) -> bool:
        """Tell whether a file is copied into the site.

        What browsers may run in its own right is not, and an SVG only as an image; nor is what
        is hidden, as files with secrets often are.
        """
        hidden = any(part.startswith(".") for part in place.path.split("/"))
        if place.url or hidden or place.path in self._pages:
            return False
        suffix = posixpath.splitext(place.path)[1].lower()
        shown = image or suffix != ".svg"
        fits = suffix in _IMAGES if image else suffix in (*_READ, *_IMAGES)
        return fits and shown and self._sources.kind(place.path) == FILE

    def target(self, document: str, written: str, *, image: bool) -> Target:
        """Return where a sound link leads from its page."""
        place = self.place(document, written)
        if place.url:
            href = place.url if _may_be_led_to(place.url) else ""
            return Target(href, place.url, outside=bool(href))
        here = posixpath.dirname(self._pages[document])
        if place.path in self._pages:
            page = self._pages[place.path]
            anchor = place.anchor and f"#{quote(place.anchor)}"
            same = place.path == document and anchor
            href = anchor if same else relative(page, here) + anchor
            return Target(href, self._documents[place.path].title)
        if self.comes_along(place, image=image):
            return Target(relative(place.file, here), place.path)
        return Target(name=place.path)

    def mistake(self, document: str, link: Link) -> Diagnostic | None:
        """Return what is wrong with a link, if anything is."""
        place = self.place(document, link.target)
        where = Where(document, link.line, link.column)
        if place.url:
            return self._refused(where, place.url)
        kind = self._sources.kind(place.path)
        if kind == OUTSIDE or place.path.startswith(".."):
            message = f'"{link.target}" leads out of the project.'
            return Diagnostic(where, "BD913", message, "Name an address, or a file.")
        if kind not in (FILE, FOLDER, PRIVATE):
            message = f'"{link.target}": there is no {place.path}.'
            return Diagnostic(where, "BD911", message, self._close(place.path))
        page = self._documents.get(place.path)
        if page and place.anchor and place.anchor not in page.anchors:
            message = f'{place.path} has no heading "#{place.anchor}".'
            hint = did_you_mean(place.anchor, sorted(page.anchors))
            return Diagnostic(where, "BD912", message, hint)
        return None

    def _close(self, path: str) -> str:
        """Return the hint that names a document whose file is called nearly so."""
        name, suffix = posixpath.splitext(posixpath.basename(path))
        pages = (posixpath.splitext(posixpath.basename(each)) for each in self._pages)
        return did_you_mean(name, {each for each, end in pages if end == suffix})

    @staticmethod
    def _refused(where: Where, url: str) -> Diagnostic | None:
        if _may_be_led_to(url):
            return None
        message = f'"{url}" is no address that a page may lead to.'
        hint = f"Known are {', '.join(_OUTSIDE[:-1])} and {_OUTSIDE[-1]}."
        return Diagnostic(where, "BD914", message, hint)


def _may_be_led_to(url: str) -> bool:
    """Tell whether an address is one that a page may lead to."""
    parts = _split(url)
    return parts is not None and parts.scheme in _OUTSIDE


def _split(url: str) -> SplitResult | None:
    """Return the parts of an address, or nothing where it is none."""
    try:
        return urlsplit(url)
    except ValueError:
        return None


def relative(path: str, folder: str) -> str:
    """Return the address of a file of the site, from a page in a folder of it."""
    return quote(posixpath.relpath(path, folder or "."))
