"""Designs with names of a certain length, each with everything whose layout depends on names."""

from __future__ import annotations

LENGTHS = tuple(range(3, 61))
CLASSES = (3, 18, 24, 30, 35, 39, 44, 57)
"""One length of each class that once broke a line in another way than black does."""

_FIELD = "everything_that_can_be_said_about_the_longest_name_there_is0"
_CLASS = "EverythingThatCanBeSaidAboutTheLongestNameOfAnEntityThereIs0"
_LONGEST_KEY = 28
"""With two names together, a column of a foreign key would be too long for PostgreSQL."""
_LONGEST_OF_PARTS = 50
"""The columns of its parts have longer names."""

_DESIGN = """
name: corpus
api: {{pagination: {pagination}}}
areas: {{{area}: [{a}, {b}, {c}, {d}]}}
enums:
  {enum}: [{value}, b]
  {ordered}: {{ordered: true, values: {{{value}: "What {value} means.", b: }}}}
  {native}: {{native: true, values: [{value}, b], type: {type}}}
types:
  {whole}: {{amount: "decimal(9,2) min(0)", currency: string(3)}}
entities:
  {a}:
    {key}
    fields:
      {other_key}: string(20) search sort
      {field}: string(30)? filter
      other: enum(a, {field})
      price: decimal(9,2)? min(0) filter
      mates: {b}[] link
      twins: {b}[] link
      line: {b}? one
      {held}: {b}[] through({d}, {field}, {to_b})
      state: {enum} = {value}
    checks: [{{rule: "{field} != 'a' or price is null", name: {field}}}]
    indexes: [{{fields: [price], where: "{field} != 'a'", include: [{field}]}}]
  {b}:
    fields:
      {field}: {a}? on_delete(restrict)
      {many}: {c}[] by {to_b}
      {own}: {b}[] link
      {named}: {b}[] table("pairs of rows")
      {nested}: {b}[] nested filter
      {mirror}: {b}[] by {nested} filter on_delete(restrict)
      {back}: {a}[] by {held}
      {again}: {c}[] through({d}, {to_b}, {to_c}) filter
      {later}: {a}? deferred on_delete(no_action)
      {parts}: {whole}? immutable
      {rank}: {ordered} = b sort
      moment: datetime filter sort
      stamp: date
      text: text search
      text_2: string(20)
      state: {enum}? filter
    traits: [soft_delete, versioned]
    unique: [[{field}, moment], {{fields: [text_2, {parts}.currency], nulls_not_distinct: true}}]
  {c}:
    fields:
      {field}: string(40) filter sort unique
      {number}: integer? min(0) filter sort index
      {to_c}: {c}? filter
      {to_b}: {b} on_delete(cascade)
      {json}: json?
      {money}: decimal(6,2) = 0
      {list}: string(3)[] = []
      {choice}: enum(x, y) = x
      {made}: datetime readonly
      {login}: string(20) lower trim unique
      {counted}: integer readonly = next
      {inner}: string(20) internal = x
      {graded}: {native}? filter sort
      grade: {native} = {value}
    checks: [{{postgresql: "{field} ~ '^[a-z]'", name: {field}, message: No.}}]
    traits: [soft_delete]
  {d}:
    fields:
      {field}: {a}?
      {to_b}: {b}
      {to_c}: {c}?
"""


def of_lengths(length: int) -> str:
    """Return a design in which all names have a length."""
    other_key = _snake("k", length)
    return _DESIGN.format(
        pagination="page" if length % 2 else "cursor",
        area=_snake("", length),
        a=_pascal("", length),
        b=_pascal("O", length),
        c=_pascal("T", length),
        d=_pascal("U", length),
        enum=_pascal("M", length),
        value=_snake("v", length),
        key=f"key: [{other_key}, other]" if length <= _LONGEST_KEY else "",
        other_key=other_key,
        field=_snake("", length),
        many=_snake("l", length),
        own=_snake("o", length),
        number=_snake("c", length),
        to_c=_snake("d", length),
        to_b=_snake("f", length),
        json=_snake("g", length),
        money=_snake("h", length),
        list=_snake("i", length),
        choice=_snake("j", length),
        made=_snake("m", length),
        ordered=_pascal("R", length),
        whole=_pascal("W", length),
        named=_snake("n", length),
        nested=_snake("p", length),
        later=_snake("q", length),
        parts=_snake("r", min(length, _LONGEST_OF_PARTS)),
        rank=_snake("s", length),
        mirror=_snake("t", length),
        login=_snake("u", length),
        counted=_snake("w", length),
        inner=_snake("x", length),
        graded=_snake("y", length),
        native=_pascal("N", length),
        type=_snake("z", length),
        held=_snake("y", length),
        back=_snake("z", length),
        again=_snake("a", length),
    )


def _snake(start: str, length: int) -> str:
    name = (start + _FIELD)[:length]
    return f"{name[:-1]}x" if name.endswith("_") else name


def _pascal(start: str, length: int) -> str:
    return (start + _CLASS)[:length]
