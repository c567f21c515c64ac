"""How the usual fields are spelled, known beforehand: the generator of classes takes long to start.

A shape is a form without its own numbers and texts: whatever the longest name may be, the
field is spelled alike. `spellings.json` holds how datamodel-code-generator spells each usual
shape; `scripts/spell_shapes.py` writes it, and a test holds it against the generator.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import combinations, product
from pathlib import Path
from typing import Any

from ..record import members
from . import python
from .fields import KIND, TYPE, Form, Spelling
from .forms import JsonSchema

_FILE = Path(__file__).with_name("spellings.json")

_STAND_INS: Mapping[str, Any] = {
    "minLength": 1_000_003,
    "maxLength": 1_000_033,
    "minimum": 1_000_037,
    "maximum": 1_000_039,
    "minItems": 1_000_079,
    "maxItems": 1_000_081,
    "default": 1_000_099,
    "pattern": "PATTERN",
}
_TEXT, _NAME = "DEFAULT", "NAME"
_DEFAULT_OF = {int: 1_000_099, float: 1_000_099.0, str: _TEXT}
_OF_A_TYPE = {
    "string": ("minLength", "maxLength", "pattern"),
    "integer": ("minimum", "maximum"),
    "number": ("minimum", "maximum"),
    "boolean": (),
    "array": ("minItems", "maxItems"),
}
_DEFAULTS: Mapping[str, tuple[Any, ...]] = {
    "string": (_TEXT, 1_000_099, 1_000_099.0, [], {}),
    "integer": (1_000_099,),
    "number": (1_000_099, 1_000_099.0),
    "boolean": (True, False),
    "array": ([],),
}
_EXACT = 2**53
"""Below it, a whole number of a float is spelled as an integer."""


def spelled(forms: Iterable[Form]) -> dict[Form, Spelling]:
    """Return how those of the forms are spelled whose shape is a usual one."""
    known = _known()
    found = {}
    for form in forms:
        shape, literals = _shaped(form)
        if shape in known:
            found[form] = _filled(known[shape], literals)
    return found


def usual() -> Iterator[Form]:
    """Yield the form of each usual shape, with stand-ins for numbers and texts."""
    for base, nullable, name in product(_schemas(), (False, True), ("", _NAME)):
        schema = {**base, "nullable": True} if nullable else base
        defaults = _DEFAULTS[base["type"]]
        yield _form(schema, name, required=True)
        yield _form(schema, name, required=False)
        for default in (None, *defaults) if nullable else defaults:
            yield _form({**schema, "default": default}, name, required=False)


def _schemas() -> Iterator[JsonSchema]:
    """Yield each type with any of its words."""
    scalars: list[JsonSchema] = [
        {"type": kind, KIND: f"core.{TYPE}"} for kind in _OF_A_TYPE if kind != "array"
    ]
    arrays: list[JsonSchema] = [{"type": "array", "items": each} for each in scalars]
    for base in (*scalars, *arrays):
        words = _OF_A_TYPE[base["type"]]
        for size in range(len(words) + 1):
            for chosen in combinations(words, size):
                yield base | {word: _STAND_INS[word] for word in chosen}


def dump(spellings: Mapping[Form, Spelling]) -> str:
    """Return the text of the file that says how forms are spelled."""
    lines = (
        json.dumps([*members(form).values(), *members(each).values()])
        for form, each in spellings.items()
    )
    return "[\n" + ",\n".join(lines) + "\n]\n"


@cache
def _known() -> Mapping[Form, Spelling]:
    return {
        Form(schema, required, name): Spelling(kind, tuple(facts), value)
        for schema, required, name, kind, facts, value in json.loads(_FILE.read_bytes())
    }


def _form(schema: JsonSchema, name: str, *, required: bool) -> Form:
    return Form(json.dumps(schema, sort_keys=True), required, name)


def _shaped(form: Form) -> tuple[Form, list[tuple[str, str]]]:
    """Return the shape of a form, and the literals that belong in place of its stand-ins."""
    schema: JsonSchema = json.loads(form.schema)
    literals: list[tuple[str, str]] = []
    for word, number in _STAND_INS.items():  # the texts last, which may hold anything
        value = schema.get(word)
        if type(value) not in _DEFAULT_OF:  # neither a truth, nor nothing
            continue
        if word == "default":
            schema[word] = _DEFAULT_OF[type(value)]
            literals.append((repr(schema[word]), repr(value)))
        else:
            schema[word] = number
            literals.append((python.value(number), python.value(_whole(value))))
    name = _NAME if form.name else ""
    literals.append((python.value(_NAME), python.value(form.name)))
    return _form(schema, name, required=form.required), literals


def _whole(value: Any) -> Any:
    """Return a whole number as an integer, as the generator spells it."""
    whole = isinstance(value, float) and value.is_integer() and abs(value) < _EXACT
    return int(value) if whole else value


def _filled(known: Spelling, literals: Sequence[tuple[str, str]]) -> Spelling:
    """Return a spelling with the literals of a form in it."""
    (fact,) = known.facts or ("",)
    value = known.value
    for stand_in, literal in literals:
        fact = fact.replace(f"={stand_in}", f"={literal}")
        value = literal if value == stand_in else value
    return Spelling(known.kind, (fact,) if fact else (), value)
