"""What a template's name says: its layer and part, and the file that it makes or fills."""

from __future__ import annotations

import re

from ..record import Record, replace

SUFFIX = ".jinja"

_NAME = re.compile(
    r"(?P<layer>[^/]+)/(?:parts/(?P<part>[^/]+)/)?"
    r"(?:outputs/(?P<made>.+)|slots/(?P<filled>.+)/(?P<slot>[^/]+))\.jinja"
)


class TemplateName(Record, frozen=True, order=True):
    """The name of a template, taken apart."""

    layer: str
    part: str  # empty for a template of the layer itself
    output: str  # as a manifest calls it: "src/__package__/main.py"
    slot: str = ""  # the slot that it fills; empty for one that makes the whole file

    @property
    def source(self) -> str:
        """The folder of its layer or part, which has a manifest: `fastapi/parts/search`."""
        return source(self.layer, self.part)

    def of(self, output: str) -> TemplateName:
        """Return the name of the same template for another output."""
        return replace(self, output=output)

    def __str__(self) -> str:
        if self.slot:
            return f"{self.source}/slots/{self.output}/{self.slot}{SUFFIX}"
        return f"{self.source}/outputs/{self.output}{SUFFIX}"


def parsed(name: str) -> TemplateName | None:
    """Return a template's name taken apart, or None where it makes no file and fills no slot."""
    match = _NAME.fullmatch(name)
    if match is None:
        return None
    part, output = match["part"] or "", match["made"] or match["filled"]
    return TemplateName(match["layer"], part, output, match["slot"] or "")


def source(layer: str, part: str) -> str:
    """Return the folder of a layer, or of one of its parts."""
    return f"{layer}/parts/{part}" if part else layer
