"""Lists of which no two items are equal."""

from typing import Annotated, TypeVar

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

Item = TypeVar("Item")


def _distinct(items: list[Item]) -> list[Item]:
    if len(set(items)) < len(items):
        raise PydanticCustomError("not_distinct", "Items should be distinct")
    return items


Unique = Annotated[
    list[Item],
    Field(max_length=1000, json_schema_extra={"uniqueItems": True}),
    AfterValidator(_distinct),
]
