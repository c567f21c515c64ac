"""Collisions: two words of the design that would become the same name somewhere."""

from __future__ import annotations

from collections.abc import Iterator

from .. import names
from ..language.design import Design, Entity, Value
from ..language.tree import Path
from .finding import Finding, has_column, is_relation

_LIST_PARAMETERS = ("page", "limit", "cursor", "sort", "q")
_COMPONENTS = ("", "Create", "Replace", "Update", "Page")


def rule(design: Design) -> Iterator[Finding]:
    """Every derived name stands for one thing."""
    yield from _types(design)
    yield from _tables(design)
    for name, entity in design.entities.items():
        yield from _columns(design, name, entity)
        yield from _parameters(design, name, entity)
    for enum, written in design.enums.items():
        yield from _members(("enums", enum, "values"), written.values)
    for entity_name, entity in design.entities.items():
        for field_name, field in entity.fields.items():
            path: Path = ("entities", entity_name, "fields", field_name)
            yield from _members(path, field.values)


# Types: schemas of the contract and classes of the code


def _types(design: Design) -> Iterator[Finding]:
    owners: dict[str, tuple[str, Path]] = {}
    for name in design.entities:
        own = f"the entity {name}"
        for suffix in _COMPONENTS:
            owners.setdefault(f"{name}{suffix}", (own, ("entities", name)))
    for name in design.entities:
        yield from _claimed(owners, name, f"the entity {name}", ("entities", name))
        safe = names.safe_class(name)
        if safe != name and safe in design.entities:
            message = f"Its class would be {safe}, like that of the entity {safe}."
            yield Finding(("entities", name), "BD503", message, "Rename one of them.")
    for name in design.enums:
        path: Path = ("enums", name)
        yield from _claimed(owners, name, f"the enum {name}", path)
        owners.setdefault(name, (f"the enum {name}", path))
    yield from _own_enums(design, owners)


def _own_enums(
    design: Design, owners: dict[str, tuple[str, Path]]
) -> Iterator[Finding]:
    for entity, body in design.entities.items():
        for field_name, field in body.fields.items():
            if field.type != "enum":
                continue
            words = "".join(word.capitalize() for word in field_name.split("_"))
            path: Path = ("entities", entity, "fields", field_name)
            own = f"the enum of {entity}.{field_name}"
            yield from _claimed(owners, f"{entity}{words}", own, path)
            owners.setdefault(f"{entity}{words}", (own, path))


def _claimed(
    owners: dict[str, tuple[str, Path]], name: str, own: str, path: Path
) -> Iterator[Finding]:
    other = owners.get(name, (own, ()))[0]
    if other != own:
        message = f'"{name}" is also the name of a type of {other}.'
        yield Finding(path, "BD503", message, "Rename one of them.")


# Tables, and the paths that are called like them


def _tables(design: Design) -> Iterator[Finding]:
    owners: dict[str, str] = {}
    for name in design.entities:
        table = names.plural(names.snake(name))
        if table in owners:
            message = (
                f'Its table and path would be "{table}", like those of {owners[table]}.'
            )
            yield Finding(("entities", name), "BD502", message, "Rename one of them.")
        owners.setdefault(table, name)
    for entity, body in design.entities.items():
        for field_name, field in body.fields.items():
            if is_relation(design, field) and field.many and field.by is None:
                yield from _link(design, owners, entity, field_name)


def _link(
    design: Design, owners: dict[str, str], entity: str, field_name: str
) -> Iterator[Finding]:
    """The table that joins two entities, and the columns that point to them."""
    table = f"{names.snake(entity)}_{field_name}"
    path: Path = ("entities", entity, "fields", field_name)
    if table in owners:
        message = f'Its link table would be "{table}", like that of {owners[table]}.'
        yield Finding(path, "BD502", message, "Rename one of them.")
    owners.setdefault(table, f"{entity}.{field_name}")
    target = design.entities[entity].fields[field_name].type
    own = {f"{names.snake(entity)}_{part}" for part in key_parts(design, entity)}
    for part in key_parts(design, target):
        column = f"{_singular(field_name)}_{part}"
        if column in own:
            message = f'Its link table would have two columns "{column}".'
            yield Finding(path, "BD501", message, "Rename the field.")


# Columns, with the attributes and properties that are called like them


