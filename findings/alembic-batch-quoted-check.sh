#!/usr/bin/env bash
# Guess:   a column is renamed in a batch that makes the SQLite table anew, and a CHECK still has the
#          old name. Either the check follows, or the migration fails with "no such column".
# Happens: unquoted, it fails as it should. Quoted, as in CHECK ("order" > 0), it passes: the check is
#          copied word for word, and SQLite reads a quoted name that no column has as a text. From then
#          on the check compares 'order' with 0, which is always true: it stands in the schema, and
#          refuses nothing. SQLAlchemy itself quotes names like order, key or userId in a check that is
#          written as an expression, so whether a rename is caught depends on the name of the column.
# Matters: a generator's migrations rename columns and keep their checks; the rules of the API are kept,
#          so nobody sees that the database's last word is gone. Renaming without a table made anew is
#          safe: then SQLite renames in checks itself.
# Sources: https://www.sqlite.org/quirks.html#dblquote
#          https://alembic.sqlalchemy.org/en/latest/batch.html (checks are copied where they are named)
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -qq alembic==1.20.1 sqlalchemy==2.1.9 pysqlite3-binary==0.5.4.post2
cat > "$work/find.py" <<'PY'
import alembic
import pysqlite3
import sqlalchemy as sa
from alembic.migration import MigrationContext
from alembic.operations import Operations

print("Alembic", alembic.__version__, "SQLAlchemy", sa.__version__, "SQLite", pysqlite3.sqlite_version)


def renamed(name: str, recreate: str) -> str:
    column = sa.Column(name, sa.Integer)
    table = sa.Table(
        "steps",
        sa.MetaData(),
        sa.Column("id", sa.Integer, primary_key=True),
        column,
        sa.CheckConstraint(column > 0, name="positive"),
    )
    engine = sa.create_engine("sqlite://", module=pysqlite3)
    table.create(engine)
    with engine.begin() as connection:
        schema = sa.text("SELECT sql FROM sqlite_master WHERE name = 'steps'")
        operations = Operations(MigrationContext.configure(connection))
        try:
            with operations.batch_alter_table("steps", recreate=recreate) as batch:
                batch.alter_column(name, new_column_name="place")
        except sa.exc.OperationalError as error:
            return f"the migration fails: {error.orig}"
        text = connection.scalar(schema)
        check = next(line.strip() for line in text.splitlines() if "CHECK" in line)
        try:
            connection.exec_driver_sql("INSERT INTO steps (place) VALUES (-5)")
        except sa.exc.IntegrityError as error:
            return f"{check} refuses -5: {error.orig}"
        return f"{check} lets -5 in"


seen = {}
for name in ("rank", "order"):
    for recreate in ("always", "never"):
        seen[name, recreate] = renamed(name, recreate)
        print(f"{name} to place, recreate={recreate!r}: {seen[name, recreate]}")

assert "no such column" in seen["rank", "always"]
assert "refuses" in seen["rank", "never"] and "refuses" in seen["order", "never"]
assert seen["order", "always"].endswith('CHECK ("order" > 0) lets -5 in'), "caught now"
PY
"$work/venv/bin/python" -W ignore "$work/find.py"
