"""What becomes of a row when the one it refers to goes, or gets another key."""

from __future__ import annotations

from typing import Literal

OnDelete = Literal[
    "cascade", "keep", "no_action", "restrict", "set_default", "set_null"
]
OnUpdate = Literal["cascade", "no_action", "restrict", "set_default", "set_null"]

ON_DELETE: tuple[OnDelete, ...] = (
    "cascade",
    "keep",
    "no_action",
    "restrict",
    "set_default",
    "set_null",
)
ON_UPDATE: tuple[OnUpdate, ...] = (
    "cascade",
    "no_action",
    "restrict",
    "set_default",
    "set_null",
)
