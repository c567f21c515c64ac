"""The documents of a project: what its pages say, worked out from its model.

A page is a module here with a `SECTION`, a line in `sections.SECTIONS`, a word of
`language.documents.Documents`, and a template of the blueprint's part `documents`.
"""

from __future__ import annotations

from ..model.types import Model
from ..record import replace
from ..resolve import Resolved

PART = "documents"
"""The part of the blueprint with the pages."""


def attach(model: Model, resolved: Resolved) -> Model:
    """Return the model with what its documents say; as it is where the design wants none."""
    if resolved.design.documents is None:
        return model
    from .section import Told  # most designs need none of it
    from .sections import documents_of

    return replace(
        model,
        parts=tuple(sorted((*model.parts, PART))),
        documents=documents_of(Told(model, resolved)),
    )
