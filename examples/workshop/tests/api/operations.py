"""The operations of the design's own."""

from tests.front.repairs.operations import OPERATIONS as REPAIRS
from tests.store.parts.operations import OPERATIONS as PARTS

from .operation import Own

ALL: list[Own] = [
    *REPAIRS,
    *PARTS,
]
