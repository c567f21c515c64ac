"""What bodies and parameters are made of: base classes, and JSON's forms of Python's types.

Each type takes exactly what `openapi.yaml` says: a text is never read as a number,
nor a number as a date.
"""

import base64
import datetime as dt
import decimal
import re
import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, TypeVar, get_args

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    PlainSerializer,
    model_validator,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError, core_schema
from typing_extensions import TypeAliasType

Item = TypeVar("Item")


class Output(BaseModel):
    """A response body."""

    model_config = ConfigDict(serialize_by_alias=True)


Reader = Callable[[object], object]


class RequestModel(BaseModel):
    """What a client sends: what the contract does not name is refused."""

    model_config = ConfigDict(extra="forbid")

    _all_readers: ClassVar[Mapping[object, Reader]] = {}
    _readers: ClassVar[Mapping[str, Reader]] = {}

    @classmethod
    def __pydantic_init_subclass__(cls, **_: Any) -> None:
        """Note which values arrive in another form than Python's."""
        cls._readers = {
            field.alias or name: reader
            for name, field in cls.model_fields.items()
            for part in _parts(field.annotation)
            if (reader := cls._all_readers.get(part))
        }

    @model_validator(mode="before")
    @classmethod
    def _read(cls, data: Any) -> Any:
        if not isinstance(data, dict):
            return data
        given = [name for name in cls._readers if name in data]
        return data | {name: cls._readers[name](data[name]) for name in given}


def _parts(annotation: object) -> Iterator[object]:
    yield annotation
    for part in get_args(annotation):
        yield from _parts(part)


def read_integer(value: object) -> object:
    """Return the integer that a text stands for, or the value itself."""
    if isinstance(value, str) and re.fullmatch("-?(0|[1-9][0-9]{0,18})", value):
        return int(value)
    return value


def read_float(value: object) -> object:
    """Return the number that a text in JSON's form stands for, or the value itself."""
    number = r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?"
    if isinstance(value, str) and re.fullmatch(number, value):
        return float(value)
    return value


def read_boolean(value: object) -> object:
    """Return the boolean that `true` or `false` stands for, or the value itself."""
    return {"true": True, "false": False}.get(str(value), value)


