"""Values whose form in JSON is not the serialiser's own."""

from decimal import Decimal
from types import SimpleNamespace

from pydantic import BaseModel
from pydantic_core import from_json

from workshop.core.http.responses import ResponseBuilder


class Shown(BaseModel):
    price: Decimal | None
    photo: bytes


def _shown(price: Decimal | None, photo: bytes) -> object:
    entity = SimpleNamespace(price=price, photo=photo)
    return from_json(bytes(ResponseBuilder(Shown).one(entity).body))


def test_a_number_has_no_exponent_and_bytes_are_base64() -> None:
    shown = _shown(Decimal("0E-8"), b"\xfb\xff")
    assert shown == {"price": "0.00000000", "photo": "+/8="}


def test_what_is_empty_is_null() -> None:
    assert _shown(None, b"") == {"price": None, "photo": ""}
