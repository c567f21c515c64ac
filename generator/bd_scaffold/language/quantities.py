"""Numbers as a design writes them, and as readers like them."""

from __future__ import annotations

import re
from fractions import Fraction

_SECONDS = {"ms": 0.001, "s": 1, "m": 60, "h": 3600, "d": 86400}
_UNITS = {
    "second": 1,
    "sec": 1,
    "s": 1,
    "minute": 60,
    "min": 60,
    "m": 60,
    "hour": 3600,
    "h": 3600,
    "day": 86400,
    "d": 86400,
}
_FACTORS = {"": 1, "k": 10**3, "M": 10**6, "G": 10**9}

_NUMBER = r"([0-9]{1,12}(?:\.[0-9]{1,6})?)"
_RATE = re.compile(rf"{_NUMBER}\s*([kMG]?)\s*/\s*([a-z]+)")
_TIME = re.compile(rf"{_NUMBER}\s*(ms|s|m|h|d)[a-z]*")
_SHARE = re.compile(rf"{_NUMBER}\s*%")

_SIZES = ("bytes", "KiB", "MiB", "GiB", "TiB")
_DIGITS_FROM = 10


def a_second(text: str | None) -> float | None:
    """Return how many a rate is in a second, or None where a text says none: "300/s"."""
    found = _RATE.fullmatch(text.strip()) if text else None
    if found is None or found[3] not in _UNITS:
        return None
    return float(found[1]) * _FACTORS[found[2]] / _UNITS[found[3]]


def seconds_of(text: str | None) -> float | None:
    """Return the seconds of a time, or None where a text says none: "150ms", "1h"."""
    found = _TIME.fullmatch(text.strip()) if text else None
    return float(found[1]) * _SECONDS[found[2]] if found else None


def share_of(text: str | None) -> Fraction | None:
    """Return a share, or None where a text says none: "99.9%"."""
    found = _SHARE.fullmatch(text.strip()) if text else None
    share = Fraction(found[1]) / 100 if found else None
    return share if share is not None and 0 < share < 1 else None


def size(number: float) -> str:
    """Return bytes as readers like them: "1.8 GiB"."""
    for unit in _SIZES[:-1]:
        if number < 1024:
            return f"{rounded(number)} {unit}"
        number /= 1024
    return f"{rounded(number)} {_SIZES[-1]}"


def time(seconds: float) -> str:
    """Return a time as readers like it: "43.2 minutes"."""
    for unit, length in (("day", 86400), ("hour", 3600), ("minute", 60)):
        if seconds >= 2 * length:
            return f"{rounded(seconds / length)} {unit}s"
    if seconds >= 1:
        said = rounded(seconds)
        return f"{said} second" if said == "1" else f"{said} seconds"
    return f"{rounded(seconds * 1000)} ms"


def rounded(number: float) -> str:
    """Return a number with as many digits as say something."""
    if number >= 100 or number == int(number):
        return f"{number:,.0f}"
    return f"{number:.1f}" if number >= _DIGITS_FROM else f"{number:.2g}"


def percent(share: float | Fraction) -> str:
    """Return a share in hundredths: "0.1 %"."""
    return f"{float(share) * 100:.4g} %"
