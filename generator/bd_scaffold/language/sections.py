"""The author's words for the whole project: its requirements, architecture, API and delivery."""

from __future__ import annotations

import re
from typing import Any, Literal

from .api_versions import VERSION_NAME, OlderVersion
from .reading import (
    FLAG,
    LINE,
    PLAIN,
    TEXT,
    WHOLE,
    Choice,
    Listed,
    Named,
    Nested,
    Scalar,
    Switched,
    Words,
    WrongError,
    plain_text,
    word,
)
from .shortened import Shortened
from .volume import VOLUMES, Volume


class Functional(Words):
    """Something that the system has to do, and the operations that do it."""

    id: str = word(LINE, "A short name to refer to.", examples=("FR-1",))
    text: str = word(TEXT, "The requirement in a sentence.")
    operations: tuple[str, ...] = word(
        Listed(PLAIN),
        "The operations that meet it: `Product.list`, `Order.restore`, or `Product.*` for all.",
        default=(),
    )


class Latency(Words):
    """How long answers may take, by percentile."""

    p50: str | None = word(LINE, "The median.", default=None, examples=("50ms",))
    p95: str | None = word(LINE, "95 of 100.", default=None, examples=("150ms",))
    p99: str | None = word(LINE, "99 of 100.", default=None, examples=("400ms",))


class Recovery(Words):
    """What a disaster may cost."""

    rpo: str | None = word(
        LINE, "How much data may be lost.", default=None, examples=("5m",)
    )
    rto: str | None = word(
        LINE, "How long the service may be gone.", default=None, examples=("1h",)
    )


class Quality(Words):
    """How well the system has to do it."""

    latency: Latency = word(Nested(Latency), "How long answers may take.")
    throughput: str | None = word(
        LINE, "Requests in a time.", default=None, examples=("300/s",)
    )
    availability: str | None = word(
        LINE, "The share of time that it answers.", default=None, examples=("99.9%",)
    )
    recovery: Recovery = word(Nested(Recovery), "What a disaster may cost.")
    volume: dict[str, Volume] = word(
        Named(VOLUMES),
        "Expected rows by entity, or a mapping that says more; from a million on, its lists are "
        "paged by cursor.",
        default=dict,
        examples=(
            {"Product": "100k"},
            {"Order": {"rows": "10M", "growth": "20%/year", "bytes": 180}},
        ),
    )
    compliance: tuple[str, ...] = word(
        Listed(LINE),
        "The rules that apply.",
        default=(),
        examples=(["GDPR"],),
    )


def _rate(written: Any) -> Any:
    if not isinstance(written, str) or not RATE_FORM.fullmatch(written):
        message = "is not a rate: write 300/minute, or a number by second, hour or day."
        raise WrongError("BD113", message)
    return plain_text(written)


RATE_FORM = re.compile("[1-9][0-9]{0,8}/(second|minute|hour|day)")

RATE = Scalar("a text", _rate, {"type": "string", "pattern": f"^{RATE_FORM.pattern}$"})


class Requirements(Words):
    """What the system is for."""

    functional: tuple[Functional, ...] = word(
        Listed(Nested(Functional), alone=False), "What it has to do.", default=()
    )
    quality: Quality = word(Nested(Quality), "How well it has to do it.")
    constraints: tuple[str, ...] = word(
        Listed(TEXT), "What is given and not chosen.", default=()
    )
    load_test: bool = word(
        FLAG,
        "`just load` asks a running service as its callers do, and fails where it misses a "
        "goal of `quality`: latency, throughput or availability.",
        default=False,
    )


class Decision(Words):
    """An architecture decision, as the project's documents keep it."""

    title: str = word(LINE, "The decision in a few words.")
    context: str = word(TEXT, "What made a decision necessary.")
    decision: str = word(TEXT, "What was decided.")
    consequences: str = word(TEXT, "What follows from it, good and bad.")
    status: Literal["proposed", "accepted", "deprecated", "superseded"] = word(
        Choice(("proposed", "accepted", "deprecated", "superseded")),
        "Where the decision stands.",
        default="accepted",
    )


class Architecture(Words):
    """The shape of the whole system."""

    style: Literal["monolith"] = word(
        Choice(("monolith",)),
        "One deployable, sliced by area and entity.",
        default="monolith",
    )
    decisions: tuple[Decision, ...] = word(
        Listed(Nested(Decision), alone=False), "Why it is so.", default=()
    )


class Limit(Words):
    """How many rows a page of a list has."""

    default: int = word(WHOLE, "Without `limit` in the request.", default=20)
    max: int = word(WHOLE, "The most that a request may ask for.", default=100)


class Paging(Words):
    """How lists are cut into pages, and what a page says of the whole list."""

    by: Literal["page", "cursor"] = word(
        Choice(("page", "cursor")),
        "`page` has numbers, `cursor` stays fast at any depth.",
        examples=("cursor",),
    )
    backwards: bool = word(
        FLAG, "By cursor, a page leads back to the one before, too.", default=False
    )
    total: Literal["always", "on_request", "estimate"] | None = word(
        Choice(("always", "on_request", "estimate")),
        "How many rows there are: in each answer, where a request says `with_total=true`, or "
        "about how many, where they are too many to count. If not given, `page` says it in "
        "each answer and `cursor` never.",
        default=None,
        examples=("on_request",),
    )


