"""The documents of a project: what its pages say, worked out from its model.

A page is a module here with a `SECTION`, a line in `sections.SECTIONS`, a word of
`language.documents.Documents`, and a template of the blueprint's part `documents`. What a
capability has to say stands in its own part, in the slots of the pages.
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
    from .decisions import implied  # most designs need none of it
    from .section import Told
    from .sections import documents_of

    told = Told(model, resolved)
    return replace(
        model,
        parts=tuple(sorted((*model.parts, PART))),
        decisions=(*model.decisions, *implied(told)),
        documents=documents_of(told),
    )
