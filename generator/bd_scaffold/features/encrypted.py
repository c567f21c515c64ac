"""`encrypted`: the database holds a value encrypted, and clients see no difference."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..language.design import Entity, FieldType
from ..language.expression import fields_of
from ..language.filters import forms_of
from ..language.finding import Finding
from ..language.tree import Path
from ..record import replace
from .feature import Feature, Reasons, Usage
from .setting import Setting
from .tables import Column

_MEANT = {
    "sort": "The order of what is encrypted says nothing of the values' order.",
    "search": "Nobody finds a part of a text in what is encrypted.",
    "index": "An index of what is encrypted finds nothing.",
}
_NOT_WITH = {
    "many": ("A list is many values in one column.", "Make it an entity of its own."),
    "auto": ("Rows are found by their key, which it is bound to.", ""),
    "default_sql": ("What the database makes is there for it to read.", ""),
    "is_computed": ("What the database computes is there for it to read.", ""),
    "stored": ("What is encrypted is a text of another length.", "Write string(n)."),
    "constraint": ("The database can't hold what it can't read to a rule.", ""),
}
_READING = ("range", "prefix")
_NEVER_EQUAL = ("float", "datetime", "datetime_local", "json", "bytes")


def _rule(name: str, entity: Entity) -> Iterator[Finding]:
    """What needs to read a value in the database is said of no encrypted one."""
    hidden = [each for each, field in entity.fields.items() if field.encrypted]
    path: Path
    for each in hidden:
        path = ("entities", name, "fields", each)
        yield from _field(path, entity.fields[each])
    yield from _key(name, entity, hidden)
    yield from _rows(name, entity, {*hidden})
    for position, key in enumerate(entity.order):
        if key.removeprefix("-") in hidden:
            path = ("entities", name, "order", position)
            hint = "Leave the field out, or don't encrypt it."
            yield Finding(path, "BD214", _MEANT["sort"], hint)


def _field(path: Path, field: FieldType) -> Iterator[Finding]:
    hint = "Leave one of them out."
    for word, message in _MEANT.items():
        if getattr(field, word):
            yield Finding((*path, word), "BD214", message, hint, path)
    for word, (message, other) in _NOT_WITH.items():
        if getattr(field, word):
            yield Finding((*path, "encrypted"), "BD214", message, other or hint, path)
    if field.has_default:
        message = "A default is no secret: who reads the design knows it."
        way_out = "Leave it out, and write a question mark where it may be missing."
        yield Finding((*path, "encrypted"), "BD214", message, way_out, path)
    for form in forms_of(field.filter):
        if form in _READING:
            message = f'"{form}" reads a part or the order of what is encrypted.'
            way_out = "Write not, in or null, which need no more than what is equal."
            yield Finding((*path, "filter"), "BD214", message, way_out, path)
    for word in ("filter", "unique"):
        if getattr(field, word) and field.type in _NEVER_EQUAL:
            message = (
                f'"{word}" is by equality here, by which {field.type} is not found.'
            )
            yield Finding((*path, word), "BD214", message, hint, path)


def _key(name: str, entity: Entity, hidden: list[str]) -> Iterator[Finding]:
    if not hidden:
        return
    for each in entity.key_fields:
        field = entity.fields.get(each)
        path: Path = ("entities", name, "fields", each)
        if field is None:
            continue
        if field.encrypted:
            message = f"{each} is what a row is found by, which is never encrypted."
            hint = "Make it unique, and leave the key out or generate it."
            yield Finding((*path, "encrypted"), "BD214", message, hint, path)
        elif field.auto and field.type != "uuid":
            message = (
                f"{hidden[0]} is encrypted and bound to its row's key, which has to be "
                f"known before the row is stored; {field.type} auto is known after."
            )
            hint = "Leave the key out, or write uuid auto."
            yield Finding((*path, "auto"), "BD214", message, hint, path)
        elif field.on_update:
            message = f"{hidden[0]} is encrypted and bound to its row's key, which never changes."
            yield Finding(
                (*path, "on_update"), "BD214", message, "Leave on_update out.", path
            )


def _rows(name: str, entity: Entity, hidden: set[str]) -> Iterator[Finding]:
    """Rules of rows, partial indexes and exclusions are the database's, which reads nothing."""
    hint = "Leave the field out, or don't encrypt it."
    path: Path = ("entities", name)
    for position, check in enumerate(entity.checks):
        said = {*(fields_of(check.rule) if check.rule else ())}
        said |= _words(check.postgresql, check.sqlite)
        for each in sorted(hidden & said):
            message = f"The database can't check {each}, which is encrypted."
            yield Finding((*path, "checks", position), "BD214", message, hint)
    yield from _guards(path, entity, hidden)
    for position, index in enumerate(entity.indexes):
        said = {name for each in index.fields for name in each.fields}
        said |= {*index.include}
        said |= {*(fields_of(index.where) if index.where else ())}
        for each in sorted(hidden & said):
            message = f"An index finds nothing in {each}, which is encrypted."
            yield Finding((*path, "indexes", position), "BD214", message, hint)
    for position, exclusion in enumerate(entity.exclude):
        for each in sorted(hidden & {*exclusion.fields, *exclusion.period}):
            message = f"Rows are compared by {each}, which is encrypted."
            yield Finding((*path, "exclude", position), "BD214", message, hint)
    for field_name, field in entity.fields.items():
        read = {*(fields_of(field.computed) if field.computed else ())}
        read |= _words(*field.computed_sql)
        for each in sorted(hidden & read):
            message = f"The database can't compute from {each}, which is encrypted."
            place = (*path, "fields", field_name, "computed")
            yield Finding(place, "BD214", message, hint, place[:-1])


