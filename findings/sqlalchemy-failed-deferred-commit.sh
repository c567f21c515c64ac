#!/usr/bin/env bash
# Guess:   a commit that raises ends the transaction; at the latest `session.close()` rolls back what is
#          left, and the pool resets a connection before somebody else gets it.
# Happens: SQLite refuses COMMIT while a DEFERRABLE INITIALLY DEFERRED foreign key is violated, and keeps the
#          transaction open. To SQLAlchemy the transaction is over once `commit()` was called, whatever came
#          of it: `close()` rolls nothing back, the pool skips its reset, and the connection goes back with
#          its transaction and the write lock. Whoever gets it next meets "cannot start a transaction within
#          a transaction", and until then every other writer "database is locked". Only an explicit
#          `rollback()` after the error helps; `with session.begin():` does that by itself.
# Since:   seen in SQLAlchemy 2.1.9 with SQLite 3.40.1.
# Matters: `try: session.commit() ... finally: session.close()`, the form of many dependencies, is safe with
#          every other kind of constraint, since those fail before the commit.
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -qq sqlalchemy==2.1.9
cat > "$work/find.py" <<'PY'
import sqlite3
import sys

import sqlalchemy as sa
from sqlalchemy.orm import Session

TABLE = """CREATE TABLE node (
    id INTEGER PRIMARY KEY,
    up INTEGER REFERENCES node (id) DEFERRABLE INITIALLY DEFERRED
)"""
DANGLING = sa.text("INSERT INTO node (up) VALUES (99)")

print("SQLAlchemy", sa.__version__, "SQLite", sqlite3.sqlite_version)


def engine_of(name):
    engine = sa.create_engine(f"sqlite:///{sys.argv[1]}/{name}.db")

    @sa.event.listens_for(engine, "connect")
    def prepare(connection, _record):
        connection.isolation_level = None
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA busy_timeout = 100")

    @sa.event.listens_for(engine, "begin")
    def begin(connection):
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    with engine.begin() as connection:
        connection.exec_driver_sql(TABLE)
    return engine


def failed_commit(engine, ending):
    """Fail at the commit, end as told, and return the connection that was used."""
    session = Session(engine)
    session.execute(DANGLING)
    used = session.connection().connection.driver_connection
    try:
        session.commit()
    except sa.exc.IntegrityError as error:
        print("commit:", error.orig)
        if ending == "rollback":
            session.rollback()
    session.close()
    return used


def begun(engine):
    try:
        with Session(engine) as session, session.begin():
            session.execute(DANGLING)
            used = session.connection().connection.driver_connection
    except sa.exc.IntegrityError:
        return used


def next_use(engine):
    try:
        with engine.connect() as connection:
            return connection.scalar(sa.text("SELECT count(*) FROM node"))
    except sa.exc.OperationalError as error:
        return str(error.orig)


def other_writer(name):
    other = sqlite3.connect(f"{sys.argv[1]}/{name}.db", timeout=0.1)
    try:
        other.execute("BEGIN IMMEDIATE")
        return "writes"
    except sqlite3.OperationalError as error:
        return str(error)
    finally:
        other.close()


for name, use, expected in (
    (
        "closed",
        lambda engine: failed_commit(engine, "close"),
        (True, "database is locked", "cannot start a transaction within a transaction"),
    ),
    ("rolled_back", lambda engine: failed_commit(engine, "rollback"), (False, "writes", 0)),
    ("begun", begun, (False, "writes", 0)),
):
    engine = engine_of(name)
    used = use(engine)
    seen = (used.in_transaction, other_writer(name), next_use(engine))
    print(f"{name}: in transaction {seen[0]}; another writer: {seen[1]}; the next use: {seen[2]}")
    assert seen == expected, seen
PY
"$work/venv/bin/python" "$work/find.py" "$work"
