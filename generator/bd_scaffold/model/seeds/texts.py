"""Texts that look like what a field is called: names, addresses, words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ...resolve.slots import Slot
from ...resolve.types import Schema
from ..shapes import eval_shape, fallbacks, fits, letters, shapes

ROOM = 12
"""How many characters a text has that looks like anything."""

_LONGEST = {"email": 254, "title": 60, "word": 30, "sentence": 400}
"""By what makes a text, how long it may get; 100 characters otherwise."""

_FEW = 5
_PLENTY = 10**6 - 1
_CODES = re.compile(r"(^|_)(number|no|code|sku|reference|ref|serial|key|mark|isbn)$")

_PEOPLE = ("person", "customer", "user", "member", "employee", "contact", "author")
_FIRMS = ("company", "supplier", "vendor", "carrier", "organisation", "organization")

_NAMES: tuple[tuple[str, str], ...] = (
    (r"(^|_)e?mail(_address)?$", "email"),
    (r"(first|given)_name$", "first_name"),
    (r"(last|family)_name$|surname$", "last_name"),
    (r"(full|contact|display|person|customer|author)_name$", "full_name"),
    (r"(^|_)(author|contact|recipient|manager)$", "full_name"),
    (r"(^|_)(phone|mobile|fax|telephone)(_number)?$", "phone"),
    (r"(^|_)(street|address)(_line)?(_?[12])?$", "street"),
    (r"(^|_)(city|town|place)$", "city"),
    (r"(^|_)(state|region|county|province)$", "region"),
    (r"(^|_)country(_name)?$", "country"),
    (r"(^|_)(postal|post|zip)(_?code)?$|^zip$", "postal_code"),
    (r"(^|_)(company|firm|employer|vendor|supplier)(_name)?$", "company"),
    (r"(^|_)(job|occupation|profession|job_title)$", "job"),
    (r"(^|_)(url|site|website|link|homepage)$", "url"),
    (
        r"(description|text|note|notes|comment|body|message|summary|reason|wish|bio)$",
        "sentence",
    ),
    (r"(^|_)(name|title|subject|caption|heading|label|topic)$", "title"),
)

_POOLS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (r"country|origin|nation", ("DE", "FR", "IT", "ES", "NL", "PL", "SE", "US", "JP")),
    (r"country|origin|nation", ("DEU", "FRA", "ITA", "ESP", "NLD", "POL", "SWE")),
    (r"currency", ("EUR", "USD", "GBP", "CHF", "SEK", "PLN", "JPY")),
    (r"language|locale|lang", ("en", "de", "fr", "es", "it", "nl", "pl", "sv")),
    (r"language|locale", ("en-GB", "en-US", "de-DE", "fr-FR", "es-ES", "it-IT")),
    (r"mime|media_type", ("image/png", "image/jpeg", "application/pdf")),
)


def maker_of(slot: Slot, entity: str) -> str:
    """Return what makes a text like those of a field: a method of `Draw`."""
    if slot.name == "name":
        last = re.findall("[A-Z]?[a-z]+", entity)[-1:]
        word = last[0].lower() if last else ""
        if word in _PEOPLE:
            return "full_name"
        return "company" if word in _FIRMS else "title"
    found = (maker for pattern, maker in _NAMES if re.search(pattern, slot.name))
    long = slot.schema.type == "text" or (slot.schema.max_length or 0) > 200
    return next(found, "sentence" if long else "title")


def is_code(slot: Slot) -> bool:
    """True for what is called by a number or a code, and by no words."""
    return _CODES.search(slot.name) is not None


def is_free(slot: Slot) -> bool:
    """True for a text that may be whatever it likes, if it is any."""
    schema, length = slot.schema, slot.schema.max_length
    # A field's own pattern: that of what is not blank is kept by any text.
    own = slot.source is not None and not slot.key
    pattern = slot.source.pattern if slot.source and own else schema.pattern
    return (
        pattern is None
        and not schema.padded
        and (schema.min_length or 0) <= 1
        and (length is None or length >= ROOM)
    )


def cut(source: str, maker: str, schema: Schema) -> str:
    """Return what makes a text, with as much of it as there is room for, in its form."""
    length = schema.max_length
    if length is not None and length < _LONGEST.get(maker, 100):
        source = f"{source}[:{length}].strip()"
    for form in schema.normal:
        if form != "trim":
            source = f"{source}.{form}()"
    return source


def few(slot: Slot) -> tuple[str, ...]:
    """Return some texts that a field may have, the same ones for many rows."""
    for pattern, texts in _POOLS:
        if re.search(pattern, slot.name) and all(fits(t, slot.schema) for t in texts):
            return texts
    shape = next(_shaped(slot, shapes(slot), 1), None)
    if shape is not None:
        return tuple(dict.fromkeys(eval_shape(shape[0], n) for n in range(1, _FEW + 1)))
    return fallbacks(slot.schema)[:_FEW]


def numbered(slot: Slot, entity: str) -> tuple[str, int]:
    """Return the shape of texts with a number, and how many there are of them from 1 on.

    The shape is one of letters alone where it is empty, and then the number is their width.
    """
    initials = "".join(filter(str.isupper, entity)) or entity[:1].upper()
    tried = (f"{initials}-{{n:06}}", f"{initials}{{n:06}}", *shapes(slot))
    found = [*_shaped(slot, tried, 9)]
    enough = (each for each in found if each[1] >= _PLENTY)
    best = next(enough, max(found, key=lambda each: each[1], default=("", 0)))
    width = next(_lettered(slot.schema), 0)
    if width and 26**width > best[1] and best[1] < _PLENTY:
        return "", width
    return best


def _shaped(slot: Slot, tried: Iterable[str], digits: int) -> Iterator[tuple[str, int]]:
    """Yield shapes, and up to which number they fit."""
    for shape in tried:
        most = 0
        for each in range(1, digits + 1):
            some = (10 ** (each - 1), 10 ** (each - 1) * 7 + 3, 10**each - 1)
            if not all(fits(eval_shape(shape, n), slot.schema) for n in some):
                break
            most = 10**each - 1
        if most:
            yield shape, most
            if most >= 10**digits - 1:
                return


def _lettered(schema: Schema) -> Iterator[int]:
    """Yield the widths of words of capital letters that a text may be, the widest first."""
    for width in range(8, 0, -1):
        tried = (0, 1, 25, 26**width // 3, 26**width - 1)
        if all(fits(letters(n, width), schema) for n in tried):
            yield width
