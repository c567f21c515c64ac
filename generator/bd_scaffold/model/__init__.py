"""The resolved model: every name derived, every default filled in, ready for templates."""

from .build import build
from .types import Model

__all__ = ["Model", "build"]
