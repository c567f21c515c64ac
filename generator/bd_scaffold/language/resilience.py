"""The author's words for other systems that the project calls, and how it lives without them."""

from __future__ import annotations

import re
from typing import Any

from .. import names
from .reading import (
    LINE,
    PLAIN,
    TEXT,
    WHOLE,
    Scalar,
    Switched,
    Words,
    WrongError,
    named_like,
    plain_text,
    word,
)

SPAN_FORM = re.compile("[1-9][0-9]{0,5}(ms|s|m)")


def _span(written: Any) -> Any:
    if not isinstance(written, str) or not SPAN_FORM.fullmatch(written):
        message = "is not a time: write 2s, or a number of ms, s or m."
        raise WrongError("BD113", message)
    return plain_text(written)


SPAN = Scalar("a text", _span, {"type": "string", "pattern": f"^{SPAN_FORM.pattern}$"})

SHARE_FORM = re.compile("[1-9][0-9]?%|100%")


def _share(written: Any) -> Any:
    if not isinstance(written, str) or not SHARE_FORM.fullmatch(written):
        message = "is not a share: write 50%, or a whole number from 1% to 100%."
        raise WrongError("BD113", message)
    return plain_text(written)


SHARE = Scalar(
    "a text", _share, {"type": "string", "pattern": f"^({SHARE_FORM.pattern})$"}
)


def hundredths(share: str) -> int:
    """Return how many of a hundred a share is: `50%` → 50."""
    return int(share.removesuffix("%"))


class Breaker(Words):
    """When calls are refused at once, since the other side fails."""

    failures: int = word(
        WHOLE,
        "How many calls have to fail within the window, at the least.",
        default=5,
    )
    share: str = word(
        SHARE,
        "And of all calls within the window, how large a share.",
        default="50%",
        examples=("50%",),
    )
    window: str = word(
        SPAN, "How long a call is remembered.", default="30s", examples=("30s",)
    )
    open: str = word(
        SPAN,
        "How long calls are refused, before one of them tries again.",
        default="30s",
        examples=("30s",),
    )


class Dependency(Words):
    """Another system that is called over HTTP, and how long and how often."""

    timeout: str = word(
        SPAN,
        "How long a call may take, with all of its attempts; `<NAME>_TIMEOUT` changes it.",
        default="2s",
        examples=("2s",),
    )
    attempts: int = word(
        WHOLE,
        "How often a call is tried that may be repeated, the first time included.",
        default=3,
    )
    retry_budget: str = word(
        SHARE,
        "How many calls may be repeated, as a share of all: so that those who fail are not "
        "asked three times as much.",
        default="20%",
        examples=("20%",),
    )
    breaker: Breaker | None = word(
        Switched(Breaker),
        "When calls are refused at once; `false` for never.",
        default=Breaker(),
        examples=({"failures": 5, "open": "30s"},),
    )
    at_once: int = word(
        WHOLE,
        "How many calls may be under way in a process, and how many connections.",
        default=20,
    )
    wait: str = word(
        SPAN,
        "How long a call waits for others to end, where so many are under way.",
        default="250ms",
        examples=("250ms",),
    )
    contract: str | None = word(
        LINE,
        "The other side's OpenAPI, a file beside the design: its operations become methods. "
        "If not given, the client has `request` alone.",
        default=None,
        examples=("payments.openapi.yaml",),
    )
    was: str | None = word(
        PLAIN,
        "The name that it had before: its folder, your code and its settings move along.",
        default=None,
    )
    description: str | None = word(
        TEXT, "What it is asked for, in a sentence.", default=None
    )


DEPENDENCY_NAME = named_like(names.SNAKE_PATTERN)
"""What another system is called, wherever a design names one."""
