"""How many examples a property is tried with: a quarter in the default run, all in the wide sweeps.

    BD_PROPERTIES=20 pytest tests/properties

tries twenty times as many as the wide sweeps, new ones each time.
"""

from __future__ import annotations

import os
from fractions import Fraction

from hypothesis import HealthCheck, settings

_TIMES = Fraction(os.environ.get("BD_PROPERTIES", "1/4"))


def share(examples: int) -> int:
    """Return how many examples this run tries, of so many that the wide sweeps try."""
    return max(1, round(examples * _TIMES))


def tried(examples: int) -> settings:
    """Return the settings of a property that is worth so many examples."""
    return settings(
        max_examples=share(examples),
        derandomize=_TIMES <= 1,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
