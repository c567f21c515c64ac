"""The story of a site: read the documents, follow their links, print their pages."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bd_scaffold.diagnostics import Diagnostic, Where, in_order

from . import assets, layout
from .assets import Asset
from .contents import Entry, contents
from .links import INDEX, OTHERS, Links
from .markdown import Document, Printed, Target, printed, read
from .sources import FILE, Sources

_HOME = tuple(f"docs/{name}" for name in INDEX)


@dataclass(frozen=True, slots=True)
class Draft:
    """The documents of a site, and what is wrong with them."""

    title: str
    documents: Mapping[str, Document]
    pages: Mapping[str, str]  # of each document, in the site
    sources: Sources
    mistakes: tuple[Diagnostic, ...]


@dataclass(frozen=True, slots=True)
class Site:
    """All files of a site."""

    title: str
    pages: tuple[Entry, ...]
    files: Mapping[str, bytes]
    assets: tuple[Asset, ...]


def draft(sources: Sources) -> Draft:
    """Read the documents of a project, and follow their links."""
    mistakes: list[Diagnostic] = []
    documents = _documents(sources, mistakes)
    title = _title(sources, documents)
    if not any(each in documents for each in _HOME):
        documents[_HOME[0]] = _index(title, documents)
    pages = _pages(documents, mistakes)
    links = Links(sources, pages, documents)
    for path, document in documents.items():
        found = (links.mistake(path, each) for each in document.links)
        mistakes.extend(each for each in found if each)
    return Draft(title, documents, pages, sources, in_order(mistakes))


def make(draft: Draft) -> Site:
    """Print the pages of a sound draft, and gather the files that they need."""
    links = Links(draft.sources, draft.pages, draft.documents)
    order = contents(draft.documents, draft.pages, links)
    files: dict[str, bytes] = {}
    for path, document in draft.documents.items():
        body = _printed(document, links)
        page = layout.page(draft.title, document, body, order)
        files[draft.pages[path]] = page.encode()
    files |= _along(draft, links)
    files |= assets.own()
    used: tuple[Asset, ...] = ()
    if any(each.diagrams for each in draft.documents.values()):
        files |= assets.with_mermaid()
        used = (assets.mermaid(),)
    return Site(draft.title, order.pages, dict(sorted(files.items())), used)


def _printed(document: Document, links: Links) -> Printed:
    def leads(target: str, *, image: bool) -> Target:
        return links.target(document.path, target, image=image)

    return printed(document, leads)


def _documents(sources: Sources, mistakes: list[Diagnostic]) -> dict[str, Document]:
    """Return the documents of `docs/`, and those that they lead to, and so on."""
    links = Links(sources, {}, {})
    found: dict[str, Document] = {}
    waiting = list(sources.documents)
    while waiting:
        path = waiting.pop(0)
        if path in found:
            continue
        document = _document(sources, path, mistakes)
        found[path] = document
        led_to = (links.place(path, each.target).path for each in document.links)
        waiting += sorted(
            {each for each in led_to if _is_page(each) and sources.kind(each) == FILE}
        )
    return found


def _is_page(path: str) -> bool:
    hidden = any(part.startswith(".") for part in path.split("/"))
    return path.lower().endswith(".md") and not hidden


def _document(sources: Sources, path: str, mistakes: list[Diagnostic]) -> Document:
    content = sources.read(path)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        message = "This is not UTF-8."
        mistakes.append(Diagnostic(Where(path, line, 1), "BD915", message))
        text = ""
    return read(path, text.replace("\r\n", "\n"))


def _title(sources: Sources, documents: Mapping[str, Document]) -> str:
    """Return what the project is called: as its README's title, or its index's."""
    if "README.md" in documents:
        return documents["README.md"].title
    if sources.kind("README.md") == FILE:
        text = sources.read("README.md").decode("utf-8", "replace")
        return read("README.md", text).title
    home = next((each for each in _HOME if each in documents), None)
    return documents[home].title if home else "Documents"


def _index(title: str, documents: Mapping[str, Document]) -> Document:
    """Return a first page for documents that have none."""
    lines = [f"# {_escaped(title)}", "", "The documents of this project.", ""]
    for path, document in documents.items():
        address = posixpath.relpath(path, "docs")
        lines.append(f"- [{_escaped(document.title)}](<{address}>)")
    return read(_HOME[0], "\n".join(lines))


def _escaped(text: str) -> str:
    return re.sub(r"([\\`*_\[\]<>#&~!|])", r"\\\1", text)


def _pages(documents: Iterable[str], mistakes: list[Diagnostic]) -> dict[str, str]:
    """Return where in the site each document's page is, each in a place of its own."""
    pages: dict[str, str] = {}
    taken: dict[str, str] = {}
    for path in documents:
        page = _page(path)
        twin = taken.setdefault(page.casefold(), path)
        if twin != path:
            message = f"{twin} would be the same page, {page}."
            hint = "Give one of them another name."
            mistakes.append(Diagnostic(Where(path, 1, 1), "BD916", message, hint))
        pages[path] = page
    return pages


def _page(path: str) -> str:
    inside = path.removeprefix("docs/")
    folder, name = posixpath.split(inside if inside != path else f"{OTHERS}/{path}")
    is_first = name.lower() in ("readme.md", "index.md") and inside != path
    stem = "index" if is_first else posixpath.splitext(name)[0]
    return posixpath.join(folder, f"{stem}.html")


def _along(draft: Draft, links: Links) -> dict[str, bytes]:
    """Return the files that documents link to and show, by where they lie in the site."""
    places = {
        place
        for path, document in draft.documents.items()
        for each in document.links
        if links.comes_along(
            place := links.place(path, each.target), image=each.is_image
        )
    }
    return {each.file: draft.sources.read(each.path) for each in places}
