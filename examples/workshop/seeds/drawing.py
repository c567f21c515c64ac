"""What the values of a row are drawn from: the same for the same seed, table and number."""

import datetime as dt
import uuid
from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from mimesis import Address, BaseProvider, Finance, Person, Text
from mimesis.locales import Locale
from mimesis.random import Random

from .rows import SINCE, UNTIL, Related, Row, Rows

if TYPE_CHECKING:
    from .plan import Plan

T = TypeVar("T")
ProviderT = TypeVar("ProviderT", bound=BaseProvider)

LOCALE = Locale.EN
"""The language and the country of names, addresses and texts."""

_PERSON, _ADDRESS = Person(LOCALE), Address(LOCALE)
_FINANCE, _TEXT = Finance(LOCALE), Text(LOCALE)

_CODES = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_OFTEN = 0.8
_CHILDREN = 3
_NEAR = 1000


class Draw:
    """A row's number, and what its values are drawn from."""

    def __init__(self, plan: "Plan", rows: Rows, n: int) -> None:
        self.n = n
        self._plan = plan
        self._rows = rows
        self._place, self._lane = divmod(n, rows.lanes)
        self._met: list[Related] = []

    @cached_property
    def random(self) -> Random:
        """What draws: the same numbers for the same row."""
        return Random(self._plan.entropy(self._rows, self.n))

    @property
    def number(self) -> int:
        """The row's number, counted from 1."""
        return self.n + 1

    def id(self) -> uuid.UUID:
        """Return the row's id."""
        return self._plan.id_of(self._rows, self.n)

    # Other rows

    def one(self, subject: Any) -> Related:
        """Return any row of a class, of about the same time."""
        there = self._plan.of(subject)
        reach = self._plan.reach(there, self._rows, self._place)
        return self._at(there, self.random.randrange(max(0, reach - _NEAR), reach))

    def same(self, subject: Any) -> Related:
        """Return the row of the same number, to which no other one refers."""
        return self._at(self._plan.of(subject), self._place)

    def group(self, subject: Any) -> Related:
        """Return the row that stands above this one and some others."""
        return self._at(self._plan.of(subject), self._place // self._rows.per)

    @property
    def place(self) -> int:
        """Which one this is of those below the same row, counted from 0."""
        return self._place % self._rows.per

    def other(self, subject: Any, place: int) -> Related:
        """Return a row that none of the same group refers to from another place."""
        there = self._plan.of(subject)
        above = self._place // self._rows.per
        reach = self._plan.reach(there, self._rows, above * self._rows.per)
        return self._at(there, (above * self._rows.per + place) % reach)

    def division(self, table: str) -> Related:
        """Return whose the row is."""
        return Related(self._plan, self._plan.of(table), self._lane)

    def above(self, subject: Any) -> Related | None:
        """Return the row above this one in a tree; None at its top."""
        if self._place == 0:
            return None
        return self._at(self._plan.of(subject), (self._place - 1) // _CHILDREN)

    def _at(self, there: Rows, place: int) -> Related:
        both = there.divided and self._rows.divided
        number = place * there.lanes + self._lane if both else place
        found = Related(self._plan, there, number)
        if self._plan.is_before(there, number, self._rows, self.n):
            self._met.append(found)
        return found

    # Whether, and which

    def maybe(self, value: T) -> T | None:
        """Return the value, or none at all."""
        return value if self.random.random() < _OFTEN else None

    def maybe_all(self, values: Row) -> Row:
        """Return the values, or none of them."""
        there = self.random.random() < _OFTEN
        return values if there else dict.fromkeys(values)

    def pick(self, *values: T) -> T:
        """Return one of some values."""
        return self.random.choice(values)

    def chance(self, share: float) -> bool:
        """Return whether something is so, of such a share of all rows."""
        return self.random.random() < share

    # Numbers

    def integer(self, low: int, high: int) -> int:
        """Return a whole number between two, with both of them."""
        return self.random.randint(low, high)

    def decimal(self, low: str, high: str, scale: int) -> Decimal:
        """Return a number between two, with both of them, with so many digits."""
        unit = Decimal(1).scaleb(-scale)
        first, last = int(Decimal(low) / unit), int(Decimal(high) / unit)
        return (self.random.randint(first, last) * unit).quantize(unit)

    def number_between(self, low: float, high: float) -> float:
        """Return a number between two."""
        return round(self.random.uniform(low, high), 3)

    # Days and times

    @cached_property
    def created(self) -> dt.datetime:
        """When the row was created: after those that it was drawn with."""
        start = max((each.created for each in self._met), default=SINCE)
        left = int((UNTIL - start).total_seconds())
        return start + dt.timedelta(seconds=self.random.randrange(max(1, left)))

    def since(self) -> dt.datetime:
        """Return a moment after the row was created."""
        left = int((UNTIL - self.created).total_seconds())
        return self.created + dt.timedelta(seconds=self.random.randint(0, left))

    def reached_at(self, state: object, *states: object) -> dt.datetime | None:
        """Return when the row came to be in a state, if it is in one of some."""
        return self.since() if state in states else None

    def reached_on(self, state: object, *states: object) -> dt.date | None:
        """Return on which day it did."""
        return self.since().date() if state in states else None

    def reached_locally(self, state: object, *states: object) -> dt.datetime | None:
        """Return when it did, without a zone."""
        return self.since().replace(tzinfo=None) if state in states else None

    def moment(
        self, low: dt.datetime = SINCE, high: dt.datetime = UNTIL
    ) -> dt.datetime:
        """Return a moment between two, at a full second."""
        room = int((high - low).total_seconds())
        return low + dt.timedelta(seconds=self.random.randint(0, room))

    def instant(self, low: dt.datetime = SINCE) -> dt.datetime:
        """Return a moment that no other row has."""
        return low + dt.timedelta(seconds=self.n)

    def day(
        self, low: dt.date = dt.date(2024, 1, 1), high: dt.date = dt.date(2025, 12, 31)
    ) -> dt.date:
        """Return a day between two."""
        return low + dt.timedelta(days=self.random.randint(0, (high - low).days))

    def time(self, low: dt.time = dt.time(8), high: dt.time = dt.time(18)) -> dt.time:
        """Return a time of day between two, at a full second."""
        first, last = (
            each.hour * 3600 + each.minute * 60 + each.second for each in (low, high)
        )
        return time_of_day(self.random.randint(first, last))

    # Texts

    def code(self, length: int) -> str:
        """Return a code that no other row has."""
        room = len(_CODES) ** length
        number = (self.n * 0x9E3779B1 + 0x1234567) % room
        digits = (number >> 5 * place & 31 for place in range(length))
        return "".join(_CODES[digit] for digit in digits)

    def uuid(self) -> uuid.UUID:
        """Return an identifier of anything."""
        return uuid.UUID(int=self.random.getrandbits(128), version=4)

    def first_name(self) -> str:
        """Return somebody's first name."""
        return self._by(_PERSON).first_name()

    def last_name(self) -> str:
        """Return somebody's family name."""
        return self._by(_PERSON).last_name()

    def full_name(self) -> str:
        """Return somebody's name."""
        return self._by(_PERSON).full_name()

    def email(self) -> str:
        """Return an address that no other row has, and no mail ever comes to."""
        name = self.last_name().lower().encode("ascii", "ignore").decode()
        plain = "".join(filter(str.isalnum, name)) or "someone"
        return f"{plain}.{self.number}@example.com"

    def phone(self) -> str:
        """Return a number that can be called from anywhere."""
        return f"+1 555 {self.random.randrange(10**7):07}"

    def job(self) -> str:
        """Return what somebody does."""
        return self._by(_PERSON).occupation()

    def street(self) -> str:
        """Return a street, and the number of a house."""
        return self._by(_ADDRESS).address()

    def city(self) -> str:
        """Return the name of a city."""
        return self._by(_ADDRESS).city()

    def region(self) -> str:
        """Return the name of a state, a county or the like."""
        return self._by(_ADDRESS).state()

    def country(self) -> str:
        """Return the name of a country."""
        return self._by(_ADDRESS).country()

    def postal_code(self) -> str:
        """Return what stands before a city, or behind it."""
        return self._by(_ADDRESS).postal_code()

    def company(self) -> str:
        """Return the name of a company."""
        return self._by(_FINANCE).company()

    def word(self) -> str:
        """Return a word."""
        return self._by(_TEXT).word()

    def title(self) -> str:
        """Return a few words that something is called by."""
        return " ".join(self._by(_TEXT).words(2)).capitalize()

    def sentence(self) -> str:
        """Return what somebody says in a sentence."""
        return self._by(_TEXT).sentence()

    def url(self) -> str:
        """Return an address that nothing is at."""
        return f"https://example.com/{self.word().lower()}/{self.number}"

    def ip(self) -> str:
        """Return an address that is for documents alone."""
        return f"192.0.2.{self.random.randrange(256)}"

    def unique(self, text: str, length: int = 200) -> str:
        """Return a text with the row's number, so that no other one is the same."""
        end = f" {self.number}"
        return f"{text[: length - len(end)].strip()}{end}"

    def several(self, values: Sequence[T], fewest: int = 0) -> list[T]:
        """Return some of the values."""
        return list(values[: self.random.randint(fewest, len(values))])

    def many(self, make: Callable[[], T], fewest: int, most: int) -> list[T]:
        """Return a list of values, each drawn for itself."""
        return [make() for _ in range(self.random.randint(fewest, most))]

    def texts(
        self, make: Callable[[], str], fewest: int, most: int, length: int = 200
    ) -> list[str]:
        """Return a list of texts, each of so many characters at the most."""
        return [each[:length].strip() for each in self.many(make, fewest, most)]

    def _by(self, provider: ProviderT) -> ProviderT:
        """Return what makes texts, from this row's numbers."""
        provider.random = self.random
        return provider


# Values in the order of a number


def day(year: int, n: int) -> dt.date:
    """Return the n-th day after the first of a year."""
    return dt.date(year, 1, 1) + dt.timedelta(days=n)


def moment(year: int, n: int) -> dt.datetime:
    """Return the n-th minute after the first of a year."""
    return dt.datetime(year, 1, 1, tzinfo=dt.UTC) + dt.timedelta(minutes=n)


def wall_clock(year: int, n: int) -> dt.datetime:
    """Return the n-th minute after the first of a year, without a zone."""
    return moment(year, n).replace(tzinfo=None)


def clock(hour: int, n: int) -> dt.time:
    """Return the time of day n minutes, below an hour, and n // 60 seconds after an hour."""
    return dt.time(hour, n % 60, n // 60)


def time_of_day(seconds: int) -> dt.time:
    """Return the time so many seconds after midnight."""
    return dt.time(seconds // 3600, seconds // 60 % 60, seconds % 60)


def letters(n: int, width: int) -> str:
    """Return a number in capital letters: 0 is AAA, 27 is ABB."""
    digits = (n // 26**place % 26 for place in reversed(range(width)))
    return "".join(chr(ord("A") + digit) for digit in digits)
