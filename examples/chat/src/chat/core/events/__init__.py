"""Events: what others are told of changes of rows, recorded with these."""

from . import along, recording

__all__ = ["along", "recording"]
