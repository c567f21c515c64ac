"""`file(…)`: a file belongs to a row, and is streamed to and from where files are kept."""

from __future__ import annotations

from collections.abc import Iterator

from ..language.design import Design, Entity, FieldType
from ..language.files import FILE, GROUPS, KINDS, LARGEST, file_type, kinds_of
from ..language.finding import Finding
from ..language.tree import Path
from ..names import words
from ..operation import HttpEndpoint, Method, Operation, Refusal, refused
from ..record import replace
from .feature import (
    AddedContract,
    Components,
    Cost,
    Feature,
    Reasons,
    Repository,
    Subject,
    Usage,
)
from .routes import Argument, Router, Served
from .setting import Setting
from .watching import Watched

_HTTP = "core.http.files"
_NAME, _RANGE = "file-name", "file-Range"
_ASKED = (_RANGE, "file-If-Range", "file-If-None-Match")
_TEXT = {"type": "string"}


def _files(entity: Entity) -> dict[str, FieldType]:
    return {name: each for name, each in entity.fields.items() if each.type == FILE}


def _wanted(design: Design) -> bool:
    return any(_files(each) for each in design.entities.values())


# Rules


def _rule(name: str, entity: Entity) -> Iterator[Finding]:
    """A file comes after its row, is read with it and written with it."""
    found = _files(entity)
    path: Path = ("entities", name)
    for each, field in found.items():
        place = (*path, "fields", each)
        yield from _of_type(place, field)
        yield from _beside(place, field)
        if not field.nullable:
            message = (
                "A file is uploaded to a row that is there, so a new row has none."
            )
            yield Finding((*place, "type"), "BD1001", message, "Write a `?`.", place)
    missing = [each for each in ("get", "update") if each not in entity.operations]
    if found and missing:
        message = (
            f"{name} has no {' and no '.join(missing)}, by whose rules its files are "
            "read and written."
        )
        hint = f"Add {' and '.join(missing)} to operations, or leave the file out."
        yield Finding((*path, "operations"), "BD1002", message, hint)


def _of_type(place: Path, field: FieldType) -> Iterator[Finding]:
    at = (*place, "type")
    said = file_type(field.arguments)
    if said is None:
        message = "file takes media types, and the most bytes if these are not 10MB."
        hint = "Write file(image/*, 5MB), or file(image/png, application/pdf)?"
        yield Finding(at, "BD1000", message, hint, place)
        return
    if said.most > LARGEST:
        message = f"{said.size} are more than a request sends: 5GB at the most."
        yield Finding(at, "BD1000", message, "Write less.", place)
    for each in said.media:
        if not kinds_of((each,)):
            message = f'No first bytes tell of a file that it is "{each}".'
            hint = f"Known are {', '.join((*GROUPS, *KINDS))}."
            yield Finding(at, "BD1003", message, hint, place)


_UNFIT = (
    *("readonly", "writeonly", "internal", "immutable", "encrypted", "auto"),
    *("default", "default_sql", "computed", "computed_sql", "virtual", "unlisted"),
)
"""Words that mean nothing for a file, though they do for any other value."""


def _beside(place: Path, field: FieldType) -> Iterator[Finding]:
    for word in _UNFIT:
        said = field.has_default if word == "default" else getattr(field, word)
        if said:
            message = f'"{word}" does not apply to a file.'
            yield Finding((*place, word), "BD1004", message, "Leave it out.", place)


def _remarks(design: Design) -> Iterator[Finding]:
    """A store without files is of no use."""
    if design.files.store == "s3" and not _wanted(design):
        message = "No field is a file, so nothing is stored."
        hint = "Write `picture: file(image/*, 5MB)?` at an entity, or leave it out."
        yield Finding(("files",), "BD966", message, hint)


# Operations


def _form(usage: Usage) -> Feature:
    """Return it with the operations on each file of an entity."""
    found = _files(usage.written)

    def operations(subject: Subject) -> Iterator[Operation]:
        for name, field in found.items():
            yield from operations_of(subject, name, field)

    return replace(FEATURE, operations=operations)


def operations_of(subject: Subject, name: str, field: FieldType) -> Iterator[Operation]:
    """Yield how a file is written, read and taken away; who updates a row writes its files."""
    said, label = file_type(field.arguments), words(name)
    media = said.media if said else ()
    of = f"{label} of one {subject.label}"
    ruled: tuple[Refusal, ...] = (
        ("forbidden",) if field.readable or field.writable else ()
    )
    upload = _operation(subject, name, "upload", "put", *ruled)
    for error in ("too_large", "unsupported_media_type"):
        upload = refused(upload, error)
    yield replace(
        upload,
        summary=f"Upload the {of}, in place of the one that is there",
        returned="one",
        result=subject.name,
        http=replace(upload.http, parameters=(_NAME,), takes=media),
    )
    download = _operation(subject, name, "download", "get", *ruled)
    yield replace(
        download,
        summary=f"Read the {of}",
        rule="get",
        http=replace(download.http, parameters=_ASKED, gives=kinds_of(media)),
    )
    delete = _operation(subject, name, "delete", "delete", *ruled)
    yield replace(
        delete, summary=f"Delete the {of}", http=replace(delete.http, status=204)
    )


def _operation(
    subject: Subject, name: str, verb: str, method: Method, *errors: Refusal
) -> Operation:
    path = f"{subject.item_path}/{name.replace('_', '-')}"
    return Operation(
        name=f"{verb}_{name}",
        kind="file",
        id=f"{verb}_{name}_of_{subject.singular}",
        summary="",
        call=verb,
        returned="nothing",
        errors=("not_found", *errors, "invalid"),
        http=HttpEndpoint(method, path, 200, errors=()),
        python=None,
        key_of=subject.name,
        rule="update",
        file=name,
    )


