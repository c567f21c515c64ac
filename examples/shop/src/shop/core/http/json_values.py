"""Values of any form that JSON has."""

from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field
from pydantic.json_schema import JsonSchemaValue
from typing_extensions import TypeAliasType

from .messages import ErrorMessage
from .schemas import Text

_MAX_FLOAT = 1.7976931348623157e308
_Number = Annotated[
    float, Field(strict=True, allow_inf_nan=False, ge=-_MAX_FLOAT, le=_MAX_FLOAT)
]


def _close(schema: JsonSchemaValue) -> None:
    """Say of names what the pattern of a mapping's keys means: no name is otherwise."""
    (values,) = schema.pop("patternProperties").values()
    schema["additionalProperties"] = values
    schema["propertyNames"] = {"type": "string", "pattern": r"^[^\x00]*$"}


if TYPE_CHECKING:
    Json = Any
else:
    Json = TypeAliasType(
        "Json",
        Annotated[
            Annotated[bool, Field(strict=True)]
            | Annotated[int, Field(strict=True)]
            | _Number
            | Text
            | list["Json | None"]
            | Annotated[dict[Text, "Json | None"], Field(json_schema_extra=_close)],
            Field(union_mode="left_to_right"),
            ErrorMessage(
                "Input should be JSON, with finite numbers and texts without U+0000"
            ),
        ],
    )
