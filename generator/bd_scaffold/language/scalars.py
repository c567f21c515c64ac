"""The scalar types: what arguments they take and what can be said of them."""

from __future__ import annotations

from ..record import Record


class ScalarType(Record, frozen=True):
    """One built-in type, and which modifiers mean something for it."""

    arguments: str = ""  # how they are written, empty where it takes none
    bounded: bool = False  # takes min and max
    textual: bool = False  # takes length, pattern and search
    filterable: bool = True
    sortable: bool = True
    unique: bool = True
    key: bool = False
    array: bool = False  # can be many


TYPES = {
    "string": ScalarType("(n)", textual=True, key=True, array=True),
    "text": ScalarType(textual=True, unique=False, sortable=False, array=True),
    "smallint": ScalarType(bounded=True, key=True, array=True),
    "integer": ScalarType(bounded=True, key=True, array=True),
    "bigint": ScalarType(bounded=True, key=True, array=True),
    "float": ScalarType(bounded=True, unique=False, array=True),
    "decimal": ScalarType("(p,s)", bounded=True, array=True),
    "boolean": ScalarType(unique=False, key=True, array=True),
    "date": ScalarType(bounded=True, key=True, array=True),
    "time": ScalarType(bounded=True, key=True, array=True),
    "datetime": ScalarType(bounded=True, key=True, array=True),
    "datetime_local": ScalarType(bounded=True, key=True, array=True),
    "uuid": ScalarType(key=True, array=True),
    "email": ScalarType(array=True),
    "url": ScalarType(array=True),
    "ip": ScalarType(array=True),
    "json": ScalarType(filterable=False, sortable=False, unique=False),
    "bytes": ScalarType(filterable=False, sortable=False, unique=False),
    "enum": ScalarType("(a, b)", unique=False, array=True),
    "file": ScalarType(
        "(image/*, 5MB)", filterable=False, sortable=False, unique=False
    ),
    "user": ScalarType(),
}
"""Every scalar of the language, in the order in which the reference lists them."""

ACCOUNT = "user"
"""The type of a field that refers to an account, of whoever signs in."""

UNCOMPARED = frozenset({"json", "bytes", "file"})
"""Types whose values no condition compares, and no filter asks for."""

STORED_AS = {"char": ("string", "(n)"), "varchar": ("text", "")}
"""Types that differ from another one in their column alone, and how they are written."""
