"""Where the loader puts what no author writes as a word: any of these would be a team's own."""

from __future__ import annotations

OWN, NAMESPACES, DEFAULTED, STORED = "x-", "x--", "x---", "x----"
"""What stands under `x-NAME`, the words that are known there, whether a field has a default,
and the type of its column where an existing one has another."""
