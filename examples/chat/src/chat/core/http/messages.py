"""Types with a message of their own."""

from dataclasses import dataclass
from typing import Any

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema


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
