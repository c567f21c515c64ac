"""Capabilities: a folder each, with all that the tests have to know of it.

A new folder takes part in the changes of a design, their table of updates, their migrations,
the gallery of mistakes and the drawn designs; nothing has to list it.
"""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

from capability import Capability


def _gathered() -> tuple[Capability, ...]:
    names = sorted(each.name for each in iter_modules(__path__) if each.ispkg)
    return tuple(import_module(f"{__name__}.{name}").CAPABILITY for name in names)


CAPABILITIES = _gathered()
