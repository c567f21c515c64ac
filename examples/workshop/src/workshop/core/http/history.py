"""What requests and responses say of what rows were."""

from typing import Annotated, Any

from fastapi import Response
from pydantic import MISSING, BaseModel, Field
from pydantic_core import to_json

from workshop.core.history import Entries

from .responses import ResponseBuilder
from .schemas import DateTime, FromText, Input, Integer, Text, Uuid

_JSON = "application/json"


class HistoryQuery(Input):
    limit: Annotated[Integer, Field(ge=1, le=100), FromText] = 20
    cursor: Annotated[
        Text | MISSING, Field(max_length=7168, pattern="^[0-9A-Za-z_-]+$")
    ] = MISSING


class MomentQuery(Input):
    moment: DateTime


class HistoryEntry(BaseModel):
    operation: str
    at: DateTime
    by_id: Uuid | None
    request_id: str
    changed: list[str]
    values: dict[str, Any]


class HistoryPagination(BaseModel):
    next_cursor: str | None
    has_more: bool


class HistoryPage(BaseModel):
    data: list[HistoryEntry]
    pagination: HistoryPagination


class HistoryBuilder(ResponseBuilder):
    """Shows what rows of one kind were, with those of their values of which there are copies."""

    def __init__(self, schema: type[BaseModel]) -> None:
        super().__init__(schema)
        fields = schema.model_fields
        self._shown_as = {name: field.alias or name for name, field in fields.items()}
        self._encoded = dict(self._encoders)

    def entries(self, found: Entries) -> Response:
        """Return an answer with a part of a history, and the cursor to the next."""
        body = {
            "data": [self._entry(*each) for each in found.pairs()],
            "pagination": {
                "next_cursor": found.next_cursor,
                "has_more": found.next_cursor is not None,
            },
        }
        return Response(to_json(body), media_type=_JSON)

    def entry(self, found: Entries) -> Response:
        """Return an answer with what a row was."""
        ((row, before),) = found.pairs()
        return Response(to_json(self._entry(row, before)), media_type=_JSON)

    def _entry(self, row: Any, before: Any) -> dict[str, Any]:
        values = self._then(row)
        known = {} if before is None else self._then(before)
        same = {name for name, value in values.items() if known.get(name) == value}
        return {
            "operation": row.history_operation,
            "at": row.history_at,
            "by_id": row.history_by_id,
            "request_id": row.history_request_id,
            "changed": [name for name in values if name not in same],
            "values": values,
        }

    def _then(self, row: Any) -> dict[str, Any]:
        """Return what a row was, as far as there are copies and whoever asks may read it."""
        held = row._mapping
        shown = {
            alias: held[name] for name, alias in self._shown_as.items() if name in held
        }
        for name, encode in self._encoded.items():
            if shown.get(name) is not None:
                shown[name] = encode(shown[name])
        return shown
