"""One rule, and the sources that rules cite."""

from __future__ import annotations

from ....record import Record


class Rule(Record, frozen=True):
    """A kind of change: whether it breaks clients, why, and who says so."""

    id: str
    breaking: bool
    sentence: str
    source: str


OPENAPI = "OpenAPI 3.1"
CORE = "JSON Schema Core 2020-12"
SCHEMA = "JSON Schema Validation 2020-12"
ZALANDO = "Zalando RESTful API Guidelines, rule 107"
OASDIFF = "oasdiff"
DIFF = "openapi-diff"


def breaks(rule: str, sentence: str, source: str) -> Rule:
    """Return a rule about what clients notice."""
    return Rule(rule, breaking=True, sentence=sentence, source=source)


def keeps(rule: str, sentence: str, source: str) -> Rule:
    """Return a rule about what no client notices."""
    return Rule(rule, breaking=False, sentence=sentence, source=source)
