"""The door to black, for asking whether a Python module is as black would have it."""

from __future__ import annotations

from functools import lru_cache

import black


@lru_cache(maxsize=1_000)  # designs have most of their files in common
def is_stable(source: str) -> bool:
    """Tell whether black would change nothing; what it can't read, it would change."""
    try:
        return black.format_str(source, mode=black.Mode()) == source
    except ValueError:  # black's InvalidInput is one
        return False
