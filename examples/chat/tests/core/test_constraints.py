"""What PostgreSQL and SQLite say of a violated constraint, and what a client is told."""

import sqlite3

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from chat.core.db.constraints import explain_delete, explain_write, names_no_constraint

_TABLE = sa.Table(
    "things",
    sa.MetaData(),
    sa.Column("id", sa.Integer),
    sa.Column("code", sa.Integer),
    sa.Column("name", sa.Integer),
    sa.Column("parent_id", sa.Integer),
    sa.UniqueConstraint("name", name="uq_name"),
    sa.Index("uq_code", "code", unique=True),
    sa.ForeignKeyConstraint(["parent_id"], ["things.id"], name="fk_parent"),
    sa.CheckConstraint("code > 0", name="ck_code", info={"message": "Too small."}),
)


class _PostgresError(Exception):
    def __init__(self, sqlstate: str, constraint_name: str = "") -> None:
        super().__init__(constraint_name)
        self.sqlstate = sqlstate
        if constraint_name:
            self.constraint_name = constraint_name


class _SqliteError(sqlite3.IntegrityError):
    def __init__(self, name: str, text: str) -> None:
        super().__init__(text)
        self.sqlite_errorname = f"SQLITE_CONSTRAINT_{name}"


def _violation(error: Exception) -> IntegrityError:
    if isinstance(error, _PostgresError):  # which is the cause of SQLAlchemy's own
        adapted = Exception(str(error))
        adapted.__cause__ = error
        return IntegrityError("INSERT", {}, adapted)
    return IntegrityError("INSERT", {}, error)


@pytest.mark.parametrize(
    ("error", "code", "fields"),
    [
        (_PostgresError("23505", "uq_name"), "duplicate", ["name"]),
        (_PostgresError("23505", "uq_code"), "duplicate", ["code"]),
        (_PostgresError("23505", "unknown"), "", []),
        (_PostgresError("23503", "fk_parent"), "unknown_reference", ["parent_id"]),
        (_PostgresError("23514", "ck_code"), "rule_broken", [""]),
        (_PostgresError("23514", "unknown"), "", []),
        (_SqliteError("UNIQUE", "failed: things.a, things.b"), "duplicate", ["a", "b"]),
        (_SqliteError("CHECK", "CHECK failed: ck_code"), "rule_broken", [""]),
    ],
)
def test_a_client_is_told_what_is_wrong(
    error: Exception, code: str, fields: list[str]
) -> None:
    refusal = explain_write(_violation(error), _TABLE, ())
    assert refusal is not None
    assert refusal.message
    told = [(detail.field, detail.code) for detail in refusal.details]
    assert told == [(field, code) for field in fields]
    assert all(detail.message for detail in refusal.details)


def test_a_duplicate_is_told_by_all_of_its_columns() -> None:
    twice = _SqliteError("UNIQUE", "failed: things.a, things.b")
    refusal = explain_write(_violation(twice), _TABLE, ())
    assert refusal is not None
    assert "this a and b already" in refusal.message


def test_what_has_no_words_is_left_to_the_caller() -> None:
    for unknown in _PostgresError("23502"), Exception("Something is wrong."):
        missing = _violation(unknown)
        assert explain_write(missing, _TABLE, ()) is None
        assert explain_delete(missing) is None


def test_a_row_that_others_need_is_in_use() -> None:
    refusal = explain_delete(_violation(_PostgresError("23503", "fk_parent")))
    assert refusal is not None
    assert [(each.field, each.code) for each in refusal.details] == [("", "in_use")]


def test_sqlite_does_not_say_which_reference_is_wrong() -> None:
    silent = _SqliteError("FOREIGNKEY", "FOREIGN KEY constraint failed")
    assert names_no_constraint(_violation(silent))
    assert not names_no_constraint(_violation(_PostgresError("23503", "fk_parent")))
