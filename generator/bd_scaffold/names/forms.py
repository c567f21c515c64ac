"""Identifiers as types, and the forms that a name takes from language to language."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import NewType

from .listed import listed

SnakeName = NewType("SnakeName", str)
"""Lower case words joined by underscores: a column, a variable, a module."""

ClassName = NewType("ClassName", str)
"""Capitalised words written together: an entity, an enum, a class."""

KebabName = NewType("KebabName", str)
"""Lower case words joined by hyphens: a project, a segment of a path."""

CLASS_PATTERN = r"^[A-Z][A-Za-z0-9]{0,59}$"
SNAKE_PATTERN = r"^(?=.{1,60}$)[a-z][a-z0-9]*(_[a-z0-9]+)*$"
KEBAB_PATTERN = r"^(?=.{1,40}$)[a-z][a-z0-9]*(-[a-z0-9]+)*$"
SEGMENT_PATTERN = r"^[A-Za-z][A-Za-z0-9_-]{0,59}$"
ENUM_VALUE_PATTERN = r"^\S(.{0,58}\S)?$"


def is_class_name(text: str) -> bool:
    """True for a name that an entity or an enum may have."""
    return re.fullmatch(CLASS_PATTERN, text, re.ASCII) is not None and "\n" not in text


def is_snake_name(text: str) -> bool:
    """True for a name that a field or an area may have."""
    return re.fullmatch(SNAKE_PATTERN, text, re.ASCII) is not None and "\n" not in text


def is_kebab_name(text: str) -> bool:
    """True for a name that a project may have."""
    return re.fullmatch(KEBAB_PATTERN, text, re.ASCII) is not None and "\n" not in text


def is_segment(text: str) -> bool:
    """True for a text that may be an entity's part of a path."""
    return (
        re.fullmatch(SEGMENT_PATTERN, text, re.ASCII) is not None and "\n" not in text
    )


def is_enum_value(text: str) -> bool:
    """True for a text that may be one of an enum's values."""
    fits = re.fullmatch(ENUM_VALUE_PATTERN, text) is not None and text.isprintable()
    return fits and re.search(r"\swas\s*(\(|$)", text) is None


_MIXED = listed("""
    BitBucket GitHub GitLab GraphQL IPv4 IPv6 IaaS IoT LinkedIn MySQL NoSQL OAuth OAuth1 OAuth2
    OpenAPI OpenID PaaS PayPal PhD PostgreSQL SQLite SaaS WiFi YouTube
    """)
"""Words of mixed case that whoever writes them takes for one word."""

_WORD = re.compile(
    rf"(?:{'|'.join(sorted(_MIXED))})s?(?![a-z0-9])"
    r"|[A-Z]{2,}s(?![a-z])"
    r"|[A-Z][A-Z0-9]*(?=[A-Z][a-z])"  # an acronym, with digits in it, before a word
    r"|[A-Z][0-9]+[A-Z]+(?![a-z])"  # and at the end: Y2K
    r"|[A-Z]?[a-z0-9]+|[A-Z][A-Z0-9]*|[0-9]+"
)


def snake(name: str) -> SnakeName:
    """The words of a name in lower case, joined by underscores: `HTTPServer` → `http_server`."""
    return SnakeName("_".join(word.lower() for word in _WORD.findall(name)))


def is_plural_acronym(name: str) -> bool:
    """True for a name that ends in an acronym's plural: `KPIs`, `UserAPIs`."""
    return re.search(r"[A-Z]{2,}s$", name) is not None


def kebab(name: str) -> KebabName:
    """The words of a name in lower case, joined by hyphens: `OrderLine` → `order-line`."""
    return KebabName(snake(name).replace("_", "-"))


def words(name: str) -> str:
    """The words of a name in lower case, as in a sentence: `OrderLine` → `order line`."""
    return snake(name).replace("_", " ")


def pascal(name: str) -> str:
    """The words of a snake name capitalised and written together: `order_id` → `OrderId`."""
    return "".join(word.capitalize() for word in name.split("_"))


def enum_member(value: str) -> str:
    """The Python member for an enum's value: `in-progress` → `IN_PROGRESS`, `2d` → `VALUE_2D`."""
    if re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]*", value):
        member = value.replace("-", "_").upper()
    else:
        plain = unicodedata.normalize("NFKD", value).encode("ascii", "ignore").decode()
        member = "_".join(re.findall("[A-Za-z0-9]+", plain)).upper()
    if not member:
        return "VALUE"
    return member if member[:1].isalpha() else f"VALUE_{member}"


def enum_members(values: Iterable[str]) -> list[str]:
    """The Python member for each of an enum's values, all different: `a-b`, `a_b` → `A_B_2`."""
    found: dict[str, str] = {}
    for value in dict.fromkeys(values):
        member, number = enum_member(value), 1
        while member in found.values():
            number += 1
            member = f"{enum_member(value)}_{number}"
        found[value] = member
    return [found[value] for value in values]
