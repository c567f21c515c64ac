"""Values whose form in JSON is not the serialiser's own."""

from decimal import Decimal
from types import SimpleNamespace
from uuid import UUID, uuid4

from pydantic import BaseModel
from pydantic_core import from_json

from notes.core.http.encoders import encoder_of
from notes.core.http.responses import ResponseBuilder


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


class Listed(BaseModel):
    keys: list[UUID]
    prices: list[Decimal] | None


def test_the_values_of_a_list_are_written_one_by_one() -> None:
    key, prices = uuid4(), [Decimal("0E-8"), Decimal("1E-8")]
    entity = SimpleNamespace(keys=[key], prices=prices)
    shown = from_json(bytes(ResponseBuilder(Listed).one(entity).body))
    assert shown == {"keys": [str(key)], "prices": ["0.00000000", "0.00000001"]}


def test_a_uuid_is_a_text_before_the_serialiser_sees_it() -> None:
    assert encoder_of(UUID | None) is str