def read_whole(value: object) -> object:
    """Return the integer that a number without a fraction is to JSON, or the value itself."""
    if isinstance(value, list):
        return [read_whole(item) for item in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


class Input(RequestModel):
    """A request body."""

    _all_readers = {int: read_whole}


class Parameters(RequestModel):
    """A query string, which holds nothing but texts."""

    _all_readers = {int: read_integer, float: read_float, bool: read_boolean}


@dataclass(frozen=True, slots=True)
class ErrorMessage:
    """A type with one message for whatever is wrong with a value."""

    message: str

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        """Read the value as the type does, but say why not in other words."""
        return core_schema.custom_error_schema(
            handler(source),
            custom_error_type="invalid_form",
            custom_error_message=self.message,
        )


@dataclass(frozen=True, slots=True)
class StringFormat:
    """The texts that stand for a value in JSON; what is left is for Python's type."""

    pattern: str
    format: str | None = None
    encoding: str | None = None
    max_length: int | None = None

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        """Read a text of this form, then hand it to the type."""
        text = core_schema.no_info_before_validator_function(
            _as_text,
            core_schema.str_schema(
                strict=True, pattern=self.pattern, max_length=self.max_length
            ),
        )
        return core_schema.chain_schema([text, handler(source)])

    def __get_pydantic_json_schema__(
        self, _schema: CoreSchema, _handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """Return what the contract says of these texts."""
        facts = {
            "format": self.format,
            "contentEncoding": self.encoding,
            "maxLength": self.max_length,
            "pattern": self.pattern,
        }
        given = {name: fact for name, fact in facts.items() if fact is not None}
        return {"type": "string", **given}


def _as_text(value: object) -> object:
    """Return what JSON has for a value of Python: JSON itself has none of these types."""
    write = _WRITERS.get(type(value))
    return write(value) if write else value


class Distinct:
    """A list of which no two items are equal."""

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        """Read the list, then look for twins."""
        return core_schema.no_info_after_validator_function(
            self._check, handler(source)
        )

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """Return what the contract says of such lists."""
        return {**handler(schema), "uniqueItems": True}

    @staticmethod
    def _check(items: list[Item]) -> list[Item]:
        if len(set(items)) < len(items):
            raise PydanticCustomError("not_distinct", "Items should be distinct")
        return items


def _to_utc(value: dt.datetime) -> dt.datetime:
    return value.astimezone(dt.UTC)


def _to_plain(value: decimal.Decimal) -> str:
    return format(value, "f")


def _to_base64(value: bytes) -> str:
    return base64.b64encode(value).decode()


_WRITERS: Mapping[type, Callable[[Any], str]] = {
    bytes: _to_base64,
    decimal.Decimal: _to_plain,
    dt.date: dt.date.isoformat,
    dt.datetime: dt.datetime.isoformat,
    dt.time: dt.time.isoformat,
    uuid.UUID: str,
}


def _close(schema: JsonSchemaValue) -> None:
    """Say of names what the pattern of a mapping's keys means: no name is otherwise."""
    (values,) = schema.pop("patternProperties").values()
    schema["additionalProperties"] = values
    schema["propertyNames"] = {"type": "string", "pattern": _NO_NUL}


# The patterns mean the same in ECMAScript, Rust and Python: no \d, no look-around.
_NO_NUL = r"^[^\x00]*$"
_MAX_FLOAT = 1.7976931348623157e308
_CLOCK = "([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]"
_DAY = "(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
_YEAR = "(000[1-9]|00[1-9][0-9]|0[1-9][0-9]{2}|[1-9][0-9]{3})"
_INNER_YEAR = (
    "(000[2-9]|00[1-9][0-9]|0[1-9][0-9]{2}|[1-8][0-9]{3}"
    "|9[0-8][0-9]{2}|99[0-8][0-9]|999[0-8])"
)
_OFFSET = "(Z|[+-]([01][0-9]|2[0-3]):[0-5][0-9])"
_OCTET = "(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])"
_GROUP = "[0-9A-Fa-f]{1,4}"
_IPV6 = "|".join(
    [
        f"({_GROUP}:){{7}}{_GROUP}",
        *(f"({_GROUP}:){{1,{7 - n}}}(:{_GROUP}){{1,{n}}}" for n in range(1, 7)),
        f"({_GROUP}:){{1,7}}:",
        f":((:{_GROUP}){{1,7}}|:)",
    ]
)
_ATOM = "[0-9A-Za-z!#$%&'*+/=?^_`{|}~-]+"
_LABEL = "[0-9A-Za-z]([0-9A-Za-z-]{0,61}[0-9A-Za-z])?"

Text = Annotated[str, Field(strict=True, pattern=_NO_NUL)]
Integer = Annotated[int, Field(strict=True, ge=-(2**31), le=2**31 - 1)]
BigInteger = Annotated[int, Field(strict=True, ge=-(2**63), le=2**63 - 1)]
Float = Annotated[
    float, Field(strict=True, allow_inf_nan=False, ge=-_MAX_FLOAT, le=_MAX_FLOAT)
]
Boolean = Annotated[bool, Field(strict=True)]
Email = Annotated[
    str,
    Field(
        strict=True,
        max_length=254,
        pattern=rf"^{_ATOM}(\.{_ATOM})*@({_LABEL}\.)+[A-Za-z]{{2,63}}$",
    ),
    ErrorMessage("Input should be an email address, such as ada@example.com"),
]
Url = Annotated[
    str,
    Field(
        strict=True,
        max_length=2048,
        pattern=(
            r"^https?://([0-9A-Za-z.-]+|\[[0-9A-Fa-f:.]+\])(:[0-9]{1,5})?"
            r"([/?#][0-9A-Za-z._~:/?#\[\]@!$&'()*+,;=%-]*)?$"
        ),
    ),
    ErrorMessage("Input should be a web address, such as https://example.com/"),
]
Ip = Annotated[
    str,
    Field(
        strict=True, max_length=45, pattern=rf"^({_OCTET}(\.{_OCTET}){{3}}|{_IPV6})$"
    ),
    ErrorMessage("Input should be an IPv4 or IPv6 address, such as 192.0.2.1"),
]
Uuid = Annotated[
    uuid.UUID,
    StringFormat("^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$", format="uuid"),
    ErrorMessage(
        "Input should be a UUID, such as 01890a5d-ac96-774b-bcce-b302099a8057"
    ),
]
Date = Annotated[
    dt.date,
    StringFormat(f"^{_YEAR}-{_DAY}$", format="date"),
    ErrorMessage("Input should be a date, such as 2026-01-31"),
]
Time = Annotated[
    dt.time,
    StringFormat(rf"^{_CLOCK}(\.[0-9]{{1,6}})?$"),
    ErrorMessage("Input should be a time without a zone, such as 09:30:00"),
]
DateTime = Annotated[
    dt.datetime,
    AfterValidator(_to_utc),
    StringFormat(
        rf"^({_YEAR}-{_DAY}T{_CLOCK}(\.[0-9]{{1,9}})?Z"
        rf"|{_INNER_YEAR}-{_DAY}T{_CLOCK}(\.[0-9]{{1,9}})?{_OFFSET})$",
        format="date-time",
    ),
    ErrorMessage(
        "Input should be a moment with its zone, such as 2026-01-31T09:30:00Z"
    ),
]
Decimal = Annotated[
    decimal.Decimal, PlainSerializer(_to_plain, return_type=str, when_used="json")
]
Base64 = Annotated[
    bytes,
    BeforeValidator(base64.b64decode),
    PlainSerializer(_to_base64, return_type=str, when_used="json"),
]
Unique = Annotated[list[Item], Field(max_length=1000), Distinct()]

if TYPE_CHECKING:
    Json = Any
else:
    Json = TypeAliasType(
        "Json",
        Annotated[
            Boolean
            | Annotated[int, Field(strict=True)]
            | Float
            | Text
            | list["Json | None"]
            | Annotated[dict[Text, "Json | None"], Field(json_schema_extra=_close)],
            Field(union_mode="left_to_right"),
            ErrorMessage(
                "Input should be JSON, with finite numbers and texts without U+0000"
            ),
        ],
    )


def base64_form(max_length: int) -> StringFormat:
    """Return the texts of bytes that are so many characters of Base64 at the most."""
    return StringFormat(
        "^([0-9A-Za-z+/]{4})*([0-9A-Za-z+/]{2}==|[0-9A-Za-z+/]{3}=)?$",
        encoding="base64",
        max_length=max_length,
    )


class Pagination(Output):
    """Which page of a list this is, and how many there are."""

    page: int
    limit: int
    total: int
    pages: int


class PageLinks(Output):
    """Where the pages around this one are."""

    self_: Annotated[str, Field(alias="self")]
    first: str
    prev: str | None
    next: str | None
    last: str


class ErrorDetail(Output):
    """One thing that is wrong, and the field it concerns."""

    field: str
    message: str
    code: str


class ErrorObject(Output):
    """What went wrong."""

    code: str
    message: str
    details: list[ErrorDetail]
    request_id: str
    timestamp: DateTime


class ErrorResponse(Output):
    """The one shape of every error."""

    error: ErrorObject
