"""Older versions of the API: what each calls otherwise, and what it has not or no longer."""

from __future__ import annotations

from typing import Annotated

from ...record import Record
from .api import ATTACHED, Property


class OlderEntity(Record, frozen=True):
    """An entity as an older version has it, where that is not as today."""

    name: str  # today's: "DeliveryAddress"
    called: str  # its own: "Address"
    path: str  # of its list, under that version's prefix: "/addresses"
    properties: dict[str, str]  # what it calls otherwise, by today's name: "on_hand"
    since: tuple[str, ...] = ()  # properties that it has not, by today's names
    hidden: tuple[str, ...] = ()  # attributes of the mapped class that these stand for
    had: tuple[Property, ...] = ()  # properties that have gone since


class OlderContract(Record, frozen=True):
    """The contract of an older version, and what follows from it, as text ready for files."""

    text: str  # the whole OpenAPI document, as YAML
    tables: str  # the names of then and of now as Python: the module without its head
    uses: tuple[str, ...]  # what that module imports of the core: "Route", "Shape"


class OlderVersion(Record, frozen=True):
    """An older version of the API that is served beside today's."""

    name: str  # in its paths: "v1"
    prefix: str  # what its paths begin with: "/api/v1"
    constant: str  # in Python: "V1"
    entities: tuple[OlderEntity, ...]  # those that are not as today
    without: tuple[str, ...]  # ids of operations that have come since
    enums: dict[str, dict[str, str]]  # its own values by today's, by the enum's name
    contract: Annotated[
        OlderContract | None, ATTACHED
    ]  # what clients of it see, and the tables that translate it
    deprecated: int | None = None  # since when, in seconds since 1970
    deprecated_day: str = ""  # the same day: "2026-12-01"
    sunset: str = ""  # when it may go, as HTTP has it: "Wed, 30 Jun 2027 00:00:00 GMT"
    sunset_day: str = ""  # the same day: "2027-06-30"
    link: str = ""  # a page on how to move
