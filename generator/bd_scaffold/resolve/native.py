"""SQL of an engine's own, of which only the columns that it names are known."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .slots import Slot

EVERYTHING = "TRUE"
"""What an engine asks of rows that a rule says nothing of."""


def columns_in(sql: str, slots: Sequence[Slot]) -> tuple[str, ...]:
    """Return the columns that SQL names, in the order of their table."""
    named = re.findall(_NAME, sql)
    words = {quoted.replace('""', '"') or bare.lower() for quoted, bare in named}
    return tuple(slot.column for slot in slots if slot.column in words)


_NAME = r"""'(?:[^']|'')*'|"((?:[^"]|"")*)"|\b([A-Za-z_]\w*)\b(?!\()"""
