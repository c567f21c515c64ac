"""The module of the generated tests that describes a resource: `RESOURCE = Resource(…)`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from ...language.design import ALL_OPERATIONS
from ...language.scalars import ACCOUNT
from ...layout import (
    Node,
    Source,
    after,
    block,
    call,
    import_block,
    named,
    tuple_of,
)
from ...names import python_string
from ...record import Record, replace
from ..guarded_rows import GuardRows, guarded_rows
from ..parts import EntityParts
from ..samples import USUAL_ROWS, Sample
from ..types import (
    Filter,
    Finder,
    Resource,
    ResourceAssociation,
    ResourceLink,
    ResourcePython,
    ResourceReference,
)
from .computed import worked_out

NOTHING = ResourcePython((), "", ())

_BODIES = ("create", "replace", "update")
STANDARD = {
    "dt.": "import datetime as dt",
    "uuid.": "import uuid",
    "Decimal(": "from decimal import Decimal",
}
_SUPPORT = frozenset({"clock", "day", "letters", "moment", "wall_clock"})
_CALLED = re.compile(r"\b([a-z_]+)\(")
_TEXTS = re.compile(r"""f?("(\\.|[^"\\])*"|'(\\.|[^'\\])*')""")


class Tried(Record, frozen=True):
    """What the tests of a resource try."""

    samples: Sequence[Sample]
    filters: Sequence[Filter]
    finders: Sequence[Finder]
    forms: Sequence[tuple[Filter, bool]] = ()  # and whether a row may lack its value


def written(parts: EntityParts, resource: Resource, tried: Tried) -> Resource:
    """Return a resource together with the Python of its module."""
    values = block(after("return ", _values(tried.samples)), 4)
    works = worked_out(parts.slots)
    arguments = (
        *_arguments(parts, resource, tried),
        *_some("computed", _texts(resource.computed)),
        *(("works_out=computed",) if works else ()),
        *_added(parts, tried.samples),
    )
    return replace(
        resource,
        python=ResourcePython(
            imports=tuple(_imports(parts, resource, tried.samples, works)),
            body="\n".join((values, *(("", "", *works) if works else ()))),
            arguments=tuple(block(argument, 4, ",") for argument in arguments),
        ),
    )


def _values(samples: Sequence[Sample]) -> Node:
    items = (f"{python_string(each.attribute)}: {each.source}" for each in samples)
    return Node("{", tuple(items), "}", spread=True)


def _imports(
    parts: EntityParts,
    resource: Resource,
    samples: Sequence[Sample],
    works: Sequence[str],
) -> Iterator[str]:
    own, project = parts.own, parts.package
    written = (*(each.source for each in samples), *works)
    source = without_texts("\n".join(written))
    yield from (line for use, line in STANDARD.items() if use in source)
    yield "from typing import Any"
    yield ""
    yield from import_block(
        {
            f"{own.package}.repository": {f"{own.name}Repository"},
            f"{own.package}.schemas": set(_bodies(parts).values()),
            f"{own.package}.service": {f"{own.name}Service"},
            project: {"models"},
            f"{project}.models": {"enums"} if "enums." in source else set(),
            "tests.api.resource": {
                "Resource",
                *(["Filter"] if resource.filters else []),
                *(["FilterForm"] if resource.forms else []),
                *(["Association"] if resource.associations else []),
                *(["ManyToMany"] if resource.links else []),
                *(["Reference"] if resource.references else []),
            },
            "tests.support": called_in(source),
        }
    )


def without_texts(source: str) -> str:
    """Return Python with its texts left empty."""
    return _TEXTS.sub('""', source)


def called_in(source: str) -> frozenset[str]:
    """Return what of the tests' support some Python calls, texts left out."""
    return frozenset(_CALLED.findall(source)) & _SUPPORT


def _bodies(parts: EntityParts) -> dict[str, str]:
    done = parts.entity.written.operations
    return {each: parts.name + each.capitalize() for each in _BODIES if each in done}


