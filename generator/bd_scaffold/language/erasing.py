"""The author's word for what becomes of a row when the person that it belongs to is erased."""

from __future__ import annotations

from typing import Any, Literal

from ..record import Record
from .reading import Scalar, WrongError, text

_HINT = "write anonymise, or {keep: Tax law, ten years.}"


class Erase(Record, frozen=True):
    """What becomes of a row: it stays without what says something of them, or as it is."""

    kind: Literal["anonymise", "keep"]
    reason: str = ""  # why it is kept

    def __str__(self) -> str:
        return f"{self.kind}: {self.reason}" if self.reason else self.kind


def _erase(value: Any) -> Erase:
    if value == "anonymise":
        return Erase(kind="anonymise")
    if isinstance(value, dict) and [*value] == ["keep"]:
        reason = value["keep"]
        if isinstance(reason, str) and reason.strip():
            return Erase(kind="keep", reason=" ".join(text(reason).split()))
    raise WrongError("BD113", f"says nothing of a row that stays: {_HINT}")


ERASE = Scalar(
    "anonymise, or a reason to keep",
    _erase,
    {
        "anyOf": [
            {"const": "anonymise"},
            {
                "type": "object",
                "additionalProperties": False,
                "required": ["keep"],
                "properties": {"keep": {"type": "string", "pattern": r"\S"}},
            },
        ]
    },
)
