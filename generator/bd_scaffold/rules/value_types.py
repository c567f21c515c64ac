"""Value types: what their parts can be, and what can be said of a field that has one."""

from __future__ import annotations

from collections.abc import Iterator

from .. import names
from ..language.design import Design, FieldType, ValueType
from ..language.finding import Finding
from ..language.tree import Path
from ..resolve import Resolved, ResolvedEntity
from ..resolve.composites import Composite
from .checks import Types
from .fields import WAY_OUT, withheld_by
from .naming import CLASS, SNAKE, shaped


def rule(resolved: Resolved) -> Iterator[Finding]:
    """A value has parts, of which one is always there; a field carries what is said of it."""
    design = resolved.design
    for name, written in design.types.items():
        yield from shaped(("types", name), name, CLASS)
        yield from _name(name)
        yield from _type(design, name, written)
    parts = [each for each in resolved.fields if each.part is not None]
    for name, written in design.types.items():
        own = {each.name: each for each in parts if each.entity_name == name}
        reader = Types(own, {})
        for position, check in enumerate(written.checks):
            place = ("types", name, "checks", position)
            if check.rule is not None:
                yield from reader.findings((*place, "rule"), check.rule)
            if check.rule is None or check.postgresql or check.sqlite:
                message = "A value's columns are called otherwise in each entity."
                hint = "Write a rule alone, or SQL among the checks of an entity."
                yield Finding(place, "BD115", message, hint)
    for entity in resolved.entities.values():
        for each in entity.composites:
            yield from _field(each)
            yield from _in_key(each, entity.written.key or ())
        yield from _beside(entity)


def _beside(entity: ResolvedEntity) -> Iterator[Finding]:
    """What no field of an entity can be called that has values of several parts."""
    for name in _USED if entity.composites else ():
        if name in entity.fields:
            path = ("entities", entity.name, "fields", name)
            message = f'"{name}" is what the mapped class has its values by.'
            yield Finding(path, "BD112", message, "Choose another name.")


_USED = ("composite", "types")


def _name(name: str) -> Iterator[Finding]:
    if names.safe_class(name) != name or name in names.VALUE_NAMES:
        message = f'"{name}" is the name of something else in the generated code.'
        yield Finding(("types", name), "BD112", message, f'Try "{name}Value".')


def _type(design: Design, name: str, written: ValueType) -> Iterator[Finding]:
    path: Path = ("types", name)
    if not written.fields:
        yield Finding((*path, "fields"), "BD115", "A value has at least one part.")
    elif all(each.nullable for each in written.fields.values()):
        message = "Each part may be missing, so nothing tells a value from none."
        yield Finding(path, "BD207", message, "Require one of them.")
    for part, said in written.fields.items():
        here = (*path, "fields", part)
        yield from shaped(here, part, SNAKE)
        yield from _attribute(here, part)
        yield from _part(design, here, said)
    for position, check in enumerate(written.checks):
        inner = (*path, "checks", position)
        if check.name is not None:
            yield from shaped((*inner, "name"), check.name, SNAKE)
        if check.constraint is not None:
            message = "Each field of the type has the check under a name of its own."
            yield Finding((*inner, "constraint"), "BD205", message, "Leave it out.")


def _attribute(path: Path, part: str) -> Iterator[Finding]:
    if not names.is_safe_part(part):
        message = f'"{part}" means something else in the class of a value.'
        yield Finding(path, "BD112", message, "Choose another name.")


_NOT_OF_PARTS = {
    "unique": "Say it of the entity: `unique: [[price]]`.",
    **dict.fromkeys(
        (
            *("readonly", "writeonly", "internal", "immutable", "column"),
            *("readable", "writable"),
        ),
        "Say it at the fields of the type.",
    ),
    **dict.fromkeys(("auto", "default", "default_sql", "constraint"), "Leave it out."),
    "encrypted": "Make it a field of its own.",
    **dict.fromkeys(
        ("computed", "computed_sql", "virtual"),
        "Make it a field of its own, computed from the parts.",
    ),
}


