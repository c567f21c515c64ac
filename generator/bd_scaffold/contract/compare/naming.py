"""What changes are called by whoever allows them: in words of the design, from the documents."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

from ...features.feature import Feature
from ...record import Record

Node = Mapping[str, Any]

_NOTHING: Mapping[str, str] = MappingProxyType({})
_BODIES = (
    *("Create", "Replace", "Update", "ListItem", "Page", "Upsert"),
    *("BatchUpdate", "BatchDelete", "BatchKey"),
    *("ListItemWithRelated", "FieldsWithRelated", "WithRelated", "Fields"),
)
_OF_NAMED_FIELDS = ("Fields", "FieldsWithRelated")
_CONTROLS = {
    "page": "pagination",
    "cursor": "pagination",
    "with_total": "pagination",
}
_AFFIXES = (
    *(("min_", ""), ("max_", ""), ("not_", ""), ("", "_after"), ("", "_before")),
    *(("", "_from"), ("", "_until"), ("", "_prefix"), ("", "_null")),
)
_MOMENTS = ("", "_at", "_on")


class Naming(Record, frozen=True):
    """Names from what both documents have: their tags, and the properties of schemas."""

    tags: frozenset[str]
    properties: Mapping[str, frozenset[str]]  # of each schema, in either document
    brought: Mapping[str, str]  # headers, parameters and statuses, by capability
    own: Mapping[str, str] = _NOTHING  # operations of the design's own, by their ids
    bodies: Mapping[str, str] = _NOTHING  # the same, by the schemas of their bodies
    moves: Mapping[str, str] = _NOTHING  # transitions, by the ids of their operations

    def entity(self, schema: str) -> str:
        """Return the entity that a schema is about, or the schema's own name."""
        for body in _BODIES:
            owner = schema.removesuffix(body)
            if schema not in self.tags and owner != schema and owner in self.tags:
                return owner
        return schema

    def has_named_fields(self, schema: str) -> bool:
        """Tell whether a schema is what is answered to a request that names fields."""
        owners = (schema.removesuffix(end) for end in _OF_NAMED_FIELDS)
        return schema not in self.tags and any(
            owner != schema and owner in self.tags for owner in owners
        )

    def schema(self, schema: str, place: str) -> str:
        """Return the name of a place in a schema: `Product.stock`."""
        if schema in self.bodies:
            first = place.partition(".")[0].removesuffix("[]")
            return ".".join(filter(None, (self.bodies[schema], first)))
        entity = self.entity(schema)
        if schema == f"{entity}Page":
            of_row = place.removeprefix("data[].")
            if of_row == place:
                return f"{entity}.pagination"
            place = of_row
        first = place.partition(".")[0].removesuffix("[]")
        return f"{entity}.{first}" if first else entity

    def operation(self, tag: str, verb: str, identifier: str) -> str:
        """Return the name of an operation: `Product.create`, `Order.recount`."""
        known = self.own.get(identifier) or self.moves.get(identifier)
        return known or f"{tag}.{verb}"

    def parameter(self, tag: str, name: str, identifier: str = "") -> str:
        """Return the name of a parameter: that of the field it is about, where it is about one."""
        if identifier in self.own and name.islower():  # no header, which others bring
            return f"{self.own[identifier]}.{name}"
        known = self.brought.get(name) or _CONTROLS.get(name)
        return f"{tag}.{known or self._field(tag, name)}"

    def _field(self, tag: str, name: str) -> str:
        known = self.properties.get(tag, frozenset())
        for head, tail in (("", ""), *_AFFIXES):
            if name.startswith(head) and name.endswith(tail):
                bare = name.removeprefix(head).removesuffix(tail)
                for moment in _MOMENTS if tail else ("",):
                    if bare + moment in known:
                        return bare + moment
        return name

    def header(self, tag: str, name: str) -> str:
        """Return the name of a response's header: its own, unless a capability brings it."""
        return f"{tag}.{self.brought[name]}" if name in self.brought else name

    def status(
        self, tag: str, verb: str, identifier: str, status: str, beside: str = ""
    ) -> str:
        """Return the name of a response: its operation's, unless a capability brings it.

        A capability may bring it beside an operation's first one alone.
        """
        for each in (status, f"{beside} {status}"):
            if each in self.brought:
                return f"{tag}.{self.brought[each]}"
        return self.operation(tag, verb, identifier)


def naming(
    features: Iterable[Feature],
    *documents: Node,
    own: Mapping[str, str] = _NOTHING,
    bodies: Mapping[str, str] = _NOTHING,
    moves: Mapping[str, str] = _NOTHING,
) -> Naming:
    """Return the names that two documents give, and capabilities, and a design's operations."""
    properties: dict[str, frozenset[str]] = {}
    for document in documents:
        for name, schema in _schemas(document).items():
            said = frozenset(schema.get("properties", {}))
            properties[name] = properties.get(name, frozenset()) | said
    return Naming(
        tags=frozenset(tag for each in documents for tag in _tags(each)),
        properties=properties,
        brought={name: each.name for each in features for name in each.brings},
        own=own,
        bodies=bodies,
        moves=moves,
    )


def _schemas(document: Node) -> Mapping[str, Node]:
    found: Mapping[str, Node] = document.get("components", {}).get("schemas", {})
    return found


def _tags(document: Node) -> set[str]:
    return {
        tag
        for item in document.get("paths", {}).values()
        for operation in item.values()
        if isinstance(operation, Mapping)
        for tag in operation.get("tags", ())
    }
