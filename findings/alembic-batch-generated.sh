#!/usr/bin/env bash
# Guess:   a batch that makes a SQLite table anew copies the rows and leaves out the generated columns, as
#          SQLite wants; Alembic knows which they are, for it writes them into the new table.
# Happens: the copy names them like any other column, and SQLite refuses it: once a table has one generated
#          column, stored or virtual, no batch that makes the table anew succeeds, whatever it changes, an
#          empty table included. A batch that *adds* the generated column does succeed, so the trap shuts
#          one migration later.
# Matters: a nullable column that becomes required, a type, a check, a foreign key: on SQLite all of these
#          are batches. The first generated column of a design ends them all.
# Way out: drop the generated column in the same batch, and add it again in the next.
# Sources: https://www.sqlite.org/gencol.html (2.3, limitations)
#          https://alembic.sqlalchemy.org/en/latest/batch.html (does not speak of generated columns)
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -qq alembic==1.20.1 sqlalchemy==2.1.9
cat > "$work/find.py" <<'PY'
import sqlite3

import alembic
import sqlalchemy as sa
from alembic.migration import MigrationContext
from alembic.operations import Operations

print("Alembic", alembic.__version__, "SQLAlchemy", sa.__version__, "SQLite", sqlite3.sqlite_version)


def tried(persisted: bool, added_by_batch: bool, way_out: bool = False) -> str:
    total = sa.Column("total", sa.Integer, sa.Computed("price * 2", persisted=persisted))
    price = sa.Column("price", sa.Integer)
    with sa.create_engine("sqlite://").begin() as connection:
        operations = Operations(MigrationContext.configure(connection))
        first = [sa.Column("id", sa.Integer, primary_key=True), price]
        operations.create_table("sale", *first, *([] if added_by_batch else [total]))
        connection.exec_driver_sql("INSERT INTO sale (price) VALUES (4)")
        if added_by_batch:
            with operations.batch_alter_table("sale", recreate="always") as batch:
                batch.add_column(total)
        with_total = connection.exec_driver_sql("SELECT * FROM sale").all()
        try:
            with operations.batch_alter_table("sale") as batch:
                if way_out:
                    batch.drop_column("total")
                batch.alter_column("price", nullable=False, existing_type=sa.Integer())
        except sa.exc.OperationalError as error:
            return f"{with_total}, then: {error.orig}"
        if way_out:
            with operations.batch_alter_table("sale", recreate="always") as batch:
                batch.add_column(total._copy())
        return f"{connection.exec_driver_sql('SELECT * FROM sale').all()}, required"


seen = []
for persisted in (True, False):
    for added in (False, True):
        seen.append(tried(persisted, added))
        kind = "stored" if persisted else "virtual"
        print(f"{kind}, {'added by a batch' if added else 'there at first'}: {seen[-1]}")
out = tried(persisted=True, added_by_batch=False, way_out=True)
print("the way out:", out)

ends = 'then: cannot INSERT into generated column "total"'
assert all(each == f"[(1, 4, 8)], {ends}" for each in seen), "the copy leaves it out now"
assert out == "[(1, 4, 8)], required"
PY
"$work/venv/bin/python" -W ignore "$work/find.py"
