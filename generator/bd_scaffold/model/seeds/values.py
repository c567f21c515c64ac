"""What makes one value of a row, as Python: any that its field allows, or the one at a place."""

from __future__ import annotations

import re
from decimal import Decimal

from ...layout import Node, Source
from ...names import python_string
from ...record import replace
from ...resolve.slots import Slot
from ...resolve.types import Schema
from ...resolve.values import INTEGER_BOUNDS
from ..python.values import decimal_literal
from . import moments, texts

ENDLESS = 10**6
"""A field with so many values has another one for each row."""

_TWO = 2
_AMOUNTS = {
    "quantity": (1, 9),
    "stock": (0, 500),
    "age": (18, 90),
    "year": (1990, 2025),
    "rank": (1, 10),
    "position": (1, 20),
    "weight": (1, 5000),
    "rating": (1, 5),
    "stars": (1, 5),
}
_PRICES = 500


def any_value(slot: Slot, entity: str) -> Source:
    """Return what draws a value of a field."""
    schema = slot.schema
    if schema.many:
        return _several(slot, entity)
    if slot.enum:
        return f"draw.pick(*enums.{slot.enum.class_name})"
    if schema.type in ("string", "text"):
        return _any_text(slot, entity)
    if schema.type == "email":
        return texts.cut("draw.email()", "email", schema)
    if schema.type in INTEGER_BOUNDS:
        low, high = _usual_integers(slot)
        return f"draw.integer({low}, {high})"
    if schema.type == "decimal":
        low_, high_ = decimals(schema)
        usual = min(high_, max(low_, Decimal(0)) + _PRICES)
        return f'draw.decimal("{low_:f}", "{usual:f}", {schema.scale or 0})'
    if schema.type == "float":
        floor, ceiling = _floats(schema)
        return f"draw.number_between({floor}, {ceiling})"
    if schema.type in moments.KINDS:
        return moments.any_moment(slot)
    return _SIMPLE[schema.type]


_SIMPLE = {
    "boolean": "draw.chance(0.8)",
    "uuid": "draw.uuid()",
    "url": "draw.url()",
    "ip": "draw.ip()",
    "json": '{"kind": draw.word(), "size": draw.integer(1, 9)}',
    "bytes": "draw.random.randbytes(16)",
}


def capacity(slot: Slot) -> int:
    """Return how many values a field has that can be told by their place."""
    schema = slot.schema
    if schema.many:
        return 1
    if slot.enum:
        return len(slot.enum.members)
    if schema.type in INTEGER_BOUNDS:
        first, last = integers(schema)
        return last - first + 1
    if schema.type == "decimal":
        least, most = decimals(schema)
        return int((most - least) * 10 ** (schema.scale or 0)) + 1
    if schema.type in ("string", "text"):
        return _texts(slot)
    if schema.type in moments.KINDS:
        return moments.count_of(schema)
    if schema.type == "float":
        low, high = _floats(schema, far=10**9)
        return int(high - low)
    return {"boolean": _TWO, "json": 1, "bytes": 1, "ip": 2**24}.get(schema.type, 10**9)


def value_at(slot: Slot, place: str, entity: str) -> Source:
    """Return the value of a field at a place, counted from 0: another one for each."""
    schema = slot.schema
    if slot.enum:
        return f"list(enums.{slot.enum.class_name})[{place}]"
    if schema.type in ("string", "text"):
        return _text_at(slot, place, entity)
    if schema.type in INTEGER_BOUNDS:
        low, _ = integers(schema)
        return f"{low} + {place}" if low else place
    if schema.type == "decimal":
        unit = decimal_literal(Decimal(1).scaleb(-(schema.scale or 0)))
        low_ = decimal_literal(decimals(schema)[0])
        return f"{low_} + {_bracketed(place)} * {unit}"
    if schema.type == "float":
        return f"{_floats(schema, far=10**9)[0]} + {place}"
    if schema.type == "boolean":
        return f"bool({place})"
    if schema.type == "email":
        return texts.cut("draw.email()", "email", schema)
    if schema.type in moments.KINDS:
        return moments.moment_at(schema, place)
    if schema.type == "ip":
        return f'f"10.{{{place} >> 16}}.{{{place} >> 8 & 255}}.{{{place} & 255}}"'
    return any_value(slot, entity)


def _bracketed(place: str) -> str:
    return f"({place})" if " " in place else place


# Numbers


def integers(schema: Schema) -> tuple[int, int]:
    """Return the least and the greatest whole number that values begin and end with."""
    least, most = INTEGER_BOUNDS[schema.type]
    low = Decimal(schema.minimum or least).to_integral_value("ROUND_CEILING")
    high = Decimal(schema.maximum or most).to_integral_value("ROUND_FLOOR")
    if low == least:  # the type's own bound, which says nothing
        low = Decimal(1) if high >= 1 else max(low, high - ENDLESS)
    return int(low), int(high)


