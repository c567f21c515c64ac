"""Facts of who may do what, which the model hands on to templates as they are."""

from __future__ import annotations

from ..record import Record


class AccessLine(Record, frozen=True):
    """Who may do something with the rows of an entity."""

    operations: tuple[
        str, ...
    ]  # of the API, that one rule decides: "list", "get"; or "refer"
    rule: str  # as the design says it: "owner or order:read"; "nobody" without one
    by_default: bool  # the entity says nothing, so that `defaults` of security hold
    cells: tuple[str, ...]  # for each caller: "yes", "no", "own rows", "rows (1)"


class AccessTable(Record, frozen=True):
    """Who may do what with the rows of an entity."""

    entity: str  # "Order"
    owner: str  # the path to the account that a row belongs to; empty without one
    rules: dict[str, str]  # each rule as it holds, by what it decides: {"get": "owner"}
    callers: tuple[str, ...]  # the columns: "anonymous", "clerk", "owner"
    said: (
        str  # whose the rows are, and what the conditions stand for, in a sentence each
    )
    lines: tuple[AccessLine, ...]  # in the order of operations
    conditions: tuple[str, ...]  # what "rows (1)" have to be, in order: "active"
