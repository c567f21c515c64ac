"""`pagination: cursor`: a page of a list continues where the last one ended."""

from __future__ import annotations

from .feature import Feature

FEATURE = Feature(name="cursor", used_by=lambda usage: usage.pagination == "cursor")
