"""Fields of a value type, spread over the fields that their parts are.

What follows then is about fields alone: each part is one, called `price_amount`, with a column,
checks, filters and an index as any other. Only the API puts the parts together again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, TypeVar

from ..language.design import Design, Entity, FieldType, ValueType
from ..language.expression import Column, Expression
from ..language.filters import Form, asked_forms, forms_of
from ..language.index_keys import IndexKey
from ..language.reading import Words
from ..language.row_rules import Check, Exclusion, Index, Unique
from ..language.transitions import Transition
from ..language.tree import Path
from ..record import Record, replace
from .part_names import Names, in_expression

WordsT = TypeVar("WordsT", bound=Words)

_CARRIED = (
    *("readonly", "writeonly", "internal", "immutable"),
    *("readable", "writable"),
)
_SHOWING = ("filter", "sort", "search")


class Part(Record, frozen=True):
    """One part of a value, and the field that it is."""

    type: str  # the value type: "Money"
    name: str  # of the part, in JSON: "amount"
    field: str  # with all the parts: "price"
    former: tuple[str, ...] = ()  # what the field of the part may have been called
    needed: bool = True  # every value has it
    optional: bool = False  # the whole value may be missing
    description: str = ""  # what the design says of the whole

    @property
    def place(self) -> Path:
        """Where the design says what it is."""
        return ("types", self.type, "fields", self.name)


class Composite(Record, frozen=True):
    """A field whose value has parts."""

    entity: str
    name: str
    source: FieldType
    parts: Mapping[str, Part]  # by the names of their fields

    @property
    def path(self) -> Path:
        """Where the design has it."""
        return ("entities", self.entity, "fields", self.name)


Composites = Mapping[str, tuple[Composite, ...]]
"""The composites of each entity that has some."""


def spread(design: Design) -> tuple[Design, Composites]:
    """Return a design in which each part of a value is a field, and what they are parts of."""
    if not design.types:
        return design, {}
    found = {
        name: tuple(_composites(design, name, entity))
        for name, entity in design.entities.items()
    }
    entities = {
        name: _spread(design, entity, found[name]) if found[name] else entity
        for name, entity in design.entities.items()
    }
    return changed(design, entities=entities), found


def changed(words: WordsT, **said: Any) -> WordsT:
    """Return words of a design with some said otherwise."""
    return type(words)(**(vars(words) | said))


def field_of(field: str, part: str) -> str:
    """Return what the field of a part is called."""
    return f"{field}_{part}"


def _composites(design: Design, name: str, entity: Entity) -> Iterator[Composite]:
    for field, source in entity.fields.items():
        if source.type in design.types and source.type not in design.entities:
            parts = design.types[source.type].fields
            yield Composite(
                entity=name,
                name=field,
                source=source,
                parts={
                    field_of(field, part): _part(field, part, source, of)
                    for part, of in parts.items()
                },
            )


def _part(field: str, part: str, whole: FieldType, of: FieldType) -> Part:
    return Part(
        type=whole.type,
        name=part,
        field=field,
        former=tuple(_formers(field, part, whole, of)),
        needed=not of.nullable,
        optional=whole.nullable,
        description=whole.description or "",
    )


def _formers(field: str, part: str, whole: FieldType, of: FieldType) -> Iterator[str]:
    """Yield what a part's field was, whichever of the two renames is history by now."""
    for own in (whole.was, field):
        for other in (of.was, part):
            if own and other and (own, other) != (field, part):
                yield field_of(own, other)


def _spread(
    design: Design, entity: Entity, composites: tuple[Composite, ...]
) -> Entity:
    by_name = {each.name: each for each in composites}
    listed = {word: getattr(entity, word) for word in ("sort", "filter")}
    fields: dict[str, FieldType] = {}
    for name, source in entity.fields.items():
        if name in by_name:
            fields |= _parts(design, by_name[name], listed)
        else:
            fields[name] = source
    names = _names(design, composites)
    for name, source in fields.items():
        if source.computed is not None:
            computed = in_expression(source.computed, names)
            fields[name] = changed(source, computed=computed)
    known = {*names.parts, *names.parts.values()}
    return changed(
        entity,
        fields=fields,
        unique=tuple(_group(each, names) for each in entity.unique),
        indexes=tuple(_index(each, names) for each in entity.indexes),
        checks=(
            *(_check(each, names) for each in entity.checks),
            *(each for one in composites for each in _checks(design, one)),
        ),
        exclude=tuple(_exclusion(each, names) for each in entity.exclude),
        transitions={
            name: _transition(each, names) for name, each in entity.transitions.items()
        },
        sort=tuple(each for each in entity.sort if each not in known),
        filter=tuple(each for each in entity.filter if each not in known),
        order=tuple(_turned(each, names) for each in entity.order),
    )


