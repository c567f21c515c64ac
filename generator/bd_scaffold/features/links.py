"""`Tag[]`: relations of many to many, kept in a table of their own."""

from __future__ import annotations

from .feature import Feature

FEATURE = Feature(name="links", used_by=lambda usage: usage.links)
