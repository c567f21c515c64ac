"""Decimal numbers are texts in JSON, and Python's own in Python."""

from typing import Annotated

import pytest
from pydantic import TypeAdapter, ValidationError

from shop.core.http.decimals import Decimal, DecimalFormat

_PRICE: TypeAdapter[Decimal] = TypeAdapter(
    Annotated[
        Decimal,
        DecimalFormat(
            r"^(0|[1-9][0-9]{0,3})(\.[0-9]{1,2})?$", "Input should be a decimal text"
        ),
    ]
)


@pytest.mark.parametrize("value", [Decimal("1.00"), Decimal("1E+2"), "1.5"])
def test_a_number_of_python_is_taken_as_it_is(value: Decimal | str) -> None:
    assert _PRICE.validate_python(value) == Decimal(value)


@pytest.mark.parametrize("value", [Decimal("1.005"), Decimal(-1), 1, 1.5, "1E2"])
def test_a_number_of_another_form_is_refused(value: object) -> None:
    with pytest.raises(ValidationError, match="should be a decimal text"):
        _PRICE.validate_python(value)