PAGING = Shortened(Paging, "by")


def _duration(written: Any) -> Any:
    if not isinstance(written, str) or not DURATION_FORM.fullmatch(written):
        message = "is not a time: write 24h, or a number of s, m, h or d."
        raise WrongError("BD113", message)
    return plain_text(written)


DURATION_FORM = re.compile("[1-9][0-9]{0,5}[smhd]")

DURATION = Scalar(
    "a text", _duration, {"type": "string", "pattern": f"^{DURATION_FORM.pattern}$"}
)

_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400}


def seconds(duration: str) -> int:
    """Return the seconds that a time has: `24h` → 86400."""
    return int(duration[:-1]) * _SECONDS[duration[-1]]


class Idempotency(Words):
    """Writes that may be sent again: each is done once, and answered as the first time."""

    keep: str = word(
        DURATION,
        "How long an answer is kept for its key; `IDEMPOTENCY_KEEP` changes it.",
        default="24h",
        examples=("24h",),
    )
    required: bool = word(
        FLAG, "A write without an `Idempotency-Key` is refused.", default=False
    )


LANGUAGES = (
    *("simple", "arabic", "armenian", "basque", "catalan", "danish", "dutch"),
    "english",
    *("finnish", "french", "german", "greek", "hindi", "hungarian", "indonesian"),
    *("irish", "italian", "lithuanian", "nepali", "norwegian", "portuguese"),
    *("romanian", "russian", "serbian", "spanish", "swedish", "tamil", "turkish"),
    "yiddish",
)
"""Configurations of text search that every PostgreSQL has from 14 on."""

SEARCHES = ("parts", *LANGUAGES)


class Rates(Words):
    """How many requests a caller may make in a time, and how answers tell of it."""

    limit: str | None = word(
        RATE,
        "How many, for all that has no rate of its own; `RATE_LIMIT` changes it.",
        default=None,
        examples=("300/minute",),
    )
    headers: Literal["x", "ietf"] = word(
        Choice(("x", "ietf")),
        "`x`: `X-RateLimit-Limit`, `-Remaining` and `-Reset`; `ietf`: `RateLimit-Policy` and "
        "`RateLimit`, as the IETF's draft has them.",
        default="x",
    )


class Api(Words):
    """How the HTTP API behaves everywhere."""

    version: str = word(
        LINE, "The prefix of every path.", default="v1", examples=("v1",)
    )
    versions: dict[str, OlderVersion] = word(
        Named(Nested(OlderVersion), VERSION_NAME),
        "Older versions that are served beside it, and what each was like.",
        default=dict,
        examples=({"v1": {"called": {"Customer.full_name": "name"}}},),
    )
    pagination: Paging = word(
        PAGING,
        "`page` knows totals, `cursor` stays fast at any depth; a mapping says more.",
        default=Paging(by="page"),
        examples=("cursor", {"by": "cursor", "backwards": True}),
    )
    search: str = word(
        Choice(SEARCHES),
        "What `q` finds: `parts` of texts, or words as a language forms them; `simple` "
        "takes each as it is.",
        default="parts",
        examples=("english",),
    )
    sparse_fields: bool = word(
        FLAG,
        "Answers have some fields alone where a request names them: `?fields=id,name`.",
        default=False,
    )
    limit: Limit = word(Nested(Limit), "How many rows a page has.")
    errors: Literal["envelope", "problem"] = word(
        Choice(("envelope", "problem")),
        "What an error's body is: an `error` with all that is said of it, or problem details "
        "as RFC 9457 has them.",
        default="envelope",
    )
    prefer: bool = word(
        FLAG,
        "A write with `Prefer: return=minimal` is answered without a body (RFC 7240).",
        default=False,
    )
    json_patch: bool = word(
        FLAG,
        "PATCH takes `application/json-patch+json` (RFC 6902), too.",
        default=False,
    )
    cors: tuple[str, ...] = word(
        Listed(LINE),
        "The origins whose pages may call the API.",
        default=(),
        examples=(["https://shop.example.com"],),
    )
    rate_limit: Rates | None = word(
        Shortened(Rates, "limit"),
        "How many requests a caller may make in a time; `RATE_LIMIT` changes it. A text, or "
        "what differs.",
        default=None,
        examples=("300/minute",),
    )
    idempotency: Idempotency | None = word(
        Switched(Idempotency),
        "A POST or PATCH with an `Idempotency-Key` is done once, however often it is sent: "
        "`true`, or what differs.",
        default=None,
        examples=(True,),
    )


class Database(Words):
    """Where the data lives."""

    engine: Literal["postgresql", "sqlite"] = word(
        Choice(("postgresql", "sqlite")),
        "What production runs on; SQLite serves development and tests in any case.",
        default="postgresql",
    )
    seeds: bool = word(
        FLAG,
        "`just seed 100000` fills a database for development with rows that look real and "
        "keep every constraint.",
        default=False,
    )
