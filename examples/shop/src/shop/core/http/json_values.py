"""Values of any form that JSON has."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import BeforeValidator, Field
from pydantic.json_schema import JsonSchemaValue
from typing_extensions import TypeAliasType

from .messages import ErrorMessage
from .schemas import Text

_DEEPEST = 190  # answers can have 255 levels, and what reads them again 200
_MAX_FLOAT = 1.7976931348623157e308
_Number = Annotated[
    float, Field(strict=True, allow_inf_nan=False, ge=-_MAX_FLOAT, le=_MAX_FLOAT)
]


def _close(schema: JsonSchemaValue) -> None:
    """Say of names what the pattern of a mapping's keys means: no name is otherwise."""
    (values,) = schema.pop("patternProperties").values()
    schema["additionalProperties"] = values
    schema["propertyNames"] = {"type": "string", "pattern": r"^[^\x00]*$"}


def _not_too_deep(value: object) -> object:
    """Return a value that can be shown inside of answers, and read again from there."""
    level = [value]
    for _ in range(_DEEPEST + 1):
        inner = (each for each in level if isinstance(each, list | dict))
        level = [item for each in inner for item in _items(each)]
        if not level:
            return value
    raise ValueError("Input should not be nested so deep")


def _items(value: list[object] | dict[str, object]) -> Iterable[object]:
    return value.values() if isinstance(value, dict) else value


if TYPE_CHECKING:
    Json = Any
else:
    _Value = TypeAliasType(
        "_Value",
        Annotated[
            Annotated[bool, Field(strict=True)]
            | Annotated[int, Field(strict=True)]
            | _Number
            | Text
            | list["_Value | None"]
            | Annotated[dict[Text, "_Value | None"], Field(json_schema_extra=_close)],
            Field(union_mode="left_to_right"),
        ],
    )
    Json = Annotated[
        _Value,
        BeforeValidator(_not_too_deep),
        ErrorMessage(
            "Input should be JSON, with finite numbers and texts without U+0000, "
            f"of at most {_DEEPEST} levels"
        ),
    ]
