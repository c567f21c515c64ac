"""Decimal numbers are texts in JSON, and Python's own in Python."""

from typing import Annotated

import pytest
from pydantic import TypeAdapter, ValidationError
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from tests.core.columns import stored
from tests.core.tables import work_on
from workshop.core.db.database import Database
from workshop.core.db.repository import SqlRepository
from workshop.core.db.types import ExactNumeric, rounded_columns
from workshop.core.http.decimals import Decimal, DecimalFormat

_PRICE: TypeAdapter[Decimal] = TypeAdapter(
    Annotated[
        Decimal,
        DecimalFormat(
            r"^(0|[1-9][0-9]{0,3})(\.[0-9]{1,2})?$", "Input should be a decimal text"
        ),
    ]
)


class Base(DeclarativeBase):
    pass


class Thing(Base):
    __tablename__ = "core_decimal_things"

    id: Mapped[int] = mapped_column(primary_key=True)
    price: Mapped[Decimal] = mapped_column(ExactNumeric(12, 2))


class Things(SqlRepository[Thing]):
    model = Thing


@pytest.mark.parametrize("value", [Decimal("1.00"), Decimal("1E+2"), "1.5"])
def test_a_number_of_python_is_taken_as_it_is(value: Decimal | str) -> None:
    assert _PRICE.validate_python(value) == Decimal(value)


@pytest.mark.parametrize("value", [Decimal("1.005"), Decimal(-1), 1, 1.5, "1E2"])
def test_a_number_of_another_form_is_refused(value: object) -> None:
    with pytest.raises(ValidationError, match="should be a decimal text"):
        _PRICE.validate_python(value)


@pytest.mark.parametrize("value", [Decimal("1234567890.12"), None])
async def test_a_number_comes_back_as_it_went(
    database: Database, value: Decimal | None
) -> None:
    assert await stored(database, ExactNumeric(12, 2), value) == value


def test_a_number_is_held_as_the_database_holds_it() -> None:
    assert str(rounded_columns(Thing)["price"].rounded(Decimal(5))) == "5.00"


async def test_a_new_row_shows_what_is_stored_of_it(database: Database) -> None:
    async with work_on(database, Base.metadata) as work:
        thing = await Things(work).add({"id": 1, "price": Decimal(5)})
        assert str(thing.price) == "5.00"


def test_a_number_may_have_more_digits_than_python_usually_keeps() -> None:
    number = Decimal("9" * 36)
    assert str(ExactNumeric(38, 2).rounded(number)) == f"{number}.00"
