#!/usr/bin/env bash
# Guess:   SQLAlchemy writes a generated column of SQLite, and reads the same expression back.
# Happens: only while nothing that ends in a bracket stands behind it on its line. SQLite keeps what ALTER
#          TABLE adds on the line it found, so two plain op.add_column, the generated one first, suffice:
#          `price * 2` is read back as `price * 2), code VARCHAR(20`. What comes out is no expression: a
#          table that is reflected cannot be made again, and its copy has `code` inside another column.
#          A schema in one line, with a CHECK behind the column, does it too. The order of the two columns
#          alone decides.
# Since:   seen in SQLAlchemy 2.1.9; the text is cut out of sqlite_master by a pattern.
# Matters: Alembic's batches, and every comparison of a model with its database, start from what is read.
# Source:  https://github.com/sqlalchemy/sqlalchemy/issues/11582 (spaces and letters of the same pattern)
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -qq alembic==1.20.1 sqlalchemy==2.1.9
cat > "$work/find.py" <<'PY'
import sqlite3

import sqlalchemy as sa
from alembic.migration import MigrationContext
from alembic.operations import Operations

print("SQLAlchemy", sa.__version__, "SQLite", sqlite3.sqlite_version)


def added(*names: str) -> tuple[str, str]:
    columns = {
        "total": sa.Column("total", sa.Integer, sa.Computed("price * 2")),
        "code": sa.Column("code", sa.String(20)),
    }
    engine = sa.create_engine("sqlite://", poolclass=sa.StaticPool)
    with engine.begin() as connection:
        operations = Operations(MigrationContext.configure(connection))
        identity = sa.Column("id", sa.Integer, primary_key=True)
        operations.create_table("sale", identity, sa.Column("price", sa.Integer))
        for name in names:
            operations.add_column("sale", columns[name])
        connection.exec_driver_sql("INSERT INTO sale (price, code) VALUES (4, 'x')")
        rows = connection.exec_driver_sql("SELECT price, total, code FROM sale").all()
        found = sa.inspect(connection).get_columns("sale")
        text = next(c["computed"]["sqltext"] for c in found if c["name"] == "total")
        copy = sa.Table("sale", sa.MetaData(), autoload_with=connection)
        copy.name = "copied"
        try:
            connection.execute(sa.schema.CreateTable(copy))
            made = "made"
        except sa.exc.OperationalError as error:
            made = str(error.orig)
        print(f"{' then '.join(names)}: {rows}, read as {text!r}; a copy: {made}")
        return text, made


right, wrong = added("code", "total"), added("total", "code")
assert right == ("price * 2", "made")
assert wrong[0] == "price * 2), code VARCHAR(20" and wrong[1] != "made", "read whole now"
PY
"$work/venv/bin/python" -W ignore "$work/find.py"
