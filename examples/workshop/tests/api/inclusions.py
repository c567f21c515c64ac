"""Relations that answers have in each of their rows where they are asked for."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from tests.factory import create, resource_of
from workshop import models
from workshop.models.base import Base

from .resource import Resource


@dataclass(frozen=True)
class Included:
    """A relation, and what rows have in common that are related by it."""

    name: str
    model: type[Base]
    target: type[Base]
    own: str
    theirs: str = ""  # nothing where a table relates them
    many: bool = False
    refers: bool = False  # the row refers to the other one
    relationship: str = ""  # that leads to the others by a table

    def __str__(self) -> str:
        return f"{self.resource}-{self.name}"

    @property
    def resource(self) -> Resource[Any]:
        """The resource whose answers have it."""
        return resource_of(self.model)

    @property
    def listed(self) -> Resource[Any]:
        """The resource of the related rows."""
        return resource_of(self.target)

    async def stored(self, session: AsyncSession) -> tuple[Any, Any]:
        """Store a row, and one that is related to it."""
        if self.refers or self.relationship:
            other = await create(session, self.target)
            return await create(session, self.model, **self.to(other)), other
        row = await create(session, self.model)
        return row, await create(session, self.target, **self.back_to(row))

    def to(self, other: Any) -> dict[str, Any]:
        """Return the values by which a row leads to another."""
        if self.relationship:
            return {self.relationship: [other]}
        return {self.own: getattr(other, self.theirs)}

    def back_to(self, row: Any) -> dict[str, Any]:
        """Return the values by which another one refers to a row."""
        return {self.theirs: getattr(row, self.own)}


INCLUDED = (
    Included(
        "supplier",
        models.Part,
        models.Supplier,
        "supplier_id",
        theirs="id",
        refers=True,
    ),
    Included(
        "bicycles",
        models.Customer,
        models.Bicycle,
        "id",
        theirs="customer_id",
        many=True,
    ),
    Included(
        "bicycle",
        models.Repair,
        models.Bicycle,
        "bicycle_id",
        theirs="id",
        refers=True,
    ),
)
