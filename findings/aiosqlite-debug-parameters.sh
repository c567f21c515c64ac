#!/usr/bin/env bash
# Guess:   create_async_engine(..., hide_parameters=True) keeps what statements store out of logs: SQLAlchemy's
#          own lines and errors have "[SQL parameters hidden due to hide_parameters=True]" in its place.
# Happens: aiosqlite has a logger of its own and writes each call with its arguments at DEBUG, twice. Where the
#          root logger is at DEBUG, every value of every INSERT is in the log, as it is.
# Matters: LOG_LEVEL=DEBUG for an hour, to find a fault, leaves e-mails, tokens and password hashes in the log.
#          The logger "aiosqlite" has to be set to WARNING by its name.
# Sources: https://docs.sqlalchemy.org/en/21/core/engines.html#sqlalchemy.create_engine.params.hide_parameters
#          https://github.com/omnilib/aiosqlite/blob/main/aiosqlite/core.py (LOG.debug("executing %s", function))
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -qq "sqlalchemy[asyncio]==2.1.9" aiosqlite==0.22.1

"$work/venv/bin/python" - <<'PYTHON'
import asyncio
import io
import logging
import sys

lines = io.StringIO()
logging.basicConfig(stream=lines, level=logging.DEBUG)

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import create_async_engine


async def main() -> None:
    engine = create_async_engine("sqlite+aiosqlite://", hide_parameters=True)
    async with engine.begin() as connection:
        await connection.execute(sa.text("CREATE TABLE people (email TEXT)"))
        insert = sa.text("INSERT INTO people VALUES (:email)")
        await connection.execute(insert, {"email": "ada@example.com"})
        (await connection.execute(sa.text("SELECT email FROM people"))).all()
    await engine.dispose()


asyncio.run(main())
found = [line for line in lines.getvalue().splitlines() if "ada@example.com" in line]
for line in found:
    print(line[:160])
loggers = {line.split(":")[1] for line in found}
print("The e-mail is in the lines of", ", ".join(sorted(loggers)))
sys.exit(loggers != {"aiosqlite"})
PYTHON
