"""Bodies are read as the contract says, and made in Python of Python's own values."""

import datetime as dt
import uuid
from typing import Annotated, Any

import pytest
from pydantic import TypeAdapter, ValidationError

from notes.core.http import schemas

_MOMENT = dt.datetime(2026, 1, 31, 9, 30, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (schemas.DateTime, _MOMENT),
        (schemas.DateTime | None, None),
        (schemas.Uuid, uuid.UUID(int=7)),
    ],
)
def test_a_value_of_python_is_taken_as_it_is(kind: Any, value: Any) -> None:
    assert TypeAdapter(kind).validate_python(value) == value


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (schemas.DateTime, _MOMENT.replace(tzinfo=None)),
        (schemas.DateTime, 1.5),
        (schemas.DateTime, object()),
    ],
)
def test_a_value_that_the_contract_does_not_know_is_refused(
    kind: Any, value: Any
) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(kind).validate_python(value)


def test_a_number_in_a_path_or_a_query_is_read_from_its_text() -> None:
    parameter = TypeAdapter(Annotated[schemas.Integer, schemas.FromText])
    assert parameter.validate_python("-7") == -7
    for text in ("1.0", "1e3", " 1", "+1", "1_0", "01", "true", "[1]", ""):
        with pytest.raises(ValidationError):
            parameter.validate_python(text)
