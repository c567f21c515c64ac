"""Series of made-up traffic, as promtool reads them: a sample a minute."""

from __future__ import annotations

from collections.abc import Iterable


def counter(*rates: tuple[int, float]) -> str:
    """Return a counter that goes up by so much a minute, for so many minutes."""
    return " ".join(_counted(rates))


def gauge(*values: tuple[int, float]) -> str:
    """Return a gauge that has a value for so many minutes."""
    return " ".join(f"{value:g}x{minutes - 1}" for minutes, value in values)


def _counted(rates: Iterable[tuple[int, float]]) -> Iterable[str]:
    value = 0.0
    for minutes, rate in rates:
        yield f"{value:.12g}+{rate:.12g}x{minutes - 1}"
        value += rate * minutes
