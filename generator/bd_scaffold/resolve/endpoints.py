"""What operations are called: their ids, and the paths under which they are served."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from .. import names
from ..features.feature import Subject
from ..language.design import ALL_OPERATIONS
from ..language.design import Operation as OwnKind
from ..language.tree import Path
from ..operation import Method
from ..record import Record
from .naming import EntityNames
from .nested_links import NestedLink
from .resolved import Resolved, ResolvedEntity
from .slots import Slot

if TYPE_CHECKING:
    from .custom import CustomOperation

METHODS: Mapping[OwnKind, Method] = {
    "list": "get",
    "get": "get",
    "create": "post",
    "replace": "put",
    "update": "patch",
    "delete": "delete",
}


class Endpoint(Record, frozen=True):
    """An operation as clients know it, and where the design asks for it."""

    id: str
    method: Method
    path: str  # under the API's prefix: "/orders/{order_id}"
    owner: str  # how messages call what asks for it
    place: Path


def parameter(own: EntityNames, part: Slot) -> str:
    """Return the path parameter for a part of an entity's key: `product_id`, `country_code`."""
    prefix = f"{own.singular}_"
    if part.references or part.name.startswith(prefix):
        return part.name
    return prefix + part.name


def key_type(own: EntityNames, key: Sequence[Slot], part: Slot) -> str:
    """Return the type of a part of a key: `ProductKey`, or `PlaceShelfKey` of several."""
    return f"{own.name}{names.pascal(part.name) if len(key) > 1 else ''}Key"


def item_path(own: EntityNames, key: Sequence[Slot]) -> str:
    """Return the path of one of an entity, under the API's prefix."""
    return own.path + "".join(f"/{{{parameter(own, part)}}}" for part in key)


def nested_path(parent: EntityNames, key: Sequence[Slot], name: str) -> str:
    """Return the path of a list under its parent: `/orders/{order_id}/lines`."""
    return f"{item_path(parent, key)}/{name.replace('_', '-')}"


def nested_query(child: str, parent: str, name: str) -> str:
    """Return the class of a nested list's parameters: not that of the child's own list."""
    nested = f"{parent}{names.pascal(name)}"
    return f"{nested}NestedQuery" if nested == child else f"{nested}Query"


def owned_item(owner: str, name: str) -> str:
    """Return the schema of one of the rows that an owner's body has: `OrderLinesItem`."""
    return f"{owner}{names.pascal(name)}Item"


def own_id(own: EntityNames, kind: OwnKind) -> str:
    """Return the id of one of an entity's own operations: `list_orders`, `get_order`."""
    return f"{kind}_{own.plural if kind == 'list' else own.singular}"


def nested_id(parent: EntityNames, name: str) -> str:
    """Return the id of the operation that lists what a parent has."""
    return f"list_{name}_of_{parent.singular}"


def nested_one_id(parent: EntityNames, name: str) -> str:
    """Return the id of the operation that reads the one that a parent has."""
    return f"get_{name}_of_{parent.singular}"


def linking_ids(entity: EntityNames, name: str) -> tuple[str, str]:
    """Return the ids of the operations that add a row to what a parent has, and take it away."""
    end = list_parameter(entity, name)
    return f"add_to_{end}", f"remove_from_{end}"


def list_parameter(entity: EntityNames, name: str) -> str:
    """Return what narrows a list to the rows that one is related to: `tags_of_article`."""
    return f"{name}_of_{entity.singular}"


def subject_of(entity: ResolvedEntity) -> Subject:
    """Return an entity as capabilities make operations about it."""
    own = entity.names
    return Subject(
        name=own.name,
        singular=own.singular,
        label=own.label,
        item_path=item_path(own, entity.key),
        path=own.path,
        plural=own.plural,
        label_plural=own.label_plural,
        query=own_query(own.name),
    )


def own_query(name: str) -> str:
    """Return the class of a list's parameters; an entity `List` leaves ours its name."""
    usual = f"{name}Query"
    return f"{name}ListQuery" if usual in names.RESERVED_CLASSES else usual


