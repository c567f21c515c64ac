"""What `personal_data.py` says of each table in which rows belong to somebody."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal
from uuid import uuid4

Path = tuple[tuple[str, ...] | str, ...]
"""The attributes that lead from a row to the account that it belongs to."""

Kind = Literal["delete", "anonymise", "keep"]

ANONYMISE: Kind = "anonymise"
KEEP: Kind = "keep"

_MARK = 19  # characters


@dataclass(frozen=True)
class Blank:
    """What stands in the place of a value; without any, the value stays."""

    made: Callable[[], Any] | None


NULL = Blank(lambda: None)
LIST = Blank(list)
STAYS = Blank(None)


def text(length: int = _MARK) -> Blank:
    """Return a mark that has room in a text of so many characters; no two are the same."""
    return Blank(lambda: _mark() if length >= _MARK else uuid4().hex[:length])


def email(_length: int = 0) -> Blank:
    """Return an address that nobody can have."""
    return Blank(lambda: f"{_mark()}@erased.invalid")


def url(_length: int = 0) -> Blank:
    """Return an address that leads nowhere."""
    return Blank(lambda: f"https://erased.invalid/{uuid4().hex[:12]}")


def _mark() -> str:
    return f"erased-{uuid4().hex[:12]}"


@dataclass(frozen=True)
class PersonalData:
    """What is known of a person in the rows of one table."""

    model: Any  # the mapped class
    owner: Path
    hidden: tuple[str, ...] = ()  # attributes that no export shows
    blanks: dict[str, Blank] = field(default_factory=dict)  # by attribute
    erase: Kind = "delete"
    reason: str = ""  # why rows are kept as they are
