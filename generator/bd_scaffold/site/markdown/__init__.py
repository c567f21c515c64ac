"""Markdown: the one door to markdown-it, for reading documents and for printing them."""

from __future__ import annotations

from .document import Document, Heading, Link
from .printing import Printed, Target, printed
from .reading import read

__all__ = ["Document", "Heading", "Link", "Printed", "Target", "printed", "read"]