def endpoints(resolved: Resolved) -> Iterator[Endpoint]:
    """Yield the operations of all entities, theirs and their capabilities'.

    One whose key leads nowhere has no path to be told of.
    """
    found = [each for each in resolved.entities.values() if each.key]
    for entity in found:
        yield from _own(entity)
    for entity in found:
        yield from _nested(resolved, entity)
    for entity in found:
        yield from _linked(resolved, entity)
        yield from _associated(resolved, entity)
    for entity in found:
        yield from _added(entity)
    for each in resolved.custom:
        yield Endpoint(each.id, each.method, each.path, each.full_name, each.place)
        if each.written.later and each.written.output:
            yield _outcome(each)


def outcome_id(identifier: str) -> str:
    """Return the id of the operation that reads what another one answered in the end."""
    return f"get_result_of_{identifier}"


def _outcome(each: CustomOperation) -> Endpoint:
    owner = f"the result of {each.full_name}"
    return Endpoint(outcome_id(each.id), "get", each.outcome_path, owner, each.place)


def place_of(entity: ResolvedEntity) -> Path:
    """Return where a design says what an entity's paths are called."""
    word = ("path",) if entity.written.path else ()
    return ("entities", entity.name, *word)


def _own(entity: ResolvedEntity) -> Iterator[Endpoint]:
    own, place = entity.names, place_of(entity)
    for kind in ALL_OPERATIONS:
        if kind in entity.written.operations:
            whole = kind in ("list", "create")
            path = own.path if whole else item_path(own, entity.key)
            owner = f"{kind} of {entity.name}"
            yield Endpoint(own_id(own, kind), METHODS[kind], path, owner, place)


def _nested(resolved: Resolved, parent: ResolvedEntity) -> Iterator[Endpoint]:
    for each in parent.inverses:
        child = resolved.entities.get(each.target)
        many = each.source.many
        if child is not None and has_nested(child, many=many):
            name = nested_id if many else nested_one_id
            yield Endpoint(
                id=name(parent.names, each.field_name),
                method="get",
                path=nested_path(parent.names, parent.key, each.field_name),
                owner=f"{'the list ' * many}{parent.name}.{each.field_name}",
                place=parent.fields[each.field_name].path(),
            )


def has_nested(child: ResolvedEntity, *, many: bool) -> bool:
    """True where clients read what refers to a row under that row's path."""
    return ("list" if many else "get") in child.written.operations


def _associated(resolved: Resolved, entity: ResolvedEntity) -> Iterator[Endpoint]:
    for each in entity.associations:
        if has_nested(resolved.entities[each.target], many=True):
            yield Endpoint(
                id=nested_id(entity.names, each.field_name),
                method="get",
                path=nested_path(entity.names, entity.key, each.field_name),
                owner=f"the list {entity.name}.{each.field_name}",
                place=entity.fields[each.field_name].path(),
            )


def _linked(resolved: Resolved, entity: ResolvedEntity) -> Iterator[Endpoint]:
    for each in entity.nested_links:
        target, name = resolved.entities[each.target], each.field_name
        place = entity.fields[name].path()
        path = nested_path(entity.names, entity.key, name)
        if has_nested(target, many=True):
            owner = f"the list {entity.name}.{name}"
            yield Endpoint(nested_id(entity.names, name), "get", path, owner, place)
        if is_written(resolved, each):
            add, remove = linking_ids(entity.names, name)
            path += "".join(f"/{{{name}}}" for name in each.parameters)
            yield Endpoint(add, "put", path, f"adding to {entity.name}.{name}", place)
            owner = f"removing from {entity.name}.{name}"
            yield Endpoint(remove, "delete", path, owner, place)


def is_written(resolved: Resolved, nested: NestedLink) -> bool:
    """True where clients write a relation: where they write the entity that declares it."""
    operations = resolved.entities[nested.owner].written.operations
    return not {"replace", "update"}.isdisjoint(operations)


def _added(entity: ResolvedEntity) -> Iterator[Endpoint]:
    subject = subject_of(entity)
    for feature in entity.features:
        for each in feature.operations(subject):
            yield Endpoint(
                id=each.id,
                method=each.http.method,
                path=each.http.path,
                owner=f"{each.name} of {entity.name}, by {feature.said}",
                place=("entities", entity.name),
            )
