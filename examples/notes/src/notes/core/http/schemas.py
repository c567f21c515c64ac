"""What bodies are made of: a base class, and JSON's forms of Python's types.

Each type takes exactly what `openapi.yaml` says: a text is never read as a number,
nor a number as a date.
"""

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import (
    MISSING,
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema, from_json, to_jsonable_python

from notes.core.errors import ErrorDetail


class Input(BaseModel):
    """What a client sends: what the contract does not name is refused."""

    model_config = ConfigDict(extra="forbid")


@dataclass(frozen=True)
class StringFormat:
    """The texts that stand for a value in JSON; what is left is for Python's type."""

    pattern: str
    message: str
    format: str = ""

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        text = core_schema.str_schema(strict=True, pattern=self.pattern)
        written = core_schema.no_info_before_validator_function(self.written, text)
        return core_schema.custom_error_schema(
            core_schema.chain_schema([written, handler(source)]),
            custom_error_type="invalid_form",
            custom_error_message=self.message,
        )

    def __get_pydantic_json_schema__(
        self, _schema: CoreSchema, _handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        form = {"format": self.format} if self.format else {}
        return {"type": "string", "pattern": self.pattern, **form}

    def written(self, value: object) -> object:
        """Return what JSON has for a value of Python: JSON itself has none of these types."""
        return value if isinstance(value, str) else to_jsonable_python(value)


def _read(value: object) -> object:
    """Return what a text in JSON's form stands for, or the value itself."""
    if not isinstance(value, str) or value != value.strip():
        return value
    try:
        return from_json(value)
    except ValueError:
        return value


FromText = BeforeValidator(_read)
"""A parameter that is no text, though paths and queries hold nothing else."""

ReadOnly = Annotated[
    Any,
    BeforeValidator(lambda _: MISSING),
    Field(json_schema_extra={"readOnly": True}),
]
"""What a client was shown and may send back, to no effect."""

# The patterns mean the same in ECMAScript, Rust and Python: no \d, no look-around.
CLOCK = "([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]"
DAY = "(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
_MOMENT = f"{DAY}T{CLOCK}" + r"(\.[0-9]{1,9})?"
YEAR = "(000[1-9]|00[1-9][0-9]|0[1-9][0-9]{2}|[1-9][0-9]{3})"
_INNER_YEAR = (
    "(000[2-9]|00[1-9][0-9]|0[1-9][0-9]{2}|[1-8][0-9]{3}"
    "|9[0-8][0-9]{2}|99[0-8][0-9]|999[0-8])"
)
_OFFSET = "(Z|[+-]([01][0-9]|2[0-3]):[0-5][0-9])"

Text = Annotated[str, Field(strict=True, pattern=r"^[^\x00]*$")]
Boolean = Annotated[bool, Field(strict=True)]
Integer = Annotated[int, Field(strict=True, ge=-(2**31), le=2**31 - 1)]
Uuid = Annotated[
    uuid.UUID,
    StringFormat(
        "^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$",
        "Input should be a UUID, such as 01890a5d-ac96-774b-bcce-b302099a8057",
        "uuid",
    ),
]
DateTime = Annotated[
    dt.datetime,
    AfterValidator(lambda value: value.astimezone(dt.UTC)),
    StringFormat(
        f"^({YEAR}-{_MOMENT}Z|{_INNER_YEAR}-{_MOMENT}{_OFFSET})$",
        "Input should be a moment with its zone, such as 2026-01-31T09:30:00Z",
        "date-time",
    ),
]


class Pagination(BaseModel):
    """Which page of a list this is, and how many there are."""

    page: int
    limit: int
    total: int
    pages: int


class PageLinks(BaseModel):
    """Where the pages around this one are."""

    self_: Annotated[str, Field(alias="self")]
    first: str
    prev: str | None
    next: str | None
    last: str


class ErrorObject(BaseModel):
    """What went wrong."""

    code: str
    message: str
    details: list[ErrorDetail]
    request_id: str
    timestamp: DateTime


class ErrorResponse(BaseModel):
    """The one shape of every error."""

    error: ErrorObject
