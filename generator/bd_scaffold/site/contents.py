"""The order of a site's pages, which its menu shows and readers turn over."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from .links import OTHERS, Links
from .markdown import Document


@dataclass(frozen=True, slots=True)
class Entry:
    """A page: its document, its file in the site and its title."""

    source: str
    file: str
    title: str


@dataclass(frozen=True, slots=True)
class Group:
    """Pages under a heading of the menu; the first ones have none."""

    title: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Contents:
    """The pages of a site in their order, grouped by folder."""

    groups: tuple[Group, ...]

    @property
    def pages(self) -> tuple[Entry, ...]:
        """All pages, in order."""
        return tuple(entry for group in self.groups for entry in group.entries)


def contents(
    documents: Mapping[str, Document], pages: Mapping[str, str], links: Links
) -> Contents:
    """Return the pages as the first one lists them, and then by their names."""
    first = next(path for path, page in pages.items() if page == "index.html")
    listed = (links.place(first, each.target).path for each in documents[first].links)
    order = dict.fromkeys([first, *(each for each in listed if each in pages)])
    order |= dict.fromkeys(sorted(pages))
    folders: dict[str, list[Entry]] = {"": []}
    for path in order:
        entry = Entry(path, pages[path], documents[path].title)
        folders.setdefault(posixpath.dirname(pages[path]), []).append(entry)
    return Contents(
        tuple(
            Group(_title(folder), _index_first(folders[folder]))
            for folder in sorted(folders, key=lambda each: (each == OTHERS, each))
        )
    )


def _index_first(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Return a folder's pages, its own first; the others keep their order."""
    return tuple(
        sorted(entries, key=lambda each: posixpath.basename(each.file) != "index.html")
    )


def _title(folder: str) -> str:
    words = folder.replace("-", " ").replace("_", " ").replace("/", " / ")
    return words[:1].upper() + words[1:]
