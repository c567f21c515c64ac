"""How long answers with a kind of row are kept, as a slice's `cache.py` says it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Cached:
    """That answers are kept, and what they show beside the rows of one table."""

    seconds: int  # as long as nothing is written; none is kept for longer
    related: bool = False  # they show related rows, or lists are narrowed by these
    sealed: bool = False  # they show what the database holds encrypted
