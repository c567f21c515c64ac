from dataclasses import replace
from typing import Annotated

from fastapi import Query, Request, Response
from pydantic import MISSING

from workshop.core.http.batch import (
    Atomic,
    BatchChanges,
    BatchCreations,
    BatchRemovals,
    ManyOf,
    changed_each,
    created_each,
    deleted_each,
    require_versions,
)
from workshop.core.http.contract import responses
from workshop.core.http.dependencies import ReadingDep
from workshop.core.http.idempotency import IdempotentRoute
from workshop.core.http.json_patch import (
    JSON_PATCH,
    MEDIA_MATCHES,
    JsonPatch,
    Patchable,
    update_of,
)
from workshop.core.http.permissions import permitted
from workshop.core.http.preconditions import (
    IfMatch,
    IfNoneMatch,
    VersionedResponseBuilder,
    expected_versions,
)
from workshop.core.http.preferences import Minimal, preferred
from workshop.core.http.responses import location
from workshop.core.http.routing import SliceRouter
from workshop.core.http.sparse_fields import attributes_of
from workshop.core.http.upserts import OnlyNew
from workshop.core.queries import ListQuery

from .access import ACCESS
from .dependencies import PartReadingDep, PartServiceDep
from .inclusions import INCLUSIONS, PartFieldsWithRelated, PartPage, PartWithRelated
from .schemas import (
    PartBatchDelete,
    PartBatchUpdate,
    PartCreate,
    PartGetQuery,
    PartKey,
    PartNaturalKey,
    PartQuery,
    PartRead,
    PartReplace,
    PartUpdate,
    PartUpsert,
)

router = SliceRouter(tags=["Part"], route_class=IdempotentRoute)
response = VersionedResponseBuilder(PartRead)


@router.get(
    "/parts",
    dependencies=[permitted(ACCESS, "list")],
    responses=responses(200, PartPage, errors=(401, 422, 429)),
)
async def list_parts(
    query: Annotated[PartQuery, Query()],
    service: PartReadingDep,
    work: ReadingDep,
    request: Request,
) -> Response:
    reads = attributes_of(PartRead, query.fields)
    wanted = replace(ListQuery.of(query), reads=INCLUSIONS.needed(reads, query.include))
    found = await service.open_page(wanted)
    shown = await INCLUSIONS.beside(
        response.only(reads),
        found.items,
        query.include,
        work,
    )
    return shown.open_page(found, request)


@router.get(
    "/parts/{part_id}",
    dependencies=[permitted(ACCESS, "get")],
    responses=responses(
        200,
        PartWithRelated,
        some=PartFieldsWithRelated,
        headers=("ETag",),
        errors=(401, 404, 422, 429),
        conditional=True,
    ),
)
async def get_part(
    part_id: PartKey,
    query: Annotated[PartGetQuery, Query()],
    service: PartReadingDep,
    work: ReadingDep,
    if_none_match: IfNoneMatch = MISSING,
) -> Response:
    reads = attributes_of(PartRead, query.fields)
    found = await service.read(INCLUSIONS.needed(reads, query.include), part_id)
    if query.include is not MISSING:
        shown = await INCLUSIONS.beside(
            response.only(reads),
            [found],
            query.include,
            work,
        )
        return shown.one(found)
    return response.only(reads).unless_known(found, if_none_match)


@router.post(
    "/parts",
    status_code=201,
    dependencies=[permitted(ACCESS, "create")],
    responses=responses(
        201,
        PartRead,
        headers=("Location", "ETag", "Preference-Applied"),
        errors=(401, 403, 409, 413, 415, 422, 429),
    ),
)
async def create_part(
    body: PartCreate, service: PartServiceDep, request: Request, minimal: Minimal
) -> Response:
    made = await service.create(body)
    return preferred(
        response.one(made, status=201, location=location(request, made.id)),
        minimal,
    )


@router.put(
    "/parts/{part_id}",
    dependencies=[permitted(ACCESS, "update")],
    responses=responses(
        200,
        PartRead,
        headers=("ETag", "Preference-Applied"),
        errors=(401, 403, 404, 409, 412, 413, 415, 422, 428, 429),
    ),
)
async def replace_part(
    part_id: PartKey,
    body: PartReplace,
    service: PartServiceDep,
    if_match: IfMatch,
    minimal: Minimal,
) -> Response:
    changed = await service.replace(
        part_id,
        data=body,
        expected=expected_versions(if_match),
    )
    return preferred(response.one(changed), minimal)