def _guards(path: Path, entity: Entity, hidden: set[str]) -> Iterator[Finding]:
    for word, transition in entity.transitions.items():
        said = {*(fields_of(transition.when) if transition.when else ())}
        for each in sorted(hidden & said):
            message = f"The database can't check {each}, which is encrypted."
            place = (*path, "transitions", word, "when")
            hint = "Leave the field out, or don't encrypt it."
            yield Finding(place, "BD214", message, hint)


def _words(*sql: str | None) -> set[str]:
    """Return the words of SQL that is a design's own."""
    return {word for each in sql for word in re.findall(r"\w+", each or "")}


def _hashed(entity: Entity) -> Iterator[str]:
    """Yield the encrypted fields by whose equality rows are found."""
    together = {each for group in entity.unique for each in group.fields}
    for name, field in entity.fields.items():
        if field.encrypted and (field.unique or field.filter or name in together):
            yield name


def _form(usage: Usage) -> Feature:
    """Return it with a column beside each field that has to be found."""
    columns = tuple(
        Column(
            f"{name}_hash",
            "text",
            nullable=True,
            hidden=True,
            stands_for=name,
            looked_up=bool(usage.written.fields[name].filter),
        )
        for name in _hashed(usage.written)
    )
    return replace(FEATURE, columns=columns)


FEATURE = Feature(
    name="encrypted",
    said="encrypted",
    told=False,
    summary="The database holds a value encrypted, and bound to its row.",
    reasons=Reasons(
        9104,
        "The service encrypts sensitive values",
        "A copy of the database, or a backup, must not reveal them.",
        "AES-256-GCM with keys from the environment, each ciphertext bound to "
        "its row; a keyed hash serves unique constraints and filters.",
        "The database can neither sort nor search them. Lost keys mean lost "
        "values; a command rotates the keys.",
    ),
    used_by=lambda usage: bool(usage.modifiers["encrypted"]),
    modules=("encryption",),
    form=_form,
    rule=_rule,
    classes=("BlindIndex", "Encrypted", "SealedText"),
    environment=True,
    settings=lambda _design: (
        Setting("ENCRYPTION_KEYS", secret=True, needed=True),
        Setting("ENCRYPTION_INDEX_KEY", secret=True, needed=True),
    ),
)
