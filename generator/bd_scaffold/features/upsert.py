"""`upsert`: a PUT by a natural key replaces the row that has it, or creates it."""

from __future__ import annotations

from collections.abc import Iterator

from ..language.design import Design, Entity, FieldType
from ..language.finding import Finding
from ..language.tree import Path
from ..operation import HttpEndpoint, Operation
from ..record import replace
from .feature import Components, Cost, Feature, Repository, Subject, Usage
from .routes import Argument, Router

_WORD = "upsert"
_NEEDED = ("create", "replace")
_ONLY_NEW = "If-None-Match-Any"
_OK, _CREATED = 200, 201
_TYPES = (
    *("string", "text", "email", "uuid", "enum", "date"),
    *("smallint", "integer", "bigint"),
)
_NEVER = {
    "nullable": "may be missing",
    "many": "is a list",
    "has_default": "has a default",
    "auto": "is made by the server",
    "readonly": "is set by the server alone",
    "internal": "is not in the API",
    "writeonly": "is never shown",
    "encrypted": "is encrypted, and a request's address is written down",
    "computed": "is computed",
    "readable": "is not everybody's to see",
    "writable": "is not everybody's to give",
}


def _rule(name: str, entity: Entity) -> Iterator[Finding]:
    """What finds a row is unique, and said by whoever asks; all else may change."""
    if not entity.upsert:
        return
    path: Path = ("entities", name, _WORD)
    missing = [each for each in _NEEDED if each not in entity.operations]
    if missing:
        message = f"{name} has no {' and no '.join(missing)}, which an upsert does."
        yield Finding(path, "BD427", message, f"Add {' and '.join(missing)}.")
    unknown = [each for each in entity.upsert if each not in entity.fields]
    for each in unknown:
        message = f'{name} has no field "{each}".'
        yield Finding(path, "BD106", message, "Name unique fields.")
    if unknown:
        return
    if not _is_unique(entity):
        said = " and ".join(entity.upsert)
        message = f"{said} may be the same in several rows of {name}."
        yield Finding(path, "BD427", message, "Make it unique, or name what is.")
    for each in entity.upsert:
        for reason in _reasons(entity.fields[each]):
            message = f"{each} {reason}, so no request can say it."
            yield Finding(path, "BD427", message, "Name another unique field.")
    yield from _fixed(entity, path)


def _fixed(entity: Entity, path: Path) -> Iterator[Finding]:
    """What a row keeps for good can't be given it by whoever doesn't know the row."""
    given = [e for e in entity.key_fields if not _is_made(entity.fields.get(e))]
    kept = [e for e, field in entity.fields.items() if field.immutable]
    for each in dict.fromkeys((*given, *kept)):
        if each not in entity.upsert or each in given:
            message = (
                f"{each} of a row never changes, and an upsert gives it all values."
            )
            hint = f"Leave out what keeps {each}, or upsert."
            yield Finding(path, "BD427", message, hint)


def _is_made(field: FieldType | None) -> bool:
    return field is None or field.auto


def _is_unique(entity: Entity) -> bool:
    said = {*entity.upsert}
    alone = [{n} for n, f in entity.fields.items() if f.unique or (f.one and not f.by)]
    return said in alone or said in [{*each.fields} for each in entity.unique]


def _reasons(field: FieldType) -> Iterator[str]:
    for word, reason in _NEVER.items():
        if getattr(field, word) not in (None, False):
            yield reason
    if field.is_scalar and field.type not in _TYPES:
        yield f"is a {field.type}"
    if field.by is not None or field.through:
        yield "is the other side of a relation"


def _form(usage: Usage) -> Feature:
    """Return it with the operation by the natural key of an entity."""
    natural = usage.written.upsert

    def operations(subject: Subject) -> Iterator[Operation]:
        yield _operation(subject, natural)

    return replace(FEATURE, operations=operations)


def _operation(subject: Subject, natural: tuple[str, ...]) -> Operation:
    return Operation(
        name=_WORD,
        kind="upsert",
        id=f"{_WORD}_{subject.singular}",
        summary=f"Replace the {subject.label} with this key, or create it",
        call=_WORD,
        returned="one",
        errors=(
            "conflict",
            "precondition_failed",
            "too_large",
            "unsupported_media_type",
            "invalid",
        ),
        http=HttpEndpoint(
            "put",
            subject.path,
            _OK,
            errors=(),
            parameters=(_ONLY_NEW,),
            created=_CREATED,
        ),
        python=None,
        query=f"{subject.name}NaturalKey",
        body=f"{subject.name}Upsert",
        result=subject.name,
        rule="create",
        natural=natural,
    )


def _wanted(design: Design) -> bool:
    return any(each.upsert for each in design.entities.values())


FEATURE = Feature(
    name=_WORD,
    said="upsert: sku",
    summary="A PUT by a natural key replaces the row that has it, or creates it.",
    used_by=lambda usage: bool(usage.written.upsert),
    wanted=_wanted,
    told=False,
    form=_form,
    rule=_rule,
    classes=("OnlyNew", "UpsertService", "Upserts"),
    components=Components(
        parameters={
            _ONLY_NEW: {
                "name": "If-None-Match",
                "in": "header",
                "description": "Only if there is no such record: `*`.",
                "schema": {"type": "string", "const": "*"},
            }
        }
    ),
    repository=Repository(base=("core.db.upserts", "Upserts")),
    service=("core.upserts", "UpsertService"),
    router=Router(
        headers={
            _ONLY_NEW: Argument(
                "only_new: OnlyNew", (("core.http.upserts", "OnlyNew"),)
            )
        }
    ),
    resource=lambda _usage, _given: ("upsert=True",),
    tests={"upsert": "upsert"},
    removal=Cost(breaks_clients=True),
)
