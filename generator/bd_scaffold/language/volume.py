"""How many rows are expected, how they become more, and how wide they are."""

from __future__ import annotations

import re
from typing import Any

from .reading import Scalar, Words, WrongError, plain_text, word
from .shortened import Shortened

_ROWS = "[1-9][0-9]{0,14}[kMG]?"
_SHARE = r"[0-9]{1,4}(?:\.[0-9]{1,3})?%"
GROWTH_FORM = re.compile(f"({_ROWS}|{_SHARE})/(day|week|month|year)")

_FACTORS = {"k": 10**3, "M": 10**6, "G": 10**9}

WIDEST = 1_000_000_000
"""PostgreSQL holds no value of more bytes."""


def _volume(written: Any) -> Any:
    if isinstance(written, str) and not re.fullmatch(_ROWS, written):
        message = "is not a number of rows: write 500, 100k, 10M or 2G."
        raise WrongError("BD113", message)
    return plain_text(written)


def _growth(written: Any) -> Any:
    if not isinstance(written, str) or not GROWTH_FORM.fullmatch(written):
        message = "is not a growth: write 20%/year or 50k/month, of a day, week, month or year."
        raise WrongError("BD113", message)
    return plain_text(written)


def _width(written: Any) -> Any:
    if not isinstance(written, str) or not re.fullmatch("[0-9]{1,18}", written):
        raise WrongError("BD113", "is not a number of bytes: write 180.")
    if not 0 < int(written) <= WIDEST:
        message = f"is no width of a row: bytes are from 1 to {WIDEST:,}."
        raise WrongError("BD113", message)
    return int(written)


VOLUME = Scalar("a text", _volume, {"type": "string"})
GROWTH = Scalar(
    "a text", _growth, {"type": "string", "pattern": f"^{GROWTH_FORM.pattern}$"}
)
WIDTH = Scalar(
    "a whole number", _width, {"type": "integer", "minimum": 1, "maximum": WIDEST}
)


def rows(volume: str) -> int:
    """The number that a volume stands for: `100k` → 100000."""
    factor = _FACTORS.get(volume[-1], 1)
    return int(volume.rstrip("kMG")) * factor


class Volume(Words):
    """The rows of an entity that a design expects."""

    rows: str = word(VOLUME, "How many there are.", examples=("10M",))
    growth: str | None = word(
        GROWTH,
        "By how much they become more: a share or a number of rows, in a day, week, month or "
        "year. If not given, they stay as many.",
        default=None,
        examples=("20%/year", "50k/month"),
    )
    bytes: int | None = word(
        WIDTH,
        "What the values of a row take on average. If not given, it follows from the types.",
        default=None,
        examples=(180,),
    )

    @property
    def told(self) -> str:
        """All that it says, in a line: "10M rows, 20%/year"."""
        width = f"{self.bytes:,} bytes each" if self.bytes else None
        return ", ".join(filter(None, (f"{self.rows} rows", self.growth, width)))


VOLUMES = Shortened(Volume, "rows")
