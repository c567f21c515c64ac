"""What a rule yields: a mistake and the part of the design that it is about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ..language.design import Design, Entity, FieldType
from ..language.scalars import TYPES
from ..language.tree import Path


@dataclass(frozen=True, slots=True)
class Finding:
    """One mistake of meaning, at a path of the design."""

    path: Path
    code: str
    message: str
    hint: str = ""
    subject: Path = ()  # what the message calls it, where that is not the path


@dataclass(frozen=True, slots=True)
class Written:
    """One field where it stands."""

    entity_name: str
    entity: Entity
    name: str
    field: FieldType

    def path(self, *words: str | int) -> Path:
        """The path of the field, or of a word of it."""
        return ("entities", self.entity_name, "fields", self.name, *words)

    def finding(
        self, code: str, message: str, hint: str = "", word: str = ""
    ) -> Finding:
        """A finding about this field, placed at one of its words where that has a place."""
        place = self.path(word) if word else self.path()
        return Finding(place, code, message, hint, subject=self.path())


def fields_of(design: Design) -> Iterator[Written]:
    """Every field of every entity, in order."""
    for entity_name, entity in design.entities.items():
        for name, field in entity.fields.items():
            yield Written(entity_name, entity, name, field)


def is_relation(design: Design, field: FieldType) -> bool:
    """True for a field that points to an entity, or is pointed at by one."""
    return field.type in design.entities


def is_enum(design: Design, field: FieldType) -> bool:
    """True for a field with a shared enum or one of its own."""
    return field.type == "enum" or field.type in design.enums


def is_known(design: Design, field: FieldType) -> bool:
    """True for a field whose type means something."""
    return field.type in TYPES or is_enum(design, field) or is_relation(design, field)


def has_column(design: Design, field: FieldType) -> bool:
    """True for a field that its own table stores."""
    return not (is_relation(design, field) and (field.many or field.by is not None))


def enum_values(design: Design, field: FieldType) -> tuple[str, ...]:
    """The values of an enum's field."""
    shared = design.enums.get(field.type)
    return tuple(each.text for each in (shared.values if shared else field.values))


def repeated(items: Iterable[str]) -> Iterator[tuple[int, str]]:
    """Each item that stood before, with its position."""
    seen: set[str] = set()
    for position, item in enumerate(items):
        if item in seen:
            yield position, item
        seen.add(item)


def listed(words: Iterable[str]) -> str:
    """Words in a sentence: `a, b and c`."""
    *most, last = words
    return f"{', '.join(most)} and {last}" if most else last
