"""The least and the greatest value of a field: of its type, and one not beyond the other."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from ..language.design import FieldType
from ..language.finding import Finding
from ..resolve import moments
from ..resolve.fields import Field
from ..resolve.values import INTEGER_BOUNDS, digits_of
from .finding import about

_WIDER = {"smallint": "integer", "integer": "bigint", "bigint": "decimal"}


def bounds(written: Field) -> Iterator[Finding]:
    """Yield what is wrong with the bounds of a field."""
    field = written.source
    found: list[Finding] = []
    for word, bound in (("min", field.minimum), ("max", field.maximum)):
        if bound is not None:
            found += _bound(written, word, bound)
    yield from found
    is_pair = field.minimum is not None and field.maximum is not None
    if is_pair and not found and _are_crossed(field):
        message = f"min({field.minimum}) is greater than max({field.maximum})."
        yield about(written, "BD207", message, "No value can satisfy both.", "min")


def _are_crossed(field: FieldType) -> bool:
    low, high = field.minimum, field.maximum
    if isinstance(low, Decimal) and isinstance(high, Decimal):
        return low > high
    if field.type not in moments.EXAMPLES:
        return False
    ends = [moments.canonical(field.type, str(each)) or "" for each in (low, high)]
    return ends[0] > ends[1]


def _bound(written: Field, word: str, bound: Decimal | str) -> Iterator[Finding]:
    kind = written.source.type
    if kind in moments.EXAMPLES:
        if moments.canonical(kind, str(bound)) is None:
            message = f"{word}({bound}) is not {_CALLED[kind]}."
            hint = f"Write {word}({moments.EXAMPLES[kind]})."
            yield about(written, "BD204", message, hint, word)
    elif isinstance(bound, str):
        yield about(written, "BD204", f"{word}({bound}) is not a number.", "", word)
    elif kind in INTEGER_BOUNDS:
        yield from _whole(written, word, bound)
    elif kind == "decimal" and not fits_decimal(written.source, bound):
        digits = ",".join(written.source.arguments)
        message = f"{word}({bound}) has more digits than decimal({digits})."
        yield about(written, "BD204", message, "", word)


_CALLED = {
    "date": "a day",
    "time": "a time of day in whole seconds",
    "datetime_local": "a date and a time without a zone, in whole seconds",
    "datetime": "a moment with a zone, in whole seconds",
}


def _whole(written: Field, word: str, bound: Decimal) -> Iterator[Finding]:
    kind = written.source.type
    if bound != bound.to_integral_value():
        message = f"{word}({bound}) is not a whole number."
        yield about(written, "BD204", message, "", word)
    elif not holds(kind, bound):
        message = f"{word}({bound}) is more than {kind} holds."
        yield about(written, "BD204", message, f"Use {_WIDER[kind]}.", word)


def holds(kind: str, number: Decimal) -> bool:
    """True where a number is not beyond what a type of whole numbers holds."""
    if kind not in INTEGER_BOUNDS:
        return True
    least, greatest = INTEGER_BOUNDS[kind]
    return least <= number <= greatest


def fits_decimal(field: FieldType, number: Decimal) -> bool:
    """True where a number has no more digits than its type, or the type is wrong itself."""
    digits = digits_of(field)
    if digits is None:
        return True
    precision, scale = digits
    whole, _, fraction = format(number.copy_abs(), "f").partition(".")
    return (
        len(whole.lstrip("0")) <= precision - scale
        and len(fraction.rstrip("0")) <= scale
    )
