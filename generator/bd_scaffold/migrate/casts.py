"""Which values of one column type are values of another, and how an engine turns them."""

from __future__ import annotations

from ..model.types import ColumnType
from ..names import quote_sql
from ..record import Record, replace
from ..resolve.values import INTEGER_BOUNDS
from .schema import Column

_NUMBERS = ("smallint", "integer", "bigint", "decimal", "float")
_SMALL = ("smallint", "integer")
_DIGITS = {"smallint": 5, "integer": 10, "bigint": 19}
_READ = {"decimal": "numeric", "float": "double precision"}
_UUID_LENGTH = 36
_BOOLEAN_LENGTH = 5
_TRUE, _FALSE = ("true", "t", "yes", "1"), ("false", "f", "no", "0")


class Cast(Record, frozen=True):
    """How values change their type; `{0}` stands for the column."""

    danger: str = (
        ""  # "narrow" or "retype", where some values may not come along as they are
    )
    misfit: str = ""  # SQL that is true of a value that can't come along
    postgresql: str = ""  # what it is cast by, where that isn't implied
    sqlite: str = ""  # what is to be done before its own cast
    value: str = "{0}"  # what it will be, in SQL that both engines read
    uncast: bool = False  # SQLite's own cast would spoil them
    apart: bool = False  # whoever reads one type can't read the other
    needs: str = ""  # what a value has to be, in words, where its type doesn't say it
    loss: str = "values that do not fit would be lost"

    @property
    def retypes(self) -> bool:
        """True where code that reads one type does not read the other."""
        return self.danger == "retype" or self.apart


def called(column: Column) -> str:
    """Return a column's type in words: `string(40)`, `integer[]`."""
    return f"{_called(column.items)}[]" if column.items else _called(column.type)


def _called(kind: ColumnType) -> str:
    if kind.kind == "decimal":
        return f"decimal({kind.precision},{kind.scale})"
    if kind.kind != "string":
        return kind.kind
    name = "char" if kind.padded else "string"
    return f"{name}({kind.length})" if kind.length else "varchar"


def cast_of(old: Column, new: Column) -> Cast | None:
    """Return how the values of one column become those of another; None where they can't."""
    return _cast(old.type, new.type)


def is_list_of_same(old: Column, new: Column) -> bool:
    """Tell whether what a list holds is what it is a list of afterwards, too."""
    one, other = old.items, new.items
    if new.listed and not old.listed:
        return False
    if other is None or one == other:
        return True
    if one is None:
        return False
    cast = _cast(one, other)
    same = _is_text(one) == _is_text(other)
    return same and cast is not None and not (cast.danger or cast.apart)


def _cast(one: ColumnType, other: ColumnType) -> Cast | None:
    if one.native != other.native:
        texts = (replace(each, native="") for each in (one, other))
        cast = _cast(*texts)
        return cast and _of_native(cast, one, other)
    if other.padded and not one.padded:
        return _to_padded(one, other.length or 0)
    if _is_text(other):
        return _to_text(one, other.length)
    if other.kind in _NUMBERS and one.kind in _NUMBERS:
        return _to_number(one, other)
    if _is_text(one):
        return _read(other)
    if one.kind == "boolean" and other.kind in _SMALL:
        value = "CASE WHEN {0} THEN 1 WHEN NOT {0} THEN 0 END"
        return Cast("retype", postgresql="{0}::integer", value=value)
    if one.kind in _SMALL and other.kind == "boolean":
        read = "{0}::integer::boolean" if one.kind == "smallint" else "{0}::boolean"
        return Cast("retype", "{0} NOT IN (0, 1)", read, value="{0} <> 0")
    return _MOMENTS.get((one.kind, other.kind))


def _of_native(cast: Cast, one: ColumnType, other: ColumnType) -> Cast:
    """Return how values come from an enum's own type, or into one: by way of a text."""
    sql = cast.postgresql or "{0}"
    if one.native:
        sql = sql.replace("{0}", "{0}::text")
    if other.native:
        sql = f"({sql})::text::{quote_sql(other.native)}"
    return replace(cast, postgresql=sql, apart=True)


_MOMENTS = {
    ("date", "datetime"): Cast(
        postgresql="{0}::timestamp AT TIME ZONE 'UTC'",
        sqlite="{0} || ' 00:00:00.000000'",
        uncast=True,
        apart=True,
    ),
    ("date", "datetime_local"): Cast(
        postgresql="{0}::timestamp",
        sqlite="{0} || ' 00:00:00.000000'",
        uncast=True,
        apart=True,
    ),
    ("datetime", "datetime_local"): Cast(
        postgresql="{0} AT TIME ZONE 'UTC'", uncast=True, apart=True
    ),
    ("datetime_local", "datetime"): Cast(
        postgresql="{0} AT TIME ZONE 'UTC'", uncast=True, apart=True
    ),
    ("datetime_local", "date"): Cast(
        "narrow",
        postgresql="{0}::date",
        sqlite="substr({0}, 1, 10)",
        uncast=True,
        apart=True,
        loss="its times of day would be lost",
    ),
    ("datetime", "date"): Cast(
        "narrow",
        postgresql="({0} AT TIME ZONE 'UTC')::date",
        sqlite="substr({0}, 1, 10)",
        uncast=True,
        apart=True,
        loss="its times of day would be lost",
    ),
}
"""A day begins at midnight in UTC, in which SQLite holds a moment as a text."""


