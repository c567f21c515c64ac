"""Attributes whose values the database holds encrypted, each bound to its row and column.

`phone = Encrypted[str]("customers.phone", str)` reads and writes the column of `_phone`: a value is
encrypted when its row is stored, with the row's key, and decrypted when it is read.
"""

import base64
import datetime as dt
import enum
import json
import uuid
from collections.abc import Callable, Sequence
from decimal import Context, Decimal
from typing import Any, Generic, Self, TypeVar, overload

import sqlalchemy as sa
from sqlalchemy.orm import Bundle, Mapper

from helpdesk.core.keyring import Keyring, installed

T = TypeVar("T")

_EXACT = Context(prec=1000)
"""More digits than any column has."""


class Plain:
    """A value that is encrypted once its row is stored."""

    __slots__ = ("value",)

    def __init__(self, value: Any) -> None:
        self.value = value

    def __repr__(self) -> str:
        return "Plain(…)"


class Sealed(str):
    """A value as the database holds it."""

    __slots__ = ()


class Hashed(str):
    """What a blind index holds of a value."""

    __slots__ = ()


class SealedText(sa.types.TypeDecorator[Any]):
    """A text that is encrypted; nothing else is ever stored in its place."""

    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: sa.Dialect) -> Any:
        if value is None or isinstance(value, Sealed):
            return value
        raise TypeError("Only what is encrypted is stored here.")

    def process_result_value(self, value: Any, dialect: sa.Dialect) -> Any:
        return None if value is None else Sealed(value)


class Encrypted(Generic[T]):
    """An attribute of a mapped class that is stored encrypted."""

    def __init__(
        self, context: str, kind: Any, *, scale: int | None = None, beside: str = ""
    ) -> None:
        self.context = context
        self.beside = beside  # the attribute of its blind index
        self._kind = kind
        self._scale = scale

    def __set_name__(self, owner: type[Any], name: str) -> None:
        self.name = name
        self.held = f"_{name}"
        for event in ("before_insert", "before_update"):
            sa.event.listen(owner, event, self._seal, propagate=True)

    @overload
    def __get__(self, row: None, owner: type[Any]) -> Self: ...

    @overload
    def __get__(self, row: object, owner: type[Any]) -> T: ...

    def __get__(self, row: Any, owner: type[Any]) -> Any:
        if row is None:
            return self
        held = getattr(row, self.held)
        if held is None or isinstance(held, Plain):
            return held and held.value
        known = row.__dict__.get(self.name)
        if known is None or known[0] is not held:
            key = sa.inspect(row).mapper.primary_key_from_instance(row)
            known = row.__dict__[self.name] = (held, self.opened(held, key))
        return known[1]

    def __set__(self, row: Any, value: T) -> None:
        now = self._normal(value)
        if now == self.__get__(row, type(row)):
            return  # or every change would encrypt it anew, and be one
        setattr(row, self.held, None if now is None else Plain(now))
        if self.beside:
            setattr(row, self.beside, now)

    def sealed(self, value: Any, key: Sequence[Any]) -> Sealed:
        """Return a value of the row with this key as the database holds it."""
        text = self.written(value).encode()
        return Sealed(installed().seal(text, self._bound(key)))

    def opened(
        self, sealed: str, key: Sequence[Any], keyring: Keyring | None = None
    ) -> Any:
        """Return the value; raise DecryptionError unless it was stored in this row."""
        keyring = keyring or installed()
        return self._read(keyring.open(sealed, self._bound(key), self.context).decode())

    def hashed(self, value: Any) -> Hashed:
        """Return what the blind index holds of a value."""
        text = self.written(self._normal(value)).encode()
        return Hashed(installed().hash(text, self.context))

    def _bound(self, key: Sequence[Any]) -> bytes:
        return json.dumps([self.context, *map(text_of, key)]).encode()

    def _seal(self, mapper: Mapper[Any], _connection: object, row: Any) -> None:
        held = row.__dict__.get(self.held)
        if isinstance(held, Plain):
            sealed = self.sealed(held.value, _key(mapper, row))
            setattr(row, self.held, sealed)
            row.__dict__[self.name] = (sealed, held.value)

    def _normal(self, value: Any) -> Any:
        if self._scale is not None and value is not None:
            return value.quantize(Decimal(1).scaleb(-self._scale), context=_EXACT)
        return value

    def written(self, value: Any) -> str:
        """Return a value as a text, equal ones as the same."""
        if self._kind is object:
            return json.dumps(value, sort_keys=True, separators=(",", ":"))
        return text_of(value)

    def _read(self, text: str) -> Any:
        return _READ.get(self._kind, self._kind)(text)


