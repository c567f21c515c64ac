"""What the author wrote: YAML with positions, checked word by word, as a frozen design."""

from .design import Design
from .load import Loaded, load
from .tree import Positions

__all__ = ["Design", "Loaded", "Positions", "load"]