def _is_text(kind: ColumnType) -> bool:
    return kind.kind in ("string", "text")


def _to_padded(one: ColumnType, limit: int) -> Cast | None:
    """Return how a text gets blanks at its end: those that it has would say nothing any more."""
    cast = _to_text(one, limit)
    if cast is None or not _is_text(one):
        return cast
    misfits = [cast.misfit] if cast.misfit else []
    return Cast("narrow", " OR ".join([*misfits, "{0} LIKE '% '"]))


def _to_text(one: ColumnType, limit: int | None) -> Cast | None:
    too_long = f"length({{0}}) > {limit}" if limit is not None else ""
    if _is_text(one):
        fits = limit is None or (one.length is not None and one.length <= limit)
        return Cast() if fits else Cast("narrow", too_long)
    if one.kind in _NUMBERS:
        written = "CAST({0} AS VARCHAR(100))"
        misfit = f"length({written}) > {limit}" if limit is not None else ""
        return Cast("retype", misfit, "{0}::text", value=written)
    if one.kind == "uuid" and (limit is None or limit >= _UUID_LENGTH):
        digits = "replace(CAST({0} AS VARCHAR(36)), '-', '')"
        value = _hyphenated().replace("{0}", digits)
        return Cast("retype", "", "{0}::text", _hyphenated(), value)
    if one.kind == "boolean" and (limit is None or limit >= _BOOLEAN_LENGTH):
        words = "CASE {0} WHEN 1 THEN 'true' WHEN 0 THEN 'false' END"
        value = "CASE WHEN {0} THEN 'true' WHEN NOT {0} THEN 'false' END"
        return Cast("retype", "", "{0}::text", words, value)
    return None


def _hyphenated() -> str:
    """SQLite holds a UUID as 32 digits; as a text it has its hyphens."""
    parts = ((1, 8), (9, 4), (13, 4), (17, 4), (21, 12))
    return " || '-' || ".join(f"substr({{0}}, {at}, {size})" for at, size in parts)


def _to_number(one: ColumnType, other: ColumnType) -> Cast:
    if other.kind == "float":
        exact = one.kind in ("smallint", "integer")
        return Cast("" if exact else "retype", "", "{0}::double precision")
    if other.kind == "decimal":
        return _to_decimal(one, other.precision or 0, other.scale or 0)
    low, high = INTEGER_BOUNDS[other.kind]
    outside = f"{{0}} NOT BETWEEN {low} AND {high}"
    if one.kind in INTEGER_BOUNDS:
        is_wider = low <= INTEGER_BOUNDS[one.kind][0]
        return Cast() if is_wider else Cast("narrow", outside)
    broken = f"{outside} OR {{0}} <> round({{0}})"
    return Cast("retype", broken, f"{{0}}::{other.kind}")


def _to_decimal(one: ColumnType, precision: int, scale: int) -> Cast:
    whole = precision - scale
    digits = one.precision or _DIGITS.get(one.kind, 400)
    places = one.scale or 0
    if one.kind == "float":
        cut = f"CAST({{0}} AS NUMERIC) <> round(CAST({{0}} AS NUMERIC), {scale})"
        large = f"abs({{0}}) >= 1e{whole}"
        return Cast(
            "retype", f"{large} OR {cut}", f"{{0}}::numeric({precision}, {scale})"
        )
    misfits = []
    if digits - places > whole:
        misfits.append(f"abs({{0}}) >= 1{'0' * whole}")
    if places > scale:
        misfits.append(f"{{0}} <> round({{0}}, {scale})")
    return Cast("narrow", " OR ".join(misfits)) if misfits else Cast()


def _read(other: ColumnType) -> Cast | None:
    """Return how a text is read; PostgreSQL itself refuses what only looks like a number."""
    if other.kind == "uuid":
        digits = "length(replace({0}, '-', '')) <> 32"
        return Cast("retype", digits, "{0}::uuid", "replace({0}, '-', '')")
    if other.kind == "boolean":
        return _read_boolean()
    if other.kind not in _NUMBERS:
        return None
    signs = "-" if other.kind in INTEGER_BOUNDS else ".-"
    other_signs = f"trim({{0}}, '0123456789{signs}') <> ''"
    misfit = f"{other_signs} OR {{0}} = '' OR {{0}} LIKE '_%-%' OR {{0}} LIKE '%.%.%'"
    return Cast(
        "retype",
        misfit,
        f"{{0}}::{_READ.get(other.kind, other.kind)}",
        value="CAST({0} AS NUMERIC)",
    )


def _read_boolean() -> Cast:
    """Return how a word for true or false is read, in whatever case it is written."""
    word = "lower({0})"
    true, known = (
        ", ".join(f"'{each}'" for each in words) for words in (_TRUE, _TRUE + _FALSE)
    )
    return Cast(
        "retype",
        misfit=f"{word} NOT IN ({known})",
        postgresql="{0}::boolean",
        sqlite=f"{word} IN ({true})",
        value=f"{word} IN ({true})",
        needs="one of true, false, t, f, yes, no, 1 and 0",
    )
