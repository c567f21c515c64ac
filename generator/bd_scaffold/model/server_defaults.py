"""Defaults as the database has them, in the form in which the application stores the same value.

Whoever writes a row beside the API gets what a client gets that leaves the field out.
"""

from __future__ import annotations

import base64
import datetime as dt
import json
from collections.abc import Sequence
from decimal import Decimal
from uuid import UUID

from ..names import sql_literal
from ..resolve.slots import Slot, default_value, has_default, made
from .types import ColumnKind, PerEngine

_RANDOM_UUID = (
    "lower(hex(randomblob(6)) || '4' || substr(hex(randomblob(2)), 2) || "
    "substr('89AB', 1 + (random() & 3), 1) || substr(hex(randomblob(2)), 2) || "
    "hex(randomblob(6)))"
)
"""A UUID of version 4, as SQLite keeps it: 32 digits."""

MADE = {
    "datetime": PerEngine(
        "CURRENT_TIMESTAMP", "strftime('%Y-%m-%d %H:%M:%f000', 'now')"
    ),
    "datetime_local": PerEngine(
        "(CURRENT_TIMESTAMP AT TIME ZONE 'UTC')",
        "strftime('%Y-%m-%d %H:%M:%f000', 'now')",
    ),
    "date": PerEngine("(CURRENT_TIMESTAMP AT TIME ZONE 'UTC')::date", "date('now')"),
    "uuid": PerEngine("gen_random_uuid()", _RANDOM_UUID),
}
"""What is made anew for each row, in the form in which each engine keeps it."""


def server_default(slot: Slot, kind: ColumnKind) -> PerEngine | None:
    """Return what the database gives a column that the design has a default for."""
    if slot.source is not None and slot.source.default_sql:
        return _own(slot.source.default_sql)
    if anew := made(slot):
        return None if anew == "next" else _expression(MADE[kind])
    value = default_value(slot) if has_default(slot) else None
    return None if value is None else constant_sql(value, kind)


def _own(expressions: Sequence[str]) -> PerEngine:
    """Return the design's own SQL: of one expression for both engines, or of one for each."""
    first, last = expressions[0].strip(), expressions[-1].strip()
    return PerEngine(f"({first})", f"({last})")


def _expression(sql: PerEngine) -> PerEngine:
    """Return an expression as a default: SQLite wants it in brackets."""
    return PerEngine(sql.postgresql, f"({sql.sqlite})")


def constant_sql(value: object, kind: ColumnKind) -> PerEngine:
    """Return a constant as each engine writes it."""
    text = str(value)
    if kind == "datetime":
        moment = dt.datetime.fromisoformat(text).astimezone(dt.UTC)
        written = moment.replace(tzinfo=None).isoformat(" ", "microseconds")
        return PerEngine(
            f"{sql_literal(moment.isoformat())}::timestamptz", sql_literal(written)
        )
    if kind == "bytes":
        digits = sql_literal(base64.b64decode(text).hex())
        return PerEngine(f"decode({digits}, 'hex')", f"X{digits}")
    written = portable_sql(value, kind)
    if kind == "json" and _is_number(value):  # as bytes: SQLite would round a text
        return PerEngine(written, f"X{sql_literal(json.dumps(value).encode().hex())}")
    return PerEngine(written, written)


def portable_sql(value: object, kind: ColumnKind) -> str:
    """Return a constant that PostgreSQL and SQLite write alike."""
    text = str(value)
    if kind == "json":
        return sql_literal(json.dumps(value))
    if kind == "time":  # as SQLite keeps it, which PostgreSQL reads alike
        return sql_literal(dt.time.fromisoformat(text).isoformat("microseconds"))
    if kind == "datetime_local":
        at = dt.datetime.fromisoformat(text)
        return sql_literal(at.isoformat(" ", "microseconds"))
    if kind == "uuid":
        return sql_literal(UUID(text).hex)
    if isinstance(value, bool):
        return text.lower()
    if kind == "decimal":
        return format(Decimal(text), "f")
    return sql_literal(value) if isinstance(value, str) else text


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