def key_parts(
    design: Design, entity: str, seen: frozenset[str] = frozenset()
) -> list[str]:
    """The names of an entity's key columns; none for what is in a circle or unknown."""
    if entity in seen:
        return []
    body = design.entities[entity]
    if body.key is None:
        return ["id"]
    parts: list[str] = []
    for name in body.key:
        field = body.fields.get(name)
        if field is None:
            continue
        if not is_relation(design, field):
            parts.append(name)
        else:
            inner = key_parts(design, field.type, seen | {entity})
            parts += [f"{name}_{part}" for part in inner]
    return parts


def _columns(design: Design, entity_name: str, entity: Entity) -> Iterator[Finding]:
    owners: dict[str, str] = dict.fromkeys(trait_columns(entity), "a trait")
    if entity.key is None:
        owners["id"] = "the generated key"
    for name in entity.fields:
        path: Path = ("entities", entity_name, "fields", name)
        for column in _names_of(design, entity, name):
            other = owners.setdefault(column, name)
            if other != name:
                yield _column_taken(path, column, other)
                break
        yield from _too_long(design, entity, path, name)


def _too_long(
    design: Design, entity: Entity, path: Path, name: str
) -> Iterator[Finding]:
    """A relation's column that PostgreSQL would cut off without a word."""
    limit = names.IDENTIFIER_LIMIT
    field = entity.fields[name]
    if not is_relation(design, field) or not has_column(design, field):
        return
    for column in _names_of(design, entity, name):
        if len(column) > limit:
            message = f'Its column "{column}" would be longer than {limit} characters.'
            yield Finding(path, "BD108", message, "Choose a shorter name.")
            return


def _column_taken(path: Path, column: str, other: str) -> Finding:
    if other == "the generated key":
        message = f'"{column}" is the generated key.'
        hint = f"Write `key: {column}` to make it the key, or rename it."
    elif other == "a trait":
        message = f'"{column}" is a column of a trait.'
        hint = "Rename it, or leave the trait out."
    else:
        message = f'"{column}" would stand for it and for {other}.'
        hint = "Rename one of them."
    return Finding(path, "BD501", message, hint)


def trait_columns(entity: Entity) -> list[str]:
    """The names of the columns that an entity's traits add."""
    stamps = ["created_at", "updated_at"] if entity.timestamps else []
    deleted = ["deleted_at"] if entity.soft_delete else []
    return [*stamps, *deleted, *(["version"] if entity.versioned else [])]


def _names_of(design: Design, entity: Entity, name: str) -> list[str]:
    """What a field is called in its table, its class and its JSON."""
    field = entity.fields[name]
    if not is_relation(design, field):
        return [name]
    parts = key_parts(design, field.type)
    if has_column(design, field):
        return [name, *(f"{name}_{part}" for part in parts)]
    if field.by is None and len(parts) == 1:
        return [name, f"{_singular(name)}_{parts[0]}s"]
    return [name]


def _singular(plural: str) -> str:
    guesses = (plural[:-1], plural[:-2], f"{plural[:-3]}y")
    fitting = (
        word for word in guesses if names.plural(names.SnakeName(word)) == plural
    )
    return next(fitting, plural)


# Query parameters


def _parameters(design: Design, entity_name: str, entity: Entity) -> Iterator[Finding]:
    owners = dict.fromkeys(_LIST_PARAMETERS, "the list itself")
    if entity.timestamps:
        owners |= {"created_after": "created_at", "created_before": "created_at"}
    for name in entity.fields:
        for parameter in _filters(design, entity, name):
            other = owners.setdefault(parameter, name)
            if other != name:
                path: Path = ("entities", entity_name, "fields", name, "filter")
                message = f'Its filter "{parameter}" is also that of {other}.'
                yield Finding(
                    path, "BD505", message, "Rename it, or leave filter out.", path[:-1]
                )
                break


def _filters(design: Design, entity: Entity, name: str) -> list[str]:
    field = entity.fields[name]
    if is_relation(design, field):
        parts = key_parts(design, field.type) if has_column(design, field) else []
        return [f"{name}_{part}" for part in parts]
    if not field.filter:
        return []
    if field.type in ("integer", "bigint", "float", "decimal"):
        return [name, f"min_{name}", f"max_{name}"]
    if field.type in ("date", "datetime", "time"):
        stem = name.removesuffix("_at").removesuffix("_on")
        return [name, f"{stem}_after", f"{stem}_before"]
    return [name]


def _members(path: Path, values: tuple[Value, ...]) -> Iterator[Finding]:
    owners: dict[str, str] = {}
    for position, value in enumerate(each.text for each in values):
        member = names.enum_member(value)
        other = owners.setdefault(member, value)
        if other != value:
            message = f'"{value}" and "{other}" would both be {member}.'
            yield Finding((*path, position), "BD504", message, "Rename one of them.")
