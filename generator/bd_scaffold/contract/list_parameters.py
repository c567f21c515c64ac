"""The parameters by which a request says what of a list it wants."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..model.types import Entity, Filter, Model
from ..operation import Operation
from .answered import listed_by, shown_by
from .forms import value_schema
from .nodes import Node, shared_reference
from .shared import parameters


def filters_of(entity: Entity, operation: Operation) -> tuple[Filter, ...]:
    """Return the filters of a list; a parent's path already says whose it is."""
    if operation.returned != "page":
        return ()
    nested = (each for each in entity.nested if each.query == operation.query)
    given = {part.column for each in nested for part in each.filters}
    own = (each for each in entity.filters if each.column not in given)
    return (*own, *entity.related_filters)


def list_parameters(
    model: Model, entity: Entity, operation: Operation
) -> Iterator[Node]:
    """Yield the query parameters of a list, the shared ones in full."""
    shared = parameters(model)
    for parameter in controls_of(entity, operation):
        name = parameter.get("$ref", "").rpartition("/")[2]
        yield shared[name] if name else parameter
    yield from map(parameter_of, filters_of(entity, operation))


def controls_of(entity: Entity, operation: Operation) -> Iterator[Node]:
    """Yield the parameters of a list that are no filters."""
    for name in operation.controls:
        if name == "include":
            yield _include(entity)
        elif name == "fields":
            yield _fields(entity, operation)
        elif name != "sort":
            yield shared_reference("parameters", name)
        elif entity.sorts or entity.related_sorts:
            yield _sort(entity)


def _sort(entity: Entity) -> Node:
    names = [each.name for each in (*entity.sorts, *entity.related_sorts)]
    return {
        "name": "sort",
        "in": "query",
        "description": "Names to order by, the most important first; a minus turns one around.",
        "schema": {"type": "string", "pattern": _some_of(names, before="-?")},
    }


def _include(entity: Entity) -> Node:
    return {
        "name": "include",
        "in": "query",
        "description": "What each row is to have of those that it is related to.",
        "schema": {
            "type": "string",
            "pattern": _some_of([each.name for each in entity.inclusions]),
        },
    }


def _fields(entity: Entity, operation: Operation) -> Node:
    shown = listed_by if operation.returned == "page" else shown_by
    return {
        "name": "fields",
        "in": "query",
        "description": "What each row is to have of its own; all of it, if not given.",
        "schema": {
            "type": "string",
            "pattern": _some_of([each.name for each in shown(entity)]),
        },
    }


def _some_of(names: Sequence[str], before: str = "") -> str:
    """Return the pattern of names that are separated by commas, each with a sign before it."""
    one = f"{before}({'|'.join(names)})"
    more = len(names) - 1
    return f"^{one}(,{one}){{0,{more}}}$" if more else f"^{one}$"


def parameter_of(each: Filter) -> Node:
    """Return the parameter of a filter."""
    return {
        "name": each.name,
        "in": "query",
        "description": each.description,
        "schema": value_schema(each.schema),
    }