@router.patch(
    "/parts/{part_id}",
    dependencies=[permitted(ACCESS, "update"), MEDIA_MATCHES],
    responses=responses(
        200,
        PartRead,
        headers=("ETag", "Preference-Applied"),
        errors=(401, 403, 404, 409, 412, 413, 415, 422, 428, 429),
    ),
    openapi_extra=JSON_PATCH,
)
async def update_part(
    part_id: PartKey,
    body: Annotated[PartUpdate | JsonPatch, Patchable(PartUpdate)],
    service: PartServiceDep,
    if_match: IfMatch,
    minimal: Minimal,
) -> Response:
    data = await update_of(
        body,
        PartUpdate,
        response.one,
        service,
        part_id,
        expected=expected_versions(if_match),
    )
    changed = await service.update(
        part_id,
        data=data,
        expected=expected_versions(if_match),
    )
    return preferred(response.one(changed), minimal)


@router.delete(
    "/parts/{part_id}",
    status_code=204,
    dependencies=[permitted(ACCESS, "delete")],
    responses=responses(204, errors=(401, 403, 404, 409, 412, 422, 428, 429)),
)
async def delete_part(
    part_id: PartKey, service: PartServiceDep, if_match: IfMatch
) -> Response:
    await service.delete(part_id, expected=expected_versions(if_match))
    return Response(status_code=204)


@router.post(
    "/batch/parts",
    status_code=207,
    dependencies=[permitted(ACCESS, "create")],
    responses=responses(
        207,
        BatchCreations[PartRead],
        errors=(401, 403, 409, 413, 415, 422, 429),
    ),
)
async def batch_create_parts(
    body: ManyOf[PartCreate],
    service: PartServiceDep,
    request: Request,
    atomic: Atomic = False,
) -> Response:
    done = await service.create_many(body.data, atomic=atomic)
    return await created_each(done, request, response.shown, "/parts", "id")


@router.patch(
    "/batch/parts",
    status_code=207,
    dependencies=[permitted(ACCESS, "update")],
    responses=responses(
        207,
        BatchChanges[PartRead],
        errors=(401, 403, 404, 409, 412, 413, 415, 422, 428, 429),
    ),
)
async def batch_update_parts(
    body: ManyOf[PartBatchUpdate],
    service: PartServiceDep,
    request: Request,
    atomic: Atomic = False,
) -> Response:
    require_versions(body.data, request)
    done = await service.update_many(body.data, atomic=atomic)
    return await changed_each(done, request, response.shown)


@router.post(
    "/batch/parts/delete",
    status_code=207,
    dependencies=[permitted(ACCESS, "delete")],
    responses=responses(
        207,
        BatchRemovals,
        errors=(401, 403, 404, 409, 412, 413, 415, 422, 428, 429),
    ),
)
async def batch_delete_parts(
    body: ManyOf[PartBatchDelete],
    service: PartServiceDep,
    request: Request,
    atomic: Atomic = False,
) -> Response:
    require_versions(body.data, request)
    done = await service.delete_many(body.data, atomic=atomic)
    return await deleted_each(done, request)


@router.put(
    "/parts",
    dependencies=[permitted(ACCESS, "create")],
    responses={
        **responses(
            200,
            PartRead,
            headers=("ETag", "Preference-Applied"),
            errors=(401, 403, 409, 412, 413, 415, 422, 428, 429),
        ),
        **responses(
            201,
            PartRead,
            headers=("Location", "ETag", "Preference-Applied"),
            errors=(401, 403, 409, 412, 413, 415, 422, 428, 429),
        ),
    },
)
async def upsert_part(
    key: Annotated[PartNaturalKey, Query()],
    body: PartUpsert,
    service: PartServiceDep,
    request: Request,
    only_new: OnlyNew,
    if_match: IfMatch,
    minimal: Minimal,
) -> Response:
    row = PartCreate.model_construct(**dict(key), **dict(body))
    found, is_new = await service.upsert(
        row,
        dict(key),
        only_new=only_new,
        expected=expected_versions(if_match),
    )
    place = location(request, found.id) if is_new else None
    return preferred(
        response.one(found, status=201 if is_new else 200, location=place),
        minimal,
    )