def _parts(
    design: Design, whole: Composite, listed: Mapping[str, tuple[str, ...]]
) -> Iterator[tuple[str, FieldType]]:
    """Yield the fields of the parts, which have what is said of the whole."""
    said = whole.source
    hidden = said.writeonly or said.internal
    for number, (name, part) in enumerate(whole.parts.items()):
        of = without_relations(design, design.types[part.type].fields[part.name])
        asked = {name, f"{whole.name}.{part.name}"}
        shown = {
            word: not hidden
            and (getattr(of, word) or not asked.isdisjoint(listed.get(word, ())))
            for word in _SHOWING
        }
        if shown["filter"]:
            shown["filter"] = _forms(of, listed["filter"], asked) or True
        yield name, changed(
            of,
            own=said.own,
            nullable=said.nullable or of.nullable,
            was=next(iter(part.former), None),
            column=said.column[number : number + 1],
            **{word: getattr(said, word) for word in _CARRIED},
            pii=said.pii or of.pii,
            **shown,
        )


def _forms(of: FieldType, listed: tuple[str, ...], asked: set[str]) -> tuple[Form, ...]:
    """Return in which forms lists are narrowed by a part: those of its type, then an entity's."""
    own = (form for name in asked for form in asked_forms(listed, name))
    return tuple(dict.fromkeys((*forms_of(of.filter), *own)))


def without_relations(design: Design, part: FieldType) -> FieldType:
    """Return a part that is of no known type where it can't be what it says."""
    nested = part.type in design.entities or part.type in design.types
    return changed(part, type="unknown") if nested or part.type == "enum" else part


# What is said of several fields


def _names(design: Design, composites: tuple[Composite, ...]) -> Names:
    return Names(
        parts={
            f"{whole.name}.{part.name}": field
            for whole in composites
            for field, part in whole.parts.items()
        },
        wholes={whole.name: tuple(whole.parts) for whole in composites},
        first={
            whole.name: field
            for whole in composites
            if (field := required_part(design, whole))
        },
    )


def required_part(design: Design, whole: Composite) -> str:
    """Return the field of the first part that every value has; nothing where there is none."""
    parts = design.types[whole.source.type].fields
    found = (f for f, part in whole.parts.items() if not parts[part.name].nullable)
    return next(found, "")


def _turned(key: str, names: Names) -> str:
    """Return what lists are ordered by, with the field in the place of a part."""
    name = key.removeprefix("-")
    return key[: len(key) - len(name)] + names.parts.get(name, name)


def _group(group: Unique, names: Names) -> Unique:
    return changed(group, fields=tuple(names.fields(group.fields)))


def _exclusion(exclusion: Exclusion, names: Names) -> Exclusion:
    return changed(
        exclusion,
        fields=tuple(names.fields(exclusion.fields)),
        period=tuple(names.fields(exclusion.period)),
        where=exclusion.where and in_expression(exclusion.where, names),
    )


def _transition(transition: Transition, names: Names) -> Transition:
    when = transition.when
    return changed(transition, when=when and in_expression(when, names))


def _index(index: Index, names: Names) -> Index:
    where = index.where and in_expression(index.where, names)
    return changed(
        index,
        fields=tuple(key for each in index.fields for key in _keys(each, names)),
        where=where,
        include=tuple(names.fields(index.include)),
    )


def _keys(key: IndexKey, names: Names) -> Iterator[IndexKey]:
    """Yield the keys that a key is: those of all parts, where it is the whole."""
    for tree in names.trees(key.what.tree):
        text = tree.name if isinstance(tree, Column) else key.what.text
        yield replace(key, what=Expression(text, tree))


def _check(check: Check, names: Names) -> Check:
    if check.rule is None:
        return check  # of an engine, about columns
    return changed(check, rule=in_expression(check.rule, names))


def _checks(design: Design, whole: Composite) -> Iterator[Check]:
    """Yield the rules of a value's type, about the fields of one value."""
    kind: ValueType = design.types[whole.source.type]
    own = {part.name: field for field, part in whole.parts.items()}
    names = Names(parts=own, wholes={}, first={})
    for number, check in enumerate(kind.checks, start=1):
        name = field_of(whole.name, check.name or f"rule_{number}")
        if check.rule is None:
            continue  # a mistake that the rules report
        rule = in_expression(check.rule, names)
        yield changed(check, rule=rule, name=name, value=whole.name, constraint=None)
