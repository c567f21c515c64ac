"""The author's words for operations of the design's own, beside those that every entity has."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Literal

from .. import names
from .field_type import FieldType
from .reading import (
    FLAG,
    PLAIN,
    TEXT,
    UNREAD,
    WHOLE,
    Choice,
    Json,
    Listed,
    Mistake,
    Named,
    Nested,
    Words,
    word,
)
from .resilience import DEPENDENCY_NAME
from .security import ACCESS
from .tree import Path

if TYPE_CHECKING:
    from .access_expression import AccessExpression

CUSTOM_NAME = r"^[A-Z][A-Za-z0-9]*\.[a-z][a-z0-9_]*$"
"""What an operation of the design's own is called: `Order.recount`."""

CODE = r"^[A-Z][A-Z0-9]*(_[A-Z0-9]+)*$"
"""What a refusal is called: `ORDER_CLOSED`."""

Subject = Literal["item", "collection", "none"]
CustomMethod = Literal["get", "post", "put", "patch", "delete"]


class Refusal(Words):
    """A reason for which an operation is refused, in words of the design."""

    status: int = word(WHOLE, "The status of the answer, from 400 to 499.", default=409)
    message: str | None = word(
        TEXT,
        "What the answer says of it; made from its code if not given.",
        default=None,
    )


class Shape:
    """Fields by their names, or the name of something that has some."""

    fields = Named(Nested(FieldType), names.SNAKE_PATTERN)

    def read(self, value: Any, path: Path, mistakes: list[Mistake]) -> Any:
        """Return the fields, or the name."""
        if isinstance(value, str):
            return str(value)
        if isinstance(value, dict):
            return self.fields.read(value, path, mistakes)
        mistakes.append(Mistake(path, value, "BD110", "is not a mapping or a name."))
        return UNREAD

    def schema(self) -> Json:
        """Return the schema of both."""
        return {"anyOf": [{"type": "string"}, self.fields.schema()]}


class Custom(Words):
    """An operation of the design's own, whose body the team writes."""

    on: Subject = word(
        Choice(("item", "collection", "none")),
        "What it is about: one row, `/orders/{order_id}/recount`, all of them, "
        "`/products/cheapest`, or neither, in the path of an area or of the API.",
        default="item",
    )
    method: CustomMethod = word(
        Choice(("get", "post", "put", "patch", "delete")),
        "How it is called over HTTP: what `get` and `delete` are given stands in the query, "
        "what the others are given in a body.",
        default="post",
    )
    input: str | Mapping[str, FieldType] | None = word(
        Shape(), "What it is given: fields, or a value type.", default=None
    )
    output: str | Mapping[str, FieldType] | None = word(
        Shape(),
        "What it answers: fields, a value type, an entity as its `get` answers it, or "
        "`Product[]`; 204 where it is left out.",
        default=None,
        examples=("Order", "Product[]"),
    )
    access: AccessExpression | None = word(
        ACCESS,
        "Who may call it; if not given, who may `update` the row, or for a `get` who may read "
        "it. Of what is on no item, who asks decides alone, and the design's `defaults` hold.",
        default=None,
        examples=("owner or admin",),
    )
    errors: dict[str, Refusal] = word(
        Named(Nested(Refusal), CODE),
        "Why it may be refused beside what it is refused for in any case: a list of codes, or "
        "a mapping with what is said of each.",
        default=dict,
        examples=(["ORDER_CLOSED"],),
    )
    idempotent: bool = word(
        FLAG,
        "Calling it twice comes to the same as calling it once: `x-idempotent` in the contract.",
        default=False,
    )
    later: bool = word(
        FLAG,
        "It is done later, by a job: the request is answered 202 with the address of its status, "
        "and whoever asked sees how far it is, cancels it, and reads what it answers.",
        name="async",
        default=False,
    )
    calls: tuple[str, ...] = word(
        Listed(DEPENDENCY_NAME),
        "The dependencies, of `resilience`, that it needs: it may be answered 502, 503 or 504.",
        default=(),
        examples=(["payments"],),
    )
    was: str | None = word(
        PLAIN,
        "The name that it had before: clients call another address, and your code moves along.",
        default=None,
    )
    description: str | None = word(TEXT, "What it does, in a sentence.", default=None)


def expand(
    data: dict[str, Any],
    places: dict[Path, tuple[int, int]],
    field: Callable[[Any, Path], dict[str, Any]],
) -> None:
    """Write the operations of a design's own in their full form; `field` reads a field's line."""
    found = data.get("operations")
    for name, said in found.items() if isinstance(found, dict) else ():
        if isinstance(said, dict):
            for side in ("input", "output"):
                fields = said.get(side)
                if isinstance(fields, dict):
                    place = ("operations", name, side)
                    said[side] = {k: field(v, (*place, k)) for k, v in fields.items()}
            _expand_errors(said, ("operations", name, "errors"), places)


def _expand_errors(
    said: dict[str, Any], path: Path, places: dict[Path, tuple[int, int]]
) -> None:
    codes = said.get("errors")
    listed = [codes] if isinstance(codes, str) else codes
    if isinstance(listed, list) and all(isinstance(each, str) for each in listed):
        for number, code in enumerate(listed):
            place = places.get((*path, number)) or places.get(path)
            if place is not None:
                places[*path, str(code)] = place
        said["errors"] = {str(code): {} for code in listed}
