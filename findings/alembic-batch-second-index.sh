#!/usr/bin/env bash
# Guess:   a batch that adds Column("owner_id", ..., index=True) makes one index, ix_note_owner_id.
# Happens: it does while SQLite can add the column in place. Where the table is made anew (a foreign key or
#          a default that is computed is enough), there are two indexes of the same column: the right one, and
#          ix__alembic_tmp_note_owner_id, named after the table that stood in for the real one meanwhile.
#          It stays. Every later batch makes it again, every write keeps both, and autogenerate reports
#          an index too many from then on. Made by a naming convention, it is the same.
# Matters: the same migration leaves PostgreSQL with one index and SQLite with two, so tests that compare
#          either with the models pass on the one and fail on the other; with unique=True both are unique.
# Way out: add the column without index=True, and create the index after the batch.
# Source:  https://alembic.sqlalchemy.org/en/latest/batch.html (does not speak of it)
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -qq alembic==1.20.1 sqlalchemy==2.1.9
cat > "$work/find.py" <<'PY'
import sqlite3

import alembic
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.operations import Operations

print("Alembic", alembic.__version__, "SQLAlchemy", sa.__version__, "SQLite", sqlite3.sqlite_version)
NAMES = {"ix": "idx_%(table_name)s_%(column_0_N_name)s"}


def owner(keyed: bool) -> sa.Column:
    keys = [sa.ForeignKey("note.id", name="fk_note_owner")] if keyed else []
    return sa.Column("owner_id", sa.Integer, *keys, index=True)


def indexes(keyed: bool, names: dict[str, str] | None = None) -> tuple[list[str], list[str]]:
    models = sa.MetaData(naming_convention=names)
    identity = sa.Column("id", sa.Integer, primary_key=True)
    sa.Table("note", models, identity, owner(keyed), sa.Column("later", sa.Integer))
    with sa.create_engine("sqlite://").begin() as connection:
        context = MigrationContext.configure(connection, opts={"target_metadata": models})
        operations = Operations(context)
        operations.create_table("note", sa.Column("id", sa.Integer, primary_key=True))
        with operations.batch_alter_table("note", naming_convention=names) as batch:
            batch.add_column(owner(keyed))
        with operations.batch_alter_table("note", recreate="always") as batch:
            batch.add_column(sa.Column("later", sa.Integer))
        found = sa.inspect(connection).get_indexes("note")
        differences = [
            f"{kind} {index.name}" for kind, index in compare_metadata(context, models)
        ]
        return sorted(each["name"] for each in found), differences


plain, keyed, named = indexes(False), indexes(True), indexes(True, NAMES)
for label, (found, differences) in (
    ("a column", plain),
    ("with a foreign key", keyed),
    ("with a convention too", named),
):
    print(f"{label}: {found}; autogenerate: {differences}")

stray = "ix__alembic_tmp_note_owner_id"
assert plain == (["ix_note_owner_id"], [])
assert keyed == ([stray, "ix_note_owner_id"], [f"remove_index {stray}"]), "one index now"
assert len(named[0]) == 2 and "_alembic_tmp_" in "".join(named[0]), "one index now"
PY
"$work/venv/bin/python" -W ignore "$work/find.py"