def _arguments(
    parts: EntityParts, resource: Resource, tried: Tried
) -> Iterator[Source]:
    """Yield what a resource is made of; what is as usual is left out."""
    own, design = parts.own, parts.entity.written
    yield f"path={python_string(own.path)}"
    yield f"label={python_string(own.label)}"
    yield f"model=models.{own.class_name}"
    yield f"repository={own.name}Repository"
    yield f"service={own.name}Service"
    yield "values=values"
    yield named(
        "operations", _texts(o for o in ALL_OPERATIONS if o in design.operations)
    )
    yield from _some("bodies", _mapping(_bodies(parts)))
    if design.key_fields:
        yield named("key", _texts(slot.attribute for slot in parts.slots if slot.key))
        yield named("absent", tuple_of(map(_literal, resource.absent)))
    if resource.rows != USUAL_ROWS:
        yield f"rows={resource.rows}"
    if not resource.repeatable:
        yield "repeatable=False"
    references = (_reference(parts, each) for each in resource.references)
    yield from _some("references", tuple_of(references))
    finders = {each.name: _texts(each.attributes) for each in tried.finders}
    yield from _some("finders", _mapping(finders))
    yield from _some("filters", tuple_of(map(_filter, tried.filters)))
    yield from _some("forms", tuple_of(_form(*each) for each in tried.forms))
    yield from _some(
        "many_to_many", tuple_of(_link(parts, each) for each in resource.links)
    )
    associations = (_association(parts, each) for each in resource.associations)
    yield from _some("associations", tuple_of(associations))
    if "list" in design.operations:
        sorts = (slot.name for slot in parts.slots if slot.sort)
        yield from _some("sorts", _texts(sorts))
        yield from _some("order", _texts(each.text for each in parts.entity.order))
    guarded = {
        each.name: _rows(each)
        for each in guarded_rows(parts.entity)
        if (each.passing, each.failing) != ({}, None)
    }
    yield from _some("guarded", _mapping(guarded))


def _added(parts: EntityParts, samples: Iterable[Sample]) -> Iterator[Source]:
    """Yield what capabilities say of a resource, given the attributes that its rows have."""
    given = {each.attribute for each in samples if not each.missing}
    for feature in parts.entity.features:
        yield from feature.resource(parts.entity.usage, given)


def _rows(guarded: GuardRows) -> Source:
    """Return values of a row that a transition is made of, and of one that it isn't."""
    return tuple_of(map(_row, (guarded.passing, guarded.failing)))


def _row(values: Mapping[str, object] | None) -> Source:
    if values is None:
        return "None"
    return _mapping({name: _shown(value) for name, value in values.items()})


def _shown(value: object) -> str:
    return python_string(value) if isinstance(value, str) else repr(value)


def _some(name: str, value: Node) -> Iterator[Source]:
    if value.items:
        yield named(name, value)


def _class_of(parts: EntityParts, target: str) -> str:
    """Return the mapped class that a reference leads to."""
    if target == ACCOUNT:
        return "Account"
    return parts.resolved.entities[target].names.class_name


def _reference(parts: EntityParts, reference: ResourceReference) -> Source:
    target = _class_of(parts, reference.target)
    columns = {here: f"models.{target}.{there}" for here, there in reference.columns}
    flags = {
        "required=True": reference.required,
        "checked=False": not reference.checked,
        "restricts=True": reference.restricts,
        "circular=True": reference.circular,
        "deferred=True": reference.deferred,
        "exclusive=True": reference.exclusive,
    }
    return call(
        "Reference",
        python_string(reference.name),
        _mapping(columns),
        *(flag for flag, given in flags.items() if given),
        *_some("lists", _texts(reference.lists)),
        *_some("ones", _texts(reference.ones)),
        *_some("absent", tuple_of(map(_literal, reference.absent))),
    )


def _filter(each: Filter) -> Source:
    operator = [] if each.operator == "eq" else [each.operator]
    return call("Filter", *map(python_string, [each.name, each.column, *operator]))


def _form(each: Filter, empty: bool) -> Source:  # noqa: FBT001 - as pairs have it
    said = map(python_string, [each.name, each.column, each.operator])
    return call("FilterForm", *said, *(["empties=True"] if empty else []))


def _link(parts: EntityParts, link: ResourceLink) -> Source:
    target = parts.resolved.entities[link.target].names.class_name
    said = {"path": link.path, "parameter": link.parameter}
    return call(
        "ManyToMany",
        python_string(link.relationship),
        f"models.{target}",
        *(f"{name}={python_string(value)}" for name, value in said.items() if value),
        *(["restricts=True"] if link.restricts else []),
    )


def _association(parts: EntityParts, each: ResourceAssociation) -> Source:
    entity = parts.resolved.entities[each.entity].names.class_name
    said = {"path": each.path, "parameter": each.parameter}
    return call(
        "Association",
        f"models.{entity}",
        *map(python_string, (each.own, each.other)),
        *(f"{name}={python_string(value)}" for name, value in said.items() if value),
    )


def _mapping(items: Mapping[str, Source]) -> Node:
    inside = (after(f"{python_string(key)}: ", item) for key, item in items.items())
    return Node("{", tuple(inside), "}")


def _texts(items: Iterable[str]) -> Node:
    return tuple_of(map(python_string, items))


def _literal(value: str | int) -> str:
    return python_string(value) if isinstance(value, str) else str(value)
