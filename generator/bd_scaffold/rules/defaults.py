"""Defaults: a field's default is one of its values."""

from __future__ import annotations

import base64
import datetime as dt
import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

from ..diagnostics import did_you_mean, one_of
from ..language.finding import Finding
from ..names import why_no_expression
from ..resolve import Resolved, moments
from ..resolve.fields import Field
from ..resolve.normal import BLANKS, normal_of, normalised
from ..resolve.values import (
    INTEGER_BOUNDS,
    bounds_of,
    greatest_length,
    made_anew,
)
from .bounds import fits_decimal, holds
from .finding import about
from .patterns import problem_of


def rule(resolved: Resolved) -> Iterator[Finding]:
    """A default is a value that a client could have given."""
    for written in resolved.fields:
        field = written.source
        if field.default_sql and not written.is_relation:
            yield from _own_sql(written)
        if not field.has_default or written.kind not in ("value", "enum"):
            continue
        if made_anew(field) and not field.default_sql:
            yield from _made(written)
            continue
        if field.default is None:
            if not field.nullable:
                hint = f"Write {field.type}?, or another default."
                yield about(written, "BD212", "It may not be null.", hint, "default")
            continue
        typed = written.kind == "enum" or field.type in _TYPED
        if field.many and field.default and typed:
            message = f"A list of {field.type} has no default but []."
            yield about(written, "BD212", message, "Write = [].", "default")
            continue
        for value in field.default if field.many else [field.default]:
            if problem := problem_of_value(written, value, "default"):
                message, hint = problem
                yield about(written, "BD212", message, hint, "default")


def _own_sql(written: Field) -> Iterator[Finding]:
    """Say what contradicts a default that the database makes."""
    field, word = written.source, "default_sql"
    if field.has_default:
        message = "A value and an SQL expression are two defaults."
        yield about(written, "BD207", message, "Keep one of them.", word)
    if field.many:
        message = "A list has no default but []."
        yield about(written, "BD212", message, "Write = [].", word)
    if len(field.default_sql) > 2:
        message = "There are two engines."
        hint = "Write one expression for both, or PostgreSQL's and SQLite's."
        yield about(written, "BD212", message, hint, word)
    for sql in field.default_sql:
        if problem := why_no_expression(sql):
            hint = "Write what would stand behind DEFAULT."
            yield about(written, "BD212", problem, hint, word)


def _made(written: Field) -> Iterator[Finding]:
    """Say what contradicts a value that each new row gets anew."""
    field = written.source
    if field.default != "next":
        return
    if field.nullable:
        message = "Every row is counted, so the number is never missing."
        hint = "Leave the question mark out."
        yield about(written, "BD212", message, hint, "default")
    if written.in_key:
        return  # which is refused as a key
    if not (field.readonly or field.internal):
        message = "Rows are counted, so clients can't send the number."
        yield about(written, "BD212", message, "Add readonly.", "default")
    low, high = field.minimum, field.maximum
    if high is not None or (isinstance(low, Decimal) and low > 1):
        message = "Rows are counted from 1 on, however many there are."
        hint = "Leave the bounds out, or say min(1)."
        yield about(written, "BD212", message, hint, "default")


_TYPED = ("date", "datetime", "datetime_local", "decimal", "time", "uuid")


def problem_of_value(written: Field, value: Any, word: str) -> tuple[str, str] | None:
    """Return why a field can't have a value, called by a word, and what it could have."""
    field = written.source
    if written.kind == "enum":
        values = written.values
        if value in values:
            return None
        hint = did_you_mean(str(value), values) or one_of(values)
        return f'The {word} "{value}" is not one of its values.', hint
    if field.type in (*INTEGER_BOUNDS, "float", "decimal"):
        return _number(written, Decimal(str(value)), word)
    if field.type in ("string", "text") and isinstance(value, str):
        return _text(written, value, word)
    if field.type in _FORMS and isinstance(value, str):
        what, example, is_right = _FORMS[field.type]
        if not _holds(is_right, value):
            return f'The {word} "{value}" is not {what}.', f"Write {example}."
        return _time(written, value, word)
    return None


def problem_of_uuid(value: str) -> tuple[str, str] | None:
    """Return why a text can't be a generated key, and what could be one."""
    what, example, is_right = _FORMS["uuid"]
    if _holds(is_right, value):
        return None
    return f'The default "{value}" is not {what}.', f"Write {example.split(',')[0]}."


