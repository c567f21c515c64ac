"""The documents of a project: what its pages say, worked out from its model.

A page is a module here with a `SECTION`, a line in `sections.SECTIONS`, a word of
`language.documents.Documents`, and a template of the blueprint's part `documents`.
"""

from __future__ import annotations

from ..language.design import Design
from ..model.types import Model
from ..record import replace
from .untested import Untested, files_with_tests, untested

__all__ = ["PART", "Untested", "attach", "files_with_tests", "untested"]

PART = "documents"
"""The part of the blueprint with the pages."""


def attach(model: Model, design: Design) -> Model:
    """Return the model with what its documents say; as it is where the design wants none."""
    if design.documents is None:
        return model
    from .sections import documents_of  # most designs need none of it

    return replace(
        model,
        parts=tuple(sorted((*model.parts, PART))),
        documents=documents_of(model, design),
    )