_READ: dict[Any, Callable[[str], Any]] = {
    object: json.loads,
    bool: "true".__eq__,
    bytes: base64.b64decode,
    dt.date: dt.date.fromisoformat,
    dt.time: dt.time.fromisoformat,
    dt.datetime: dt.datetime.fromisoformat,
}


def text_of(value: Any) -> str:
    """Return a value as a text, by which equal ones are equal."""
    match value:
        case bool():
            return "true" if value else "false"
        case enum.Enum():
            return str(value.value)
        case dt.datetime():
            aware = value.tzinfo is not None
            return (value.astimezone(dt.UTC) if aware else value).isoformat()
        case dt.date() | dt.time():
            return value.isoformat()
        case Decimal():
            return format(value, "f")
        case bytes():
            return base64.b64encode(value).decode()
        case float():
            return repr(value)
        case str() | int() | uuid.UUID():
            return str(value)
    raise TypeError(f"A {type(value).__name__} is no value that is encrypted.")


class BlindIndex(sa.types.TypeDecorator[Any]):
    """Keyed hashes of an encrypted attribute's values, by which equal ones are found."""

    impl = sa.Text
    cache_ok = True

    def __init__(self, encrypted: Encrypted[Any]) -> None:
        super().__init__()
        self.encrypted = encrypted

    def process_bind_param(self, value: Any, dialect: sa.Dialect) -> Any:
        if value is None or isinstance(value, Hashed):
            return value
        return self.encrypted.hashed(value)

    def process_result_value(self, value: Any, dialect: sa.Dialect) -> Any:
        return None if value is None else Hashed(value)


class Opened(Bundle[Any]):
    """A column of a selection that has an encrypted attribute's values."""

    def __init__(self, encrypted: Encrypted[Any], *columns: Any) -> None:
        super().__init__(encrypted.name, *columns)
        self.encrypted = encrypted

    def create_row_processor(self, query: Any, procs: Any, labels: Any) -> Any:
        def process(row: Any) -> Any:
            sealed, *key = (each(row) for each in procs)
            return None if sealed is None else self.encrypted.opened(sealed, key)

        return process


def opened_columns(model: type[Any], columns: list[Any]) -> list[Any]:
    """Return the columns by which lists are selected, without what stands for values."""
    encrypted = {each.held: each for each in encrypted_of(model)}
    mapper = sa.inspect(model)
    key = [
        getattr(model, mapper.get_property_by_column(each).key)
        for each in mapper.primary_key
    ]
    beside = {each.beside for each in encrypted.values()}
    return [
        Opened(encrypted[each.key], each, *key) if each.key in encrypted else each
        for each in columns
        if each.key not in beside
    ]


def encrypted_of(model: type[Any]) -> list[Encrypted[Any]]:
    """Return the encrypted attributes of a mapped class."""
    return [each for each in vars(model).values() if isinstance(each, Encrypted)]


def _key(mapper: Mapper[Any], row: Any) -> tuple[Any, ...]:
    """Return a row's key, which has to be known before the row is stored."""
    for column in mapper.primary_key:
        name = mapper.get_property_by_column(column).key
        default: Any = column.default
        if getattr(row, name) is None and default is not None:
            made = default.arg(None) if default.is_callable else default.arg
            setattr(row, name, made)
    key = mapper.primary_key_from_instance(row)
    if None in key:
        raise TypeError("A row has to have its key before it has encrypted values.")
    return key
