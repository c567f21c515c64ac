"""Encrypted attributes of every kind, on a table of the tests' own."""

import datetime as dt
from decimal import Decimal
from enum import Enum
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from helpdesk.core.db import encrypted as module
from helpdesk.core.db.database import Database
from helpdesk.core.db.encrypted import (
    BlindIndex,
    Encrypted,
    Hashed,
    Opened,
    SealedText,
    opened_columns,
)
from helpdesk.core.keyring import DecryptionError, Keyring
from tests.core.tables import work_on


class Base(DeclarativeBase):
    pass


class Grade(Enum):
    HIGH = "high"


class Person(Base):
    __tablename__ = "core_people"

    kind: Mapped[str] = mapped_column(primary_key=True, default="guest")
    code: Mapped[int] = mapped_column(primary_key=True, default=lambda: 7)
    _phone: Mapped[Any] = mapped_column("phone", SealedText(), nullable=True)
    phone = Encrypted[str | None]("core_people.phone", str, beside="phone_hash")
    _wage: Mapped[Any] = mapped_column("wage", SealedText(), nullable=True)
    wage = Encrypted[Decimal | None]("core_people.wage", Decimal, scale=2)
    phone_hash: Mapped[Any] = mapped_column(BlindIndex(phone), nullable=True)


class Unkeyed(Base):
    __tablename__ = "core_unkeyed"

    id: Mapped[int] = mapped_column(primary_key=True)
    _phone: Mapped[Any] = mapped_column("phone", SealedText(), nullable=True)
    phone = Encrypted[str | None]("core_unkeyed.phone", str)


@pytest.fixture(autouse=True)
def keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keys of the test's own."""
    monkeypatch.setattr(module, "installed", lambda: _KEYS)


_KEYS = Keyring({"test": bytes(range(32))}, bytes(32))
_BERLIN = dt.timezone(dt.timedelta(hours=1))


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (str, "Ännchen"),
        (bool, True),
        (bool, False),
        (int, -7),
        (float, 0.1),
        (bytes, b"\x00\xff"),
        (Decimal, Decimal("-12345678901234567890.10")),
        (dt.date, dt.date(2026, 2, 28)),
        (dt.time, dt.time(23, 59, 1, 5)),
        (dt.datetime, dt.datetime(2026, 2, 28, 23, 59, tzinfo=dt.UTC)),
        (dt.datetime, dt.datetime(2026, 2, 28, 23, 59)),  # noqa: DTZ001
        (UUID, UUID(int=5)),
        (Grade, Grade.HIGH),
        (object, {"b": [1, None], "a": {"c": "d"}}),
    ],
)
def test_a_value_of_every_kind_comes_back(kind: Any, value: Any) -> None:
    encrypted = Encrypted[Any]("people.value", kind)
    sealed = encrypted.sealed(value, (UUID(int=1),))
    opened = encrypted.opened(sealed, (UUID(int=1),))
    assert (opened, type(opened)) == (value, type(value))
    with pytest.raises(DecryptionError, match=r"people\.value"):
        encrypted.opened(sealed, (UUID(int=2),))


@pytest.mark.parametrize(
    ("encrypted", "one", "same"),
    [
        (
            Encrypted[Any]("people.born", dt.datetime),
            dt.datetime(2026, 1, 1, 0, 30, tzinfo=_BERLIN),
            dt.datetime(2025, 12, 31, 23, 30, tzinfo=dt.UTC),
        ),
        (Encrypted[Any]("people.wage", Decimal, scale=2), Decimal(1), Decimal("1.000")),
        (Encrypted[Any]("people.more", object), {"a": 1, "b": 2}, {"b": 2, "a": 1}),
    ],
)
def test_equal_values_have_the_same_hash(
    encrypted: Encrypted[Any], one: object, same: object
) -> None:
    assert encrypted.hashed(one) == encrypted.hashed(same)


def test_what_has_no_text_is_refused() -> None:
    with pytest.raises(TypeError, match="set"):
        Encrypted[Any]("people.more", set).sealed({1}, (1,))


async def test_a_value_is_sealed_with_the_key_of_its_row(database: Database) -> None:
    async with work_on(database, Base.metadata) as work:
        person = Person(phone="123", wage=Decimal(5))
        assert (person.phone, person.wage) == ("123", Decimal("5.00"))
        assert "123" not in repr(vars(person)["_phone"])
        work.session.add(person)
        await work.session.flush()
        assert (person.kind, person.code) == ("guest", 7)
        work.session.expire_all()
        stored = sa.select(sa.literal_column("phone", sa.Text())).select_from(Person)
        text = await work.session.scalar(stored)
        assert Person.phone.opened(str(text), ("guest", 7)) == "123"
        found = await work.session.scalar(
            sa.select(Person).where(Person.phone_hash == "123")
        )
        assert found is person
        assert (found.phone, found.wage) == ("123", Decimal("5.00"))


async def test_the_same_value_is_no_change(database: Database) -> None:
    async with work_on(database, Base.metadata) as work:
        person = Person(phone="123")
        work.session.add(person)
        await work.session.flush()
        person.phone = "123"
        assert not work.session.dirty
        sealed = vars(person)["_phone"]
        person.phone = "124"
        await work.session.flush()
        assert vars(person)["_phone"] != sealed
        person.phone = None
        await work.session.flush()
        work.session.expire_all()
        nobody = sa.select(Person).where(Person.phone_hash.is_(None))
        assert await work.session.scalar(nobody) is person
        assert person.phone is None


async def test_a_selection_shows_values_and_no_hash(database: Database) -> None:
    async with work_on(database, Base.metadata) as work:
        work.session.add_all([Person(code=1, phone="123"), Person(code=2)])
        await work.session.flush()
        columns = [
            getattr(Person, each.key) for each in sa.inspect(Person).column_attrs
        ]
        shown = opened_columns(Person, columns)
        assert [type(each) for each in shown].count(Opened) == 2
        rows = await work.session.execute(sa.select(*shown).order_by(Person.code))
        assert [row.phone for row in rows] == ["123", None]


async def test_what_is_hashed_already_is_found_as_it_is(database: Database) -> None:
    async with work_on(database, Base.metadata) as work:
        work.session.add(Person(phone="123"))
        await work.session.flush()
        hashed = await work.session.scalar(sa.select(Person.phone_hash))
        assert (hashed, type(hashed)) == (Person.phone.hashed("123"), Hashed)
        found = sa.select(Person).where(Person.phone_hash == hashed)
        assert await work.session.scalar(found)


async def test_a_row_without_a_key_has_nothing_to_bind_a_value_to(
    database: Database,
) -> None:
    async with work_on(database, Base.metadata) as work:
        work.session.add(Unkeyed(phone="123"))
        with pytest.raises(TypeError, match="key"):
            await work.session.flush()
