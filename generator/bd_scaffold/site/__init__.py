"""A project's documents as a static site: Markdown in, pages out that need no server.

What the documents say is data. They are read by one door (`markdown/`), their links are
followed (`links.py`), and every page is printed (`layout.py`) before any is written
(`writing.py`).
"""

from __future__ import annotations

from .assets import Asset, AssetError
from .making import Draft, Site, draft, make
from .sources import Sources, SourcesError, sources_of
from .writing import SiteFolderError, check_folder, write

__all__ = [
    "REFUSALS",
    "Asset",
    "AssetError",
    "Draft",
    "Site",
    "SiteFolderError",
    "Sources",
    "SourcesError",
    "check_folder",
    "draft",
    "make",
    "sources_of",
    "write",
]

REFUSALS = (AssetError, SiteFolderError, SourcesError)
"""What can't be done as asked, said in the exception's own words."""
