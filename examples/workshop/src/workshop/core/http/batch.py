"""Bodies with many items, and answers that tell what became of each."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from http import HTTPStatus
from typing import Annotated, Any, Generic, TypeVar

from fastapi import HTTPException, Query, Request, Response
from pydantic import (
    MISSING,
    BaseModel,
    Field,
    ValidationError,
    ValidatorFunctionWrapHandler,
    WrapValidator,
)
from pydantic_core import from_json, to_json

from workshop.core.batches import Outcome
from workshop.core.errors import ErrorDetail, InvalidError

from .error_responses import answer_to
from .responses import location, own_path
from .schemas import Boolean, ErrorResponse, FromText, Input

ItemT = TypeVar("ItemT")
ReadT = TypeVar("ReadT", bound=BaseModel)
_Shown = Callable[[Any], Mapping[str, Any]]

Atomic = Annotated[Boolean, FromText, Query()]
"""All or nothing: one item that is refused refuses all."""


def _apart(value: Any, read: ValidatorFunctionWrapHandler) -> Any:
    """Return an item, or why it is none: it leaves the others be."""
    try:
        return read(value)
    except ValidationError as error:
        return InvalidError("The request is not valid.", [*_details(error)])


def _details(error: ValidationError) -> Iterator[ErrorDetail]:
    for fault in error.errors(include_url=False, include_input=False):
        field = ".".join(map(str, fault["loc"]))
        yield ErrorDetail(field, fault["msg"], fault["type"])


class ManyOf(Input, Generic[ItemT]):
    """Many items; one that is not valid is an error in its place."""

    data: Annotated[
        list[Annotated[ItemT, WrapValidator(_apart)]],
        Field(min_length=1, max_length=100),
    ]


class BatchRemoval(BaseModel):
    """What became of an item: the status that it would have alone, or its error."""

    index: int
    status: int
    error: ErrorResponse | MISSING = MISSING


class BatchChange(BatchRemoval, Generic[ReadT]):
    """The same, with the row as it is now."""

    data: ReadT | MISSING = MISSING


class BatchCreation(BatchChange[ReadT], Generic[ReadT]):
    """The same, with where the row is."""

    location: str | MISSING = MISSING


class BatchRemovals(BaseModel):
    """What became of each item, in their order."""

    data: list[BatchRemoval]


class BatchChanges(BaseModel, Generic[ReadT]):
    """What became of each item, in their order."""

    data: list[BatchChange[ReadT]]


class BatchCreations(BaseModel, Generic[ReadT]):
    """What became of each item, in their order."""

    data: list[BatchCreation[ReadT]]


def require_versions(items: Sequence[object], request: Request) -> None:
    """Raise HTTPException where the settings require a version of each item."""
    missing = any(getattr(each, "version", None) is MISSING for each in items)
    if missing and request.app.state.settings.require_if_match:
        message = "Say by version which one each change builds on."
        raise HTTPException(HTTPStatus.PRECONDITION_REQUIRED, message)


async def created_each(
    done: Sequence[Outcome], request: Request, shown: _Shown, path: str, *key: str
) -> Response:
    """Return an answer with the rows that were made, and where they are."""
    asked = own_path(request)
    start = asked.removesuffix(f"/batch{path}") + path

    def told(entity: Any) -> Mapping[str, Any]:
        below = location(request, *(getattr(entity, name) for name in key))
        place = start + below.removeprefix(asked)
        return {"location": place, "data": shown(entity)}

    return await _told(done, request, 201, told)


async def changed_each(
    done: Sequence[Outcome], request: Request, shown: _Shown
) -> Response:
    """Return an answer with the rows that were changed, as they are now."""
    return await _told(done, request, 200, lambda entity: {"data": shown(entity)})


async def deleted_each(done: Sequence[Outcome], request: Request) -> Response:
    """Return an answer that says which rows were taken away."""
    return await _told(done, request, 204, lambda _entity: {})


async def _told(
    done: Sequence[Outcome], request: Request, status: int, told: _Shown
) -> Response:
    data = []
    for index, each in enumerate(done):
        if each.error is None:
            data.append({"index": index, "status": status, **told(each.entity)})
            continue
        answer = await answer_to(request, each.error)
        error = from_json(bytes(answer.body))
        data.append({"index": index, "status": answer.status_code, "error": error})
    return Response(to_json({"data": data}), 207, media_type="application/json")
