"""Rows for tests: `await create(session, Note)` stores one, with values of your own by name."""

from typing import Any, TypeVar

from sqlalchemy.ext.asyncio import AsyncSession

from notes.models.base import Base

from .api.resource import Resource
from .api.resources import RESOURCES
from .support import body_of

EntityT = TypeVar("EntityT", bound=Base)

_BY_MODEL = {resource.model: resource for resource in RESOURCES}


def resource_of(model: type[EntityT]) -> Resource[EntityT]:
    """Return the resource whose rows are of this class."""
    return _BY_MODEL[model]


def values_of(model: type[Base], **given: Any) -> dict[str, Any]:
    """Return values for a new row: the given ones, and samples of the others."""
    resource = resource_of(model)
    return resource.values(next(resource.numbers)) | given


async def build(session: AsyncSession, model: type[EntityT], **given: Any) -> EntityT:
    """Return a row that is not stored yet; the rows it refers to are."""
    for reference in resource_of(model).references:
        if reference.required and not reference.columns.keys() & given.keys():
            given |= reference.to(await create(session, reference.target))
    return model(**values_of(model, **given))


async def create(session: AsyncSession, model: type[EntityT], **given: Any) -> EntityT:
    """Store a new row after the rows that it refers to."""
    entity = await build(session, model, **given)
    session.add(entity)
    await session.commit()
    return entity


async def body_for(
    session: AsyncSession, resource: Resource[Any], operation: str
) -> dict[str, Any]:
    """Return the JSON body by which a client writes the values of a new row."""
    entity = await build(session, resource.model)
    return body_of(entity, resource.bodies[operation])