def _time(written: Field, value: str, word: str) -> tuple[str, str] | None:
    field = written.source
    if field.type not in moments.EXAMPLES:
        return None
    given = moments.canonical(field.type, value)
    if given is None:
        return None
    low, high = bounds_of(field)
    if low is not None and given < low:
        return f"The {word} {value} is before min({field.minimum}).", ""
    if high is not None and given > high:
        return f"The {word} {value} is after max({field.maximum}).", ""
    return None


def _number(written: Field, value: Decimal, word: str) -> tuple[str, str] | None:
    field = written.source
    if isinstance(field.minimum, Decimal) and value < field.minimum:
        return f"The {word} {value} is less than min({field.minimum}).", ""
    if isinstance(field.maximum, Decimal) and value > field.maximum:
        return f"The {word} {value} is more than max({field.maximum}).", ""
    if not holds(field.type, value):
        return f"The {word} {value} is more than {field.type} holds.", ""
    if field.type == "float" and not value.is_finite():
        return f"The {word} is not a number.", ""
    if field.type == "decimal" and not fits_decimal(field, value):
        digits = ",".join(field.arguments)
        return f"The {word} {value} has more digits than decimal({digits}).", ""
    return None


def _text(written: Field, value: str, word: str) -> tuple[str, str] | None:
    field = written.source
    lengths = [n for n in (field.max_length, greatest_length(field)) if n is not None]
    longest = min(lengths, default=None)
    if longest is not None and len(value) > longest:
        return f"The {word} has {len(value)} characters, more than {longest}.", ""
    if field.min_length is not None and len(value) < field.min_length:
        return (
            f"The {word} has {len(value)} characters, less than {field.min_length}.",
            "",
        )
    form = normalised(value, normal_of(field))
    form = form.rstrip(" ") if field.stored == "char" else form
    if form != value:
        return f'The {word} "{value}" is stored as "{form}".', f'Write "{form}".'
    if field.not_blank and not value.strip(BLANKS):
        return f"The {word} is blank.", ""
    pattern = field.pattern
    if pattern and problem_of(pattern) is None and re.search(pattern, value) is None:
        return f'The {word} "{value}" does not match the pattern.', ""
    if any(not each.isprintable() and each not in "\n\t" for each in value):
        return f"The {word} contains a control character.", ""
    return None


def _holds(is_right: Callable[[str], Any], text: str) -> bool:
    try:
        return bool(is_right(text))
    except ValueError:
        return False


def _has_zone(text: str) -> bool:
    return dt.datetime.fromisoformat(text).tzinfo is not None


def _is_local(text: str) -> bool:
    return re.fullmatch(
        r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?", text
    ) is not None and (dt.datetime.fromisoformat(text) is not None)


def _is_time(text: str) -> bool:
    return re.fullmatch(
        r"[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?", text
    ) is not None and (dt.time.fromisoformat(text) is not None)


def _is_date(text: str) -> bool:
    return re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text) is not None and (
        dt.date.fromisoformat(text) is not None
    )


def _is_uuid(text: str) -> bool:
    import uuid  # few designs have such a default

    return uuid.UUID(text) is not None


def _is_ip(text: str) -> bool:
    import ipaddress  # few designs have such a default

    return ipaddress.ip_address(text) is not None


def _is_base64(text: str) -> bool:
    return base64.b64decode(text, validate=True) is not None


def is_email(text: str) -> bool:
    """True for what is written as an address is."""
    return _EMAIL.fullmatch(text) is not None


_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")
_URL = re.compile(r"https?://[^\s]+")
_FORMS: dict[str, tuple[str, str, Callable[[str], Any]]] = {
    "date": (
        "a date",
        "2026-01-31, or today for the day at which a row is made",
        _is_date,
    ),
    "time": ("a time", "09:30:00", _is_time),
    "datetime": (
        "a datetime with a zone",
        "2026-01-31T09:30:00Z, or now for the moment at which a row is made",
        _has_zone,
    ),
    "datetime_local": (
        "a datetime without a zone",
        "2026-01-31T09:30:00, or now for the present in UTC",
        _is_local,
    ),
    "uuid": (
        "a UUID",
        "0199b8a0-5f3e-7c3c-9d5e-2f6d8f1b4a10, or uuid for a new one in each row",
        _is_uuid,
    ),
    "email": ("an email address", "someone@example.com", _EMAIL.fullmatch),
    "url": ("a URL", "https://example.com", _URL.fullmatch),
    "ip": ("an IP address", "192.0.2.1", _is_ip),
    "bytes": ("base64", "aGVsbG8=", _is_base64),
}
