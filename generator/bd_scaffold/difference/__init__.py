"""The difference of two models in words, as a colleague would sum it up.

What a design says is compared, not what follows from it: a field that is renamed is one
change, whatever becomes of its column, its filter and the classes of its entity.
"""

from __future__ import annotations

from .change import Change, Effect
from .compare import compare

__all__ = ["Change", "Effect", "compare"]
