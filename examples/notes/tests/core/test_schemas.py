"""Bodies are read as the contract says, and made in Python of Python's own values."""

import datetime as dt
import uuid
from typing import Annotated, Any

import pytest
from pydantic import MISSING, ValidationError

from notes.core.http.schemas import (
    Date,
    DateTime,
    Decimal,
    ErrorMessage,
    Input,
    StringFormat,
    Time,
    Uuid,
)

_PRICE = Annotated[
    Decimal,
    StringFormat(r"^(0|[1-9][0-9]{0,3})(\.[0-9]{1,2})?$"),
    ErrorMessage("Input should be a decimal text"),
]


class Body(Input):
    key: Uuid | MISSING = MISSING
    price: _PRICE | MISSING = MISSING
    day: Date | MISSING = MISSING
    clock: Time | MISSING = MISSING
    moment: DateTime | MISSING | None = MISSING


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("key", uuid.UUID(int=7)),
        ("price", Decimal("1.00")),
        ("price", Decimal("1E+2")),
        ("day", dt.date(2026, 1, 31)),
        ("clock", dt.time(9, 30)),
        ("moment", dt.datetime(2026, 1, 31, 9, 30, tzinfo=dt.UTC)),
        ("moment", None),
    ],
)
def test_a_value_of_python_is_taken_as_it_is(name: str, value: Any) -> None:
    assert getattr(Body(**{name: value}), name) == value


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("price", Decimal("1.005")),
        ("price", Decimal(-1)),
        ("price", 1),
        ("price", 1.5),
        ("day", dt.datetime(2026, 1, 31, tzinfo=dt.UTC)),
        ("moment", dt.datetime(2026, 1, 31, tzinfo=dt.UTC).replace(tzinfo=None)),
        ("key", "7"),
    ],
)
def test_a_value_that_the_contract_does_not_know_is_refused(
    name: str, value: Any
) -> None:
    with pytest.raises(ValidationError):
        Body(**{name: value})
