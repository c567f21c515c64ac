"""Bodies of PATCH that are operations (`application/json-patch+json`), and what they come to."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any, Literal, Self, TypeVar

from fastapi import Depends, Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic import (
    MISSING,
    BaseModel,
    Field,
    GetCoreSchemaHandler,
    TypeAdapter,
    ValidationError,
    ValidatorFunctionWrapHandler,
    model_validator,
)
from pydantic_core import CoreSchema, PydanticCustomError, core_schema, from_json

from workshop.core.db.held import hold
from workshop.core.errors import ErrorDetail, InvalidError
from workshop.core.json_patch import Step, applied, same
from workshop.core.service import Expected, Service

_MEDIA = "application/json-patch+json"
_POINTER = "^(/([^/~]|~[01])*)*$"
_MOST = 1000
_NAMES = ("add", "remove", "replace", "move", "copy", "test")
_OPERATION = {
    "type": "object",
    "required": ["op", "path"],
    "properties": {
        "op": {"type": "string", "enum": [*_NAMES]},
        "path": {"type": "string", "pattern": _POINTER},
        "from": {"type": "string", "pattern": _POINTER},
        "value": {},
    },
}
_SCHEMA = {"type": "array", "maxItems": _MOST, "items": _OPERATION}

JSON_PATCH = {"requestBody": {"content": {_MEDIA: {"schema": _SCHEMA}}}}
"""What OpenAPI is told of a PATCH that takes operations, too."""

SchemaT = TypeVar("SchemaT", bound=BaseModel)


class _Operation(BaseModel):
    op: Literal["add", "remove", "replace", "move", "copy", "test"]
    path: Annotated[str, Field(strict=True, pattern=_POINTER)]
    from_: Annotated[str, Field(strict=True, pattern=_POINTER, alias="from")] = ""
    value: Any = MISSING

    @model_validator(mode="after")
    def _has_what_it_takes(self) -> Self:
        if self.op in ("move", "copy") and "from_" not in self.model_fields_set:
            raise PydanticCustomError("missing", "Operation needs from")
        if self.op in ("add", "replace", "test") and self.value is MISSING:
            raise PydanticCustomError("missing", "Operation needs a value")
        return self


_OPERATIONS = TypeAdapter(Annotated[list[_Operation], Field(max_length=_MOST)])


@dataclass(frozen=True, slots=True)
class JsonPatch:
    """Operations on what is shown of a row."""

    steps: tuple[Step, ...]


@dataclass(frozen=True)
class Patchable:
    """A body that holds the values to change, or operations, which are a list."""

    schema: type[BaseModel]

    def __get_pydantic_core_schema__(
        self, _source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.no_info_wrap_validator_function(
            _read, handler.generate_schema(self.schema)
        )


def _read(value: Any, handler: ValidatorFunctionWrapHandler) -> Any:
    if isinstance(value, list):
        operations = _OPERATIONS.validate_python(value)
        return JsonPatch(
            tuple(Step(e.op, e.path, e.from_, e.value) for e in operations)
        )
    return handler(value)


async def _media_matches(request: Request) -> None:
    """Raise InvalidError where operations are not announced as such, or the other way."""
    media = request.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    if media != "application/json" and not media.endswith("+json"):
        return
    if not await request.body():
        return  # refused by whoever reads it, as any body that is missing
    announced = media == _MEDIA
    if announced != isinstance(await request.json(), list):
        kind = "a list of operations" if announced else "an object"
        detail = ErrorDetail("body", f"The body has to be {kind}.", "invalid_form")
        raise InvalidError("The request is not valid.", [detail])


MEDIA_MATCHES = Depends(_media_matches)


async def update_of(
    body: SchemaT | JsonPatch,
    schema: type[SchemaT],
    shown: Callable[[Any], Response],
    service: Service[Any, Any, Any, Any],
    *key: object,
    expected: Expected | None = None,
) -> SchemaT:
    """Return the values to change: those of the body, or what its operations come to.

    The row that these are about is held until the transaction ends. Whoever may not change
    it is refused before anything is done.
    """
    if not isinstance(body, JsonPatch):
        return body
    await hold(await service.get(*key))
    row = await service.get(*key)
    await service.repository.change(row, {}, expected)
    try:
        before = from_json(bytes(shown(row).body))
        after = applied(before, body.steps)
        changes = _changes(before, after)
    except (RecursionError, ValueError):
        raise _whole("The patch is nested too deeply.") from None
    try:
        return schema.model_validate(changes)
    except ValidationError as error:
        faults = [{**each, "loc": ("body", *each["loc"])} for each in error.errors()]
        raise RequestValidationError(faults) from None


def _changes(before: dict[str, Any], after: Any) -> dict[str, Any]:
    """Return what has another value; what is no longer there has none."""
    if not isinstance(after, dict):
        raise _whole("The patch leaves no object.")
    both = before.keys() & after.keys()
    kept = {name for name in both if same(before[name], after[name])}
    return {name: after.get(name) for name in {**before, **after} if name not in kept}


def _whole(message: str) -> InvalidError:
    detail = ErrorDetail("body", message, "invalid_operation")
    return InvalidError("The patch does not fit the record.", [detail])
