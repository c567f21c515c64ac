"""Events have values in the forms in which answers have them."""

import datetime as dt
import json
from decimal import Decimal
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest

from chat.core.events.event import Event


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (Decimal("1E+2"), "100"),
        (Decimal("10.00"), "10.00"),
        (b"\xff\x00", "/wA="),
        (UUID(int=1), "00000000-0000-0000-0000-000000000001"),
        ([Decimal("1.50"), None], ["1.50", None]),
        (dt.datetime(2026, 1, 31, 9, 30, tzinfo=dt.UTC), "2026-01-31T09:30:00Z"),
        (dt.date(2026, 1, 31), "2026-01-31"),
        (2**60, 2**60),
        (True, True),
        ("é", "é"),
    ],
)
def test_a_value_has_the_form_of_answers(value: Any, shown: Any) -> None:
    event = Event("Told", 1, object, ("create",), {"from": "from_"})
    said = json.loads(event.data(SimpleNamespace(from_=value)))
    assert said == {"from": shown}
