"""Violated constraints, told in the words of the design instead of the database's.

What a request shows alone is invalid (422), be it the schemas that refused it before or a rule
here; what only the data can say is a conflict with it (409).
"""

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from chat.core.errors import ConflictError, DomainError, ErrorDetail, InvalidError

_UNIQUE = {"23505", "SQLITE_CONSTRAINT_UNIQUE", "SQLITE_CONSTRAINT_PRIMARYKEY"}
_CHECK = {"23514", "SQLITE_CONSTRAINT_CHECK"}
_FOREIGN_KEY = {
    "23503",
    "23001",
    "SQLITE_CONSTRAINT_FOREIGNKEY",
    "SQLITE_CONSTRAINT_TRIGGER",
}


_ON_COLUMNS = (
    sa.ForeignKeyConstraint,
    sa.PrimaryKeyConstraint,
    sa.UniqueConstraint,
)


async def explain_flush(
    error: IntegrityError,
    session: AsyncSession,
    model: type[Any],
    values: Mapping[str, Any],
) -> DomainError | None:
    """Return what it means to the client that these values could not be stored."""
    if names_no_constraint(error):
        return unknown_reference(await _missing_references(session, model, values))
    return explain_write(error, model.__table__, _columns_of(model, values))


def _columns_of(model: type[Any], values: Mapping[str, Any]) -> dict[str, Any]:
    """Return values by the names of their columns."""
    columns = sa.inspect(model).columns
    return {columns[name].name: v for name, v in values.items() if name in columns}


def explain_write(
    error: IntegrityError, table: sa.Table, given: Collection[str]
) -> DomainError | None:
    """Return what it means to the client that a row with these columns of it is refused."""
    code, name, columns = _facts(error)
    if code in _UNIQUE:
        return duplicate(columns or _columns(table, name))
    if code in _CHECK:
        return _rule_broken(table, name, given)
    if code in _FOREIGN_KEY:
        return unknown_reference(_columns(table, name))
    return None


def names_no_constraint(error: IntegrityError) -> bool:
    """Tell whether a foreign key was violated on an engine that does not say which."""
    code, name, _ = _facts(error)
    return code in _FOREIGN_KEY and name is None


def explain_delete(error: IntegrityError) -> DomainError | None:
    """Return what a constraint that kept a row from being deleted means to the client."""
    if _facts(error)[0] not in _FOREIGN_KEY:
        return None
    return in_use()


def in_use() -> ConflictError:
    """Return the refusal to delete what others refer to."""
    message = "Other records still refer to this one: delete or change them first."
    return ConflictError(message, [ErrorDetail("", message, "in_use")])


def _facts(error: IntegrityError) -> tuple[str, str | None, tuple[str, ...]]:
    """Return the violation's code, the constraint's name and its columns, as far as known."""
    cause = getattr(error.orig, "__cause__", None) or error.orig
    sqlstate = getattr(cause, "sqlstate", None)
    if sqlstate is not None:
        return str(sqlstate), getattr(cause, "constraint_name", None), ()
    code = str(getattr(cause, "sqlite_errorname", ""))
    subject = str(cause).rpartition(": ")[2]
    if code in _UNIQUE:
        return code, None, tuple(re.findall(r"\.(\w+)", subject))
    return code, subject if code in _CHECK else None, ()


def _columns(table: sa.Table, name: str | None) -> tuple[str, ...]:
    for constraint in table.constraints:
        if constraint.name == name and isinstance(constraint, _ON_COLUMNS):
            return tuple(column.name for column in constraint.columns)
    for index in table.indexes:
        if index.name == name:
            return tuple(column.name for column in index.columns)
    return ()


def duplicate(columns: Sequence[str], place: str = "") -> ConflictError:
    """Return the refusal of values that another record has, and where they stand in a body."""
    names = " and ".join(columns) or "key"
    message = f"There is one with this {names} already."
    details = [ErrorDetail(f"{place}{each}", message, "duplicate") for each in columns]
    return ConflictError(message, details)


def _rule_broken(
    table: sa.Table, name: str | None, given: Collection[str]
) -> DomainError:
    for constraint in table.constraints:
        if constraint.name == name:
            message = str(constraint.info.get("message", name))
            fields = constraint.info.get("fields", ("",))
            details = [ErrorDetail(field, message, "rule_broken") for field in fields]
            alone = set(fields) <= set(given)
            return (InvalidError if alone else ConflictError)(message, details)
    return ConflictError("A rule of this record is broken.")


def unknown_reference(columns: Sequence[str]) -> ConflictError:
    """Return the refusal of values that refer to no record."""
    message = "There is no such record."
    details = [ErrorDetail(column, message, "unknown_reference") for column in columns]
    return ConflictError("The record refers to one that does not exist.", details)


async def _missing_references(
    session: AsyncSession, model: type[Any], values: Mapping[str, Any]
) -> list[str]:
    """Return the columns among these that refer to no row, for an engine that won't say."""
    written = _columns_of(model, values)
    missing: list[str] = []
    async with AsyncSession(session.bind) as apart:
        for constraint in model.__table__.foreign_key_constraints:
            pairs = [
                (key.column, written.get(key.parent.name))
                for key in constraint.elements
            ]
            if any(value is None for _, value in pairs):
                continue
            wanted = [column == value for column, value in pairs]
            if not await apart.scalar(sa.select(sa.exists().where(*wanted))):
                missing += [column.name for column in constraint.columns]
    return missing
