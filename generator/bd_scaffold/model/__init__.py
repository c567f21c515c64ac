"""The resolved model: every name derived, every default filled in, ready for templates."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..resolve import Resolved
    from .types import Model

__all__ = ["build"]


def build(resolved: Resolved) -> Model:
    """Return the model of a design that passed every check; the contract is not in it yet."""
    from . import building  # what only reads models needs none of it

    return building.build(resolved)