def _usual_integers(slot: Slot) -> tuple[int, int]:
    low, high = integers(slot.schema)
    word = slot.name.rpartition("_")[2]
    first, last = _AMOUNTS.get(word, (low, low + 1000))
    if low <= first and last <= high:
        return first, last
    return low, min(high, low + 1000)


def decimals(schema: Schema) -> tuple[Decimal, Decimal]:
    """Return the least and the greatest decimal that values begin and end with."""
    unit = Decimal(1).scaleb(-(schema.scale or 0))
    room = Decimal(10) ** ((schema.precision or 1) - (schema.scale or 0)) - unit
    high = room if schema.maximum is None else min(Decimal(schema.maximum), room)
    if schema.minimum is not None:
        low = max(Decimal(schema.minimum), -room)
    else:
        low = Decimal(0) if high >= 0 else max(-room, high - _PRICES)
    up = (low / unit).to_integral_value("ROUND_CEILING") * unit
    down = (high / unit).to_integral_value("ROUND_FLOOR") * unit
    return up, down


def _floats(schema: Schema, far: int = 100) -> tuple[float, float]:
    low = None if schema.minimum is None else float(schema.minimum)
    high = None if schema.maximum is None else float(schema.maximum)
    if low is None:
        low = 0.0 if high is None or high > 0 else high - far
    return low, low + far if high is None else min(high, low + far)


# Texts


def _any_text(slot: Slot, entity: str) -> Source:
    schema = slot.schema
    if texts.is_free(slot):
        maker = texts.maker_of(slot, entity)
        return texts.cut(f"draw.{maker}()", maker, schema)
    found = texts.few(slot)
    if len(found) == 1:
        return python_string(found[0])
    return Node("draw.pick(", tuple(map(python_string, found)), ")")


def _texts(slot: Slot) -> int:
    if texts.is_free(slot) and not texts.is_code(slot):
        return 10**9
    shape, most = texts.numbered(slot, "")
    if not shape:
        return 26 ** most if most else len(texts.few(slot))
    return most


def _text_at(slot: Slot, place: str, entity: str) -> Source:
    schema = slot.schema
    if texts.is_free(slot) and place == "draw.n" and not texts.is_code(slot):
        maker = texts.maker_of(slot, entity)
        if maker == "email":
            return texts.cut("draw.email()", maker, schema)
        length = f", {schema.max_length}" if (schema.max_length or 999) < 200 else ""
        forms = "".join(f".{each}()" for each in schema.normal if each != "trim")
        return f"draw.unique(draw.{maker}(){length}){forms}"
    shape, most = texts.numbered(slot, entity)
    if shape:
        number = "draw.number" if place == "draw.n" else f"{place} + 1"
        return f"f{python_string(shape).replace('{n', '{' + number)}"
    if most:
        return f"letters({place}, {most})"
    found = tuple(map(python_string, texts.few(slot)))
    return Node("(", found, f")[{place}]", comma=len(found) == 1)


# Lists


def _several(slot: Slot, entity: str) -> Source:
    schema = slot.schema
    fewest = schema.min_items or 0
    most = min(fewest + 3, schema.max_items or fewest + 3)
    if slot.enum:
        kinds = len(slot.enum.members)
        if fewest <= kinds:
            size = min(most, kinds)
            values = f"list(enums.{slot.enum.class_name})"
            cut = values if size == kinds else f"{values}[:{size}]"
            start = f", {fewest}" if fewest else ""
            return f"draw.several({cut}{start})"
    single = _single(slot)
    if schema.type in ("string", "text"):
        return _several_texts(single, entity, fewest, most)
    one = any_value(single, entity)
    maker = f"lambda: {one}"
    if isinstance(one, str) and re.fullmatch(r"draw\.\w+\(\)", one):
        maker = one[:-2]
    return Node("draw.many(", (maker, str(fewest), str(most)), ")")


def _several_texts(slot: Slot, entity: str, fewest: int, most: int) -> Source:
    if texts.is_free(slot) and not slot.schema.normal:
        maker = texts.maker_of(slot, entity)
        length = slot.schema.max_length
        items = (f"draw.{maker}", str(fewest), str(most))
        return Node("draw.texts(", (*items, *([str(length)] if length else [])), ")")
    found = tuple(map(python_string, texts.few(slot)))
    pick = f"lambda: draw.pick({', '.join(found)})"
    return Node("draw.many(", (pick, str(fewest), str(most)), ")")


def _single(slot: Slot) -> Slot:
    schema = replace(slot.schema, many=False, min_items=None, max_items=None)
    return replace(slot, schema=schema)
