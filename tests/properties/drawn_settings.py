"""How hard the properties are tried: the same few examples in CI, many by request.

    BD_PROPERTIES=20 pytest tests/properties

tries twenty times as many, new ones each time.
"""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

_TIMES = int(os.environ.get("BD_PROPERTIES", "1"))


def tried(examples: int) -> settings:
    """The settings of a property that is worth so many examples."""
    return settings(
        max_examples=examples * _TIMES,
        derandomize=_TIMES == 1,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
