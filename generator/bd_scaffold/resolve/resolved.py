"""A design in which every name is resolved: what the rules check and the model is built from."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from ..features.feature import Feature, Usage
from ..language.design import Design, Entity
from ..language.namespace import completed
from ..record import Record
from .composites import Composite
from .fields import Field
from .lists import Ordered, Parameter
from .naming import EntityNames
from .nested_links import LinkParameter, NestedLink
from .outbound import OtherContract
from .paging import Paging
from .related import Related
from .relations import Inverse, Link
from .slots import Slot
from .through import Association
from .types import Enum, OwnWords, Pagination

if TYPE_CHECKING:
    from .access_rules import EntityAccess
    from .custom import CustomOperation
    from .jobs import ResolvedJob


_NONE: Mapping[str, OtherContract] = MappingProxyType({})


class ResolvedEntity(Record, frozen=True):
    """One entity, as far as the design says what it means."""

    name: str
    written: Entity
    names: EntityNames
    fields: Mapping[str, Field]
    features: tuple[Feature, ...]  # the capabilities that it uses
    usage: Usage  # by which it uses them
    key: tuple[Slot, ...]
    slots: tuple[Slot, ...]  # the key, the fields as written, what capabilities add
    links: tuple[Link, ...]
    inverses: tuple[Inverse, ...]
    nested_links: tuple[NestedLink, ...]  # the relations that stand under its path
    referred: frozenset[str]  # the fields by which others refer to it, beside its key
    parameters: tuple[Parameter, ...]  # that narrow its list
    link_parameters: tuple[LinkParameter, ...]  # the same, by relations of many to many
    volume: int | None  # how many rows are expected, where the design says so
    paging: Paging
    composites: tuple[Composite, ...] = ()  # the fields whose values have parts
    associations: tuple[Association, ...] = ()  # what others' rows relate it to
    in_part: frozenset[str] = frozenset()  # to whose rows it refers by part and key
    order: tuple[Ordered, ...] = ()  # of its lists, where a request asks for none
    access: EntityAccess | None = None  # who may do what, where the design says so
    related: tuple[Related, ...] = ()  # what its list is asked for by of other rows

    @property
    def pagination(self) -> Pagination:
        """Whether its pages have numbers, or continue where the last one ended."""
        return self.paging.by

    @property
    def listed_links(self) -> tuple[NestedLink | Association, ...]:
        """The relations of many to many of which rows stand under its path."""
        return (*self.nested_links, *self.associations)

    @property
    def added(self) -> Mapping[str, Slot]:
        """The columns that capabilities add, by name."""
        return {slot.name: slot for slot in self.slots if slot.added}

    @property
    def abridges(self) -> bool:
        """True where the rows of its lists leave out what the row itself shows."""
        owning = any(each.source.owned for each in self.inverses)
        return owning or any(each.source.unlisted for each in self.links)

    @property
    def sparse_fields(self) -> bool:
        """True where a request may name the fields that an answer has."""
        said, design = self.written.sparse_fields, self.usage.design
        return bool(design and design.api.sparse_fields) if said is None else said

    @property
    def scope(self) -> str:
        """What is true of the rows that statements see, as SQL; empty for all rows."""
        return " AND ".join(each.scope.sql for each in self.features if each.scope)

    @property
    def keeps_rows(self) -> bool:
        """True where a delete leaves the row, and whatever refers to it."""
        return any(each.keeps_rows for each in self.features)


class Resolved(Record, frozen=True):
    """A design with everything that its names stand for."""

    design: Design
    shared_enums: Mapping[str, Enum]
    entities: Mapping[str, ResolvedEntity]
    features: tuple[Feature, ...]  # all that there are
    fields: tuple[Field, ...]  # of every entity, in order, and the parts of value types
    defers: bool  # some relation is deferred
    custom: tuple[CustomOperation, ...] = ()  # operations of the design's own
    jobs: tuple[ResolvedJob, ...] = ()  # work that is done later
    others: Mapping[str, OtherContract] = _NONE  # of other systems, by dependency

    @property
    def enums(self) -> tuple[Enum, ...]:
        """Every enum: the shared ones, then those that fields write in place."""
        own = (f.enum for f in self.fields if f.enum and f.source.type == "enum")
        return (*self.shared_enums.values(), *own)

    def own_words(self, level: str, said: Mapping[str, object]) -> OwnWords | None:
        """Return the words of a team's own at a place, with their defaults."""
        return completed(self.design.namespaces, level, said)