def _part(design: Design, path: Path, part: FieldType) -> Iterator[Finding]:
    if part.type in design.types or part.type in design.entities:
        kind = "a value of parts itself" if part.type in design.types else "a relation"
        message = f"{part.type} is {kind}, which a part can't be."
        hint = "Parts are scalars and enums: write its parts out, or make it a field."
        yield Finding((*path, "type"), "BD102", message, hint, path)
        return
    if part.type == "enum":
        message = "A part has no enum of its own."
        hint = "Give it a name in `enums`."
        yield Finding((*path, "type"), "BD102", message, hint, path)
    if part.many:
        message = "A part is a single value, no list."
        hint = "Make the list a field of its own, or relate to an entity."
        yield Finding((*path, "type"), "BD102", message, hint, path)
    for word, hint in _NOT_OF_PARTS.items():
        if _says(part, word):
            message = f'"{word}" does not apply to a part of a value.'
            yield Finding((*path, word), "BD205", message, hint, path)


def _says(said: FieldType, word: str) -> bool:
    return said.has_default if word == "default" else bool(getattr(said, word))


# Fields


def _field(composite: Composite) -> Iterator[Finding]:
    said, path = composite.source, composite.path
    kind = said.type
    parts = [f"{composite.name}.{each.name}" for each in composite.parts.values()]
    if said.many:
        message = f"A list of {kind} is not supported yet."
        hint = "Make it an entity, which refers to this one."
        yield Finding((*path, "type"), "BD102", message, hint, path)
    if said.arguments:
        message = f"{kind} takes no arguments."
        yield Finding((*path, "type"), "BD202", message, f"Write {kind}.", path)
    for word, hint in _hints(parts).items():
        if _says(said, word):
            written = _WRITTEN.get(word, word)
            message = f'"{written}" does not apply to {kind}, which has parts.'
            yield Finding((*path, written), "BD205", message, hint, path)
    if said.column and len(said.column) != len(composite.parts):
        counted = names.counted(len(composite.parts), "column")
        message = f"{composite.name} has {counted}, not {len(said.column)}."
        hint = f"By default: {', '.join(composite.parts)}."
        yield Finding((*path, "column"), "BD202", message, hint, path)
    yield from _access(composite)


_WRITTEN = {"minimum": "min", "maximum": "max", "max_length": "length"}

_OF_PARTS = (
    *("minimum", "maximum", "max_length", "pattern"),
    *("not_blank", "trim", "lower", "upper", "search"),
)


def _hints(parts: list[str]) -> dict[str, str]:
    """Return what doesn't apply to a whole value, and what to write instead."""
    first = next(iter(parts), "")
    of_parts = dict.fromkeys(
        _OF_PARTS,
        "Say it of a part, in `types`.",
    )
    relations = (
        *(
            "one",
            "link",
            "unlisted",
            "owned",
            "by",
            "to",
            "through",
            "on_delete",
            "on_update",
        ),
    )
    return {
        **of_parts,
        "filter": f"Write `filter: {first}` at the entity.",
        "sort": f"Write `sort: {first}` at the entity.",
        "index": f"Write `indexes: {first}` at the entity.",
        "unique": f"Write `unique: [[{', '.join(parts)}]]` at the entity.",
        **dict.fromkeys(relations, "It is for relations."),
        **dict.fromkeys(("auto", "default", "default_sql", "table"), "Leave it out."),
        **dict.fromkeys(
            ("computed", "computed_sql", "virtual"),
            "Make a field of its own of each part that is computed.",
        ),
        "constraint": "Leave it out.",
        "encrypted": "Make what is to be encrypted a field of its own.",
    }


_EXCLUSIVE = (
    ("readonly", "writeonly"),
    ("readonly", "immutable"),
    ("internal", "readonly"),
    ("internal", "writeonly"),
    ("internal", "immutable"),
)


def _access(composite: Composite) -> Iterator[Finding]:
    said, path = composite.source, composite.path
    for one, other in _EXCLUSIVE:
        if getattr(said, one) and getattr(said, other):
            message = f"{one} and {other} exclude each other."
            yield Finding((*path, other), "BD207", message, "Keep one of them.", path)
    if (said.readonly or said.internal) and not said.nullable:
        message = f"Clients don't set it, and the server can't make {said.type}."
        hint = WAY_OUT.replace("a default or ", "")
        yield Finding((*path, withheld_by(said)), "BD207", message, hint, path)


def _in_key(composite: Composite, key: tuple[str, ...]) -> Iterator[Finding]:
    for position, name in enumerate(key):
        dotted = {f"{composite.name}.{each.name}" for each in composite.parts.values()}
        if name in {composite.name, *composite.parts, *dotted}:
            place = ("entities", composite.entity, "key", position)
            message = f"{name} is a value or a part of one, which can't be a key."
            hint = "Make it unique, and leave the key out or generate it."
            yield Finding(place, "BD401", message, hint)
