#!/usr/bin/env bash
# Guess:   sqlglot turns `CREATE INDEX i ON t (a)` of PostgreSQL into the same words for SQLite or MySQL.
# Happens: it treats the columns of an index as if they were sorted by a query. As nulls come last in
#          PostgreSQL, it writes (a NULLS LAST) for SQLite, which SQLite refuses in every index, and for
#          MySQL adds a key of its own, CASE WHEN a IS NULL THEN 1 ELSE 0 END. The target of an upsert is
#          changed the same way, so ON CONFLICT (a) fails too. Nothing is reported as unsupported.
# Since:   seen in 30.30.0; primary keys had the same and were mended at the end of 2025.
# Matters: the plainest schema and the plainest upsert of one engine cannot be carried to another, and a
#          unique index for MySQL gets one column more than it was declared with.
# Source:  https://github.com/tobymao/sqlglot/issues/6596 (primary keys)
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -qq sqlglot==30.30.0
cat > "$work/find.py" <<'PY'
import sqlite3

import sqlglot

database = sqlite3.connect(":memory:")
database.execute("CREATE TABLE t (a INTEGER PRIMARY KEY)")
print("sqlglot", sqlglot.__version__, "SQLite", sqlite3.sqlite_version)
answers = []
for statement in (
    "CREATE INDEX i ON t(a)",
    "INSERT INTO t (a) VALUES (1) ON CONFLICT(a) DO NOTHING",
):
    database.execute(statement)
    database.execute("DROP INDEX IF EXISTS i")
    print("PostgreSQL:", statement)
    written = {
        engine: sqlglot.transpile(
            statement,
            read="postgres",
            write=engine,
            unsupported_level=sqlglot.ErrorLevel.RAISE,
        )[0]
        for engine in ("postgres", "sqlite", "mysql")
    }
    for engine, sql in written.items():
        print(f"   {engine}: {sql}")
    try:
        database.execute(written["sqlite"])
        said = "taken"
    except sqlite3.OperationalError as error:
        said = str(error)
    print("   SQLite says of the original: taken; of its own:", said)
    answers.append((said, "CASE WHEN" in written["mysql"]))

assert answers == [("unsupported use of NULLS LAST", True)] * 2, answers
PY
"$work/venv/bin/python" "$work/find.py"
