"""`search`: `?q=` looks into the fields of an entity that say so."""

from __future__ import annotations

from .feature import Feature

FEATURE = Feature(name="search", used_by=lambda usage: usage.search)
