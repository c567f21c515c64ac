"""Which resources have rows inside of their own, and what bodies say of one."""

from typing import Any, get_args

from pydantic import BaseModel

from tests.api.resource import Resource
from tests.api.resources import RESOURCES
from tests.support import body_of
from workshop.core.db.owned import Owned

OWNED: list[tuple[Resource[Any], Owned]] = [
    (resource, owned)
    for resource in RESOURCES
    for owned in getattr(resource.repository, "owned", ())
]


def name_of(resource: Resource[Any], owned: Owned) -> str:
    """Return what bodies call the rows."""
    body = next(iter(resource.bodies.values()))
    return body.model_fields[owned.attribute].alias or owned.attribute


def item_of(resource: Resource[Any], owned: Owned) -> type[BaseModel]:
    """Return the schema of one of the rows in a body."""
    body = next(iter(resource.bodies.values()))
    annotation = body.model_fields[owned.attribute].annotation
    kinds = (of for e in (annotation, *get_args(annotation)) for of in get_args(e))
    found = (each for each in kinds if isinstance(each, type))
    return next(each for each in found if issubclass(each, BaseModel))


def key_of(rows: Resource[Any], owned: Owned, item: type[BaseModel]) -> list[str]:
    """Return what bodies call the parts of a row's own key."""
    names = [name for name in rows.key if name not in owned.reference]
    fields = item.model_fields
    return [fields[name].alias or name for name in names if name in fields]


def new_row(
    resource: Resource[Any], owned: Owned, rows: Resource[Any], entity: object
) -> dict[str, Any]:
    """Return what a client says of a new row with an entity's values."""
    item = item_of(resource, owned)
    made = () if owned.keyed else key_of(rows, owned, item)
    said = body_of(entity, item)
    return {name: each for name, each in said.items() if name not in made}
