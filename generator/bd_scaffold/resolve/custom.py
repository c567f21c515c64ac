"""Operations of the design's own: whose they are, their addresses, and what they are given.

One whose owner leads nowhere is left out here; the rules tell of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Literal

from .. import names
from ..language.custom import Custom
from ..language.design import Design, FieldType
from ..language.scalars import TYPES
from ..language.tree import Path
from ..operation import Method
from ..record import Record
from .composites import Part
from .fields import Field
from .naming import EntityNames, package_of
from .said_fields import fields_said, parts_of_said
from .types import Enum

if TYPE_CHECKING:
    from .access_rules import Rule

Side = Literal["input", "output"]
SIDES: tuple[Side, ...] = ("input", "output")
MODULES = (
    *("operations", "operation_router", "operation_schemas", "operation_access"),
    "async_operations",
)
"""What is in a folder that has operations of the design's own."""
IN_QUERY = ("get", "delete")
"""Methods whose requests have no body, so that what they are given stands in the query."""


class Given(Part, frozen=True):
    """A field of what an operation is given, or answers."""

    side: Side = "input"

    @property
    def place(self) -> Path:
        """Where the design says what it is."""
        return ("operations", self.type, self.side, self.name)


class Owner(Record, frozen=True):
    """What operations of the design's own belong to: an entity, an area or the project."""

    name: str  # as operations have it: "Order", "Sales"
    kind: Literal["entity", "area", "project"]
    singular: str  # in ids of operations and in permissions: "order"
    plural: str
    label: str  # for people: "orders", "sales"
    tag: str  # in the contract
    path: str  # of all of them, under the API's prefix: "/orders"; none of the project
    item_path: str  # of one of an entity: "/orders/{order_id}"
    package: str
    directory: str
    tests: str


class CustomOperation(Record, frozen=True):
    """An operation of the design's own, as far as the design says what it means."""

    full_name: str  # "Order.recount"
    name: str  # "recount"
    owner: Owner
    written: Custom
    fields: Mapping[Side, tuple[Field, ...]]  # those of values that have one part
    rule: Rule | None = None  # who may call it; None for nobody

    @property
    def place(self) -> Path:
        """Where the design says it."""
        return ("operations", self.full_name)

    @property
    def stem(self) -> str:
        """What its schemas are called, but for their ends: `OrderRecount`."""
        return self.owner.name + names.pascal(self.name)

    @property
    def id(self) -> str:
        """Its id within the API: `recount_order`, `cheapest_products`."""
        owner, on = self.owner, self.written.on
        return f"{self.name}_{owner.plural if on == 'collection' else owner.singular}"

    @property
    def method(self) -> Method:
        """The verb by which it is called."""
        return self.written.method

    @property
    def path(self) -> str:
        """Its path, under the API's prefix."""
        above = self.owner.item_path if self.is_of_row else self.owner.path
        return f"{above}/{self.name.replace('_', '-')}"

    @property
    def is_of_row(self) -> bool:
        """True where it is about one row."""
        return self.written.on == "item"

    @property
    def outcome_path(self) -> str:
        """Where what it answers is read, of one that is done later."""
        return f"/operations/{self.id.replace('_', '-')}/{{operation_id}}"

    @property
    def reads(self) -> bool:
        """True for a request that changes nothing."""
        return self.method == "get"


def custom_operations(
    design: Design,
    own: Mapping[str, EntityNames],
    item_paths: Mapping[str, str],
    shared: Mapping[str, Enum],
) -> tuple[CustomOperation, ...]:
    """Return the operations of the design's own, in its order."""
    found = []
    for full, written in design.operations.items():
        owner = owner_of(design, own, item_paths, full)
        if owner is not None:
            found.append(
                CustomOperation(
                    full_name=full,
                    name=full.partition(".")[2],
                    owner=owner,
                    written=written,
                    fields={
                        side: tuple(_fields(design, shared, full, side))
                        for side in SIDES
                    },
                )
            )
    return tuple(found)


def owner_of(
    design: Design,
    own: Mapping[str, EntityNames],
    item_paths: Mapping[str, str],
    full: str,
) -> Owner | None:
    """Return what an operation belongs to; None where its name says nothing that is there."""
    name = full.partition(".")[0]
    if name in own:
        return _entity(own[name], item_paths[name])
    package = package_of(design)
    for area in areas(design):
        if names.pascal(area) == name:
            folder = names.safe_module(area)
            words = area.replace("_", " ")
            path = f"/{area.replace('_', '-')}"
            return Owner(
                *(name, "area", area, area, words, name, path, ""),
                package=f"{package}.{folder}",
                directory=f"src/{package}/{folder}",
                tests=f"tests/{folder}",
            )
    if names.pascal(package) != name:
        return None
    words = package.replace("_", " ")
    return Owner(
        *(name, "project", package, package, words, name, "", ""),
        package=package,
        directory=f"src/{package}",
        tests="tests",
    )


def areas(design: Design) -> list[str]:
    """Return the areas that have an entity, each once."""
    found = dict.fromkeys(design.area_of(name) for name in design.entities)
    return [each for each in found if each is not None]


def owners(design: Design) -> list[str]:
    """Return what operations can belong to, by the names that they have it by."""
    package = package_of(design)
    return [*design.entities, *map(names.pascal, areas(design)), names.pascal(package)]


def _entity(own: EntityNames, item_path: str) -> Owner:
    return Owner(
        name=own.name,
        kind="entity",
        singular=own.singular,
        plural=own.plural,
        label=own.label_plural,
        tag=own.name,
        path=own.path,
        item_path=item_path,
        package=own.package,
        directory=own.directory,
        tests=own.tests,
    )


def fields_of_side(
    design: Design, written: Custom, side: Side
) -> Mapping[str, FieldType]:
    """Return the fields of what an operation is given, or answers: a value type's are its parts."""
    said = written.input if side == "input" else written.output
    return parts_of_said(design, said)


def _fields(
    design: Design, shared: Mapping[str, Enum], full: str, side: Side
) -> Iterator[Field]:
    """Yield the fields that an operation says itself."""
    written = design.operations[full]
    return fields_said(
        design,
        shared,
        full,
        written.input if side == "input" else written.output,
        stem=_stem(full),
        formers=lambda source, name: _formers(design, full, source, name),
        part=lambda name: Given(type=full, name=name, field="", side=side),
    )


def _stem(full: str) -> str:
    """Return what the schemas of an operation begin with: `OrderRecount`."""
    owner, _, name = full.partition(".")
    return owner + names.pascal(name)


def _formers(
    design: Design, full: str, source: FieldType, field: str
) -> Iterator[tuple[str, str]]:
    """Yield the stems and fields by which an enum was called, whichever rename is history."""
    owner, _, name = full.partition(".")
    then, _, was = (design.operations[full].was or full).partition(".")
    entity = design.entities.get(owner)
    area = next((a for a in design.areas if names.pascal(a) == owner), None)
    before = entity.was if entity else design.areas[area].was if area else None
    owners = dict.fromkeys(
        (names.pascal(before) if area and before else before, then, owner)
    )
    for each in filter(None, owners):
        for own in dict.fromkeys((was, name)):
            for called in dict.fromkeys((source.was, field)):
                if called:
                    yield _stem(f"{each}.{own}"), called


def is_whole(design: Design, source: FieldType) -> bool:
    """True for a field whose value has parts."""
    return source.type in design.types and source.type not in TYPES
