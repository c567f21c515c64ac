#!/usr/bin/env bash
# Guess:   Literal[1] takes 1 and refuses true, in JSON and in strict mode above all: its JSON schema
#          is {"const": 1}, pydantic's strict int refuses true, and Python's own typing holds
#          Literal[1] and Literal[True] for two types.
# Happens: Literal[1] takes the JSON values true and 1.0, and Literal[True] takes 1, strict or not. The
#          tag of a union does too: {"version": true} is version 1. An IntEnum is no different. What
#          comes out is the literal itself, so nothing later can tell.
# Matters: the contract (`const: 1`, which JSON Schema never holds true for) and the service disagree,
#          so a test that sends wrong types by that contract, and wants 4xx, gets 200.
# Sources: https://typing.python.org/en/latest/spec/literal.html (equivalence of two literals)
#          https://github.com/pydantic/pydantic-core/pull/783 (booleans became "any Python object" there)
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -qq pydantic==2.14.4 jsonschema==4.26.0
cat > "$work/find.py" <<'PY'
import enum
import json
from typing import Annotated, Literal

import jsonschema
import pydantic


class One(pydantic.BaseModel, strict=True):
    version: Literal[1]


class Two(pydantic.BaseModel, strict=True):
    version: Literal[2]


class Level(enum.IntEnum):
    low = 1


Tagged = Annotated[One | Two, pydantic.Field(discriminator="version")]
print("pydantic", pydantic.VERSION)
found = []
for name, kind, text in (
    ("Literal[1]", Literal[1], "true"),
    ("Literal[1]", Literal[1], "1.0"),
    ("Literal[True]", Literal[True], "1"),
    ("IntEnum", Level, "true"),
    ("union by version", Tagged, '{"version": true}'),
    ("int", int, "true"),
):
    adapter = pydantic.TypeAdapter(kind)
    by_schema = jsonschema.Draft202012Validator(adapter.json_schema())
    allowed = by_schema.is_valid(json.loads(text))
    try:
        read = repr(adapter.validate_json(text, strict=True))
    except pydantic.ValidationError as error:
        read = f"refused, {error.errors()[0]['type']}"
    print(f"{name} strictly given {text}: {read}; its schema: {allowed}")
    found.append((read.startswith("refused"), allowed))

assert found[-1] == (True, False), "a strict int takes true now"
# 1.0 is an integer to JSON Schema, so only the booleans are at odds with it.
assert [refused for refused, _ in found[:-1]] == [False] * 5, "refused now"
assert [found[0][1], found[2][1], found[3][1], found[4][1]] == [False] * 4
PY
"$work/venv/bin/python" -W ignore "$work/find.py"