# The code


def constant(operation: Operation) -> str:
    """Return the constant of a slice that says what is known of a file."""
    return f"{operation.file.upper()}_FILE"


def _known(operation: Operation) -> Argument:
    return Argument(constant(operation), ((".files", constant(operation)),))


def _route(operation: Operation) -> Iterator[Argument]:
    if operation.http.takes:
        name = constant(operation)
        yield Argument(f"openapi_extra={name}.taken", ((".files", name),))
    if operation.http.gives:
        yield Argument("response_class=Response", (("fastapi", "Response"),))


def _calls(operation: Operation) -> tuple[str, tuple[Argument, ...]]:
    more: tuple[Argument, ...] = ()
    if operation.http.takes:
        more = (Argument("name=name", ()),)
    elif operation.http.gives:
        more = (Argument("asked=asked", ()),)
    return f"files.{operation.call}", (_known(operation), *more)


def _told(operation: Operation) -> Argument | None:
    if not operation.http.gives:
        return None
    name = constant(operation)
    return Argument(f"downloads {name}", ((_HTTP, "downloads"), (".files", name)))


def _contract(_design: Design, _prefix: str) -> AddedContract:
    properties = {
        "name": {**_TEXT, "description": "What it was called where it came from."},
        "type": {**_TEXT, "description": "Its media type, told by its content."},
        "size": {"type": "integer", "description": "How many bytes it has."},
        "url": {**_TEXT, "format": "uri-reference", "description": "Where it is read."},
    }
    schema = {
        "type": "object",
        "description": "A file that belongs to a record.",
        "required": [*properties],
        "properties": properties,
    }
    return AddedContract(schemas={FILE: schema})


def _parameter(name: str, place: str, said: str, **more: object) -> dict[str, object]:
    schema = {**_TEXT, **more}
    return {"name": name, "in": place, "description": said, "schema": schema}


_PACKAGES = (
    "boto3",
    "botocore",
    "flask",
    "flask_cors",
    "jmespath",
    "moto",
    "obstore",
    "py_partiql_parser",
    "python_dateutil",
    "responses",
    "s3transfer",
    "six",
    "werkzeug",
    "xmltodict",
)
"""The client of S3, and what its server in tests comes with."""


def _settings(design: Design) -> Iterator[Setting]:
    """Yield where files are: a bucket's address and its keys, which AWS has otherwise."""
    yield Setting("FILES_LOCATION", needed=True, served="bucket")
    if design.files.store == "s3":
        yield Setting("S3_ENDPOINT", ports=(443,))
        yield Setting("S3_REGION", served="bucket")
        yield Setting("S3_ACCESS_KEY_ID", secret=True, served="bucket")
        yield Setting("S3_SECRET_ACCESS_KEY", secret=True, served="bucket")


def _watched(design: Design) -> Watched | None:
    from .watching import kept  # few designs ask for it

    return kept.files(design)


FEATURE = Feature(
    name="files",
    said="picture: file(image/*, 5MB)?",
    summary="A file belongs to a row: streamed, limited, told by its content.",
    reasons=Reasons(
        9121,
        "Files are stored beside the database",
        "Files in rows make backups, replication and memory grow with them.",
        "Objects are written to a folder or S3 under random keys before the row that "
        "names them is committed; a command deletes those that no row names.",
        "A backup needs both the database and the store. A crash leaves an object "
        "without a row, never a row without an object.",
    ),
    used_by=lambda usage: bool(_files(usage.written)),
    wanted=_wanted,
    form=_form,
    rule=_rule,
    remarks=_remarks,
    contract=_contract,
    classes=("FileColumn", "FileField", "FilesService", "KeepsFiles", "StoredFile"),
    repository=Repository(base=("core.db.kept_files", "KeepsFiles")),
    service=("core.files.service", "FilesService"),
    router=Router(
        headers={
            _NAME: Argument("name: FileName", ((_HTTP, "FileName"),)),
            _RANGE: Argument("asked: AskedDep", ((_HTTP, "AskedDep"),)),
            "file-If-Range": Argument("", ()),
            "file-If-None-Match": Argument("", ()),
        },
        serves={
            "file": Served(
                route=_route,
                given=Argument("files: FilesDep", ((_HTTP, "FilesDep"),)),
                calls=_calls,
                told=_told,
            )
        },
    ),
    components=Components(
        parameters={
            _NAME: _parameter(
                *("name", "query"),
                "What the file is called; it is no path, and where it is kept hangs on "
                "nothing of it.",
                minLength=1,
                maxLength=255,
                pattern=r"^[^\x00]*$",
            ),
            _RANGE: _parameter(
                *("Range", "header"), "Which bytes: `bytes=0-999`, one range."
            ),
            "file-If-Range": _parameter(
                *("If-Range", "header"),
                "The part only if the file still has this entity tag; else all of it.",
            ),
            "file-If-None-Match": _parameter(
                *("If-None-Match", "header"),
                "Only if the file has none of these entity tags.",
            ),
        },
    ),
    removal=Cost(loses_data=True, breaks_clients=True),
    tests={"file": "files"},
    told=False,
    commands=False,
    packages=dict.fromkeys(_PACKAGES, "a package that files are kept in S3 with"),
    modules=("files", "fuzzed_files"),
    settings=_settings,
    daily=("files", "sweep", "--yes"),
    watched=_watched,
)
