"""The author's word for how long rows are kept."""

from __future__ import annotations

import re
from typing import Any

from .reading import LINE, Scalar, Words, WrongError, plain_text, word
from .shortened import Shortened

AGE_FORM = re.compile("[1-9][0-9]{0,2}(?:mo|y)|[1-9][0-9]{0,3}[dw]")

CREATION = "created_at"
"""The moment from which it counts, unless another one is named."""


def _age(written: Any) -> Any:
    if not isinstance(written, str) or not AGE_FORM.fullmatch(written):
        message = "is not an age: write 7y, or a number of d, w, mo or y."
        raise WrongError("BD113", message)
    return plain_text(written)


AGE = Scalar("a text", _age, {"type": "string", "pattern": f"^({AGE_FORM.pattern})$"})


class Retention(Words):
    """How long rows are kept, until a command deletes them."""

    after: str = word(
        AGE,
        "How old they are by then, in days, weeks, months or years.",
        examples=("7y",),
    )
    since: str | None = word(
        LINE,
        "The field with the day or the moment from which it counts; if not given, that of "
        "their creation.",
        default=None,
        examples=("closed_at",),
    )

    def __str__(self) -> str:
        """All of it in a line, for people."""
        return f"{self.after} since {self.since}" if self.since else self.after


RETENTION = Shortened(Retention, "after")
