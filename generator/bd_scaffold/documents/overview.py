"""The system overview: what it is for, what it holds, and what a request passes."""

from __future__ import annotations

from .section import Section

SECTION = Section(
    name="overview",
    title="System Overview",
    file="system-overview.md",
    summary="What it is for, what it has to do and how well, what it holds and how it runs.",
)
