from dataclasses import replace
from typing import Annotated

from fastapi import Query, Request, Response
from pydantic import MISSING

from workshop.core.http.contract import responses
from workshop.core.http.dependencies import ReadingDep
from workshop.core.http.history import (
    HistoryBuilder,
    HistoryEntry,
    HistoryPage,
    HistoryQuery,
    MomentQuery,
)
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
from workshop.core.http.responses import ResponseBuilder, location
from workshop.core.http.routing import SliceRouter
from workshop.core.http.sparse_fields import attributes_of
from workshop.core.queries import ListQuery

from .access import ACCESS
from .dependencies import RepairReadingDep, RepairServiceDep
from .inclusions import (
    INCLUSIONS,
    RepairFieldsWithRelated,
    RepairPage,
    RepairWithRelated,
)
from .schemas import (
    RepairCreate,
    RepairGetQuery,
    RepairKey,
    RepairListItem,
    RepairQuery,
    RepairRead,
    RepairReplace,
    RepairUpdate,
)

router = SliceRouter(tags=["Repair"], route_class=IdempotentRoute)
response = VersionedResponseBuilder(RepairRead)
row_response = ResponseBuilder(RepairListItem)
history = HistoryBuilder(RepairRead)


@router.get(
    "/repairs",
    dependencies=[permitted(ACCESS, "list")],
    responses=responses(200, RepairPage, errors=(401, 403, 422, 429)),
)
async def list_repairs(
    query: Annotated[RepairQuery, Query()], service: RepairReadingDep, work: ReadingDep
) -> Response:
    reads = attributes_of(RepairListItem, query.fields)
    wanted = replace(ListQuery.of(query), reads=INCLUSIONS.needed(reads, query.include))
    found = await service.cursor_page(wanted)
    shown = await INCLUSIONS.beside(
        row_response.only(reads),
        found.items,
        query.include,
        work,
    )
    return shown.cursor_page(found)


@router.get(
    "/repairs/{repair_id}",
    dependencies=[permitted(ACCESS, "get")],
    responses=responses(
        200,
        RepairWithRelated,
        some=RepairFieldsWithRelated,
        headers=("ETag",),
        errors=(401, 403, 404, 422, 429),
        conditional=True,
    ),
)
async def get_repair(
    repair_id: RepairKey,
    query: Annotated[RepairGetQuery, Query()],
    service: RepairReadingDep,
    work: ReadingDep,
    if_none_match: IfNoneMatch = MISSING,
) -> Response:
    reads = attributes_of(RepairRead, query.fields)
    found = await service.read(INCLUSIONS.needed(reads, query.include), repair_id)
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
    "/repairs",
    status_code=201,
    dependencies=[permitted(ACCESS, "create")],
    responses=responses(
        201,
        RepairRead,
        headers=("Location", "ETag", "Preference-Applied"),
        errors=(401, 403, 409, 413, 415, 422, 429),
    ),
)
async def create_repair(
    body: RepairCreate, service: RepairServiceDep, request: Request, minimal: Minimal
) -> Response:
    made = await service.create(body)
    return preferred(
        response.one(made, status=201, location=location(request, made.id)),
        minimal,
    )


@router.put(
    "/repairs/{repair_id}",
    dependencies=[permitted(ACCESS, "update")],
    responses=responses(
        200,
        RepairRead,
        headers=("ETag", "Preference-Applied"),
        errors=(401, 403, 404, 409, 412, 413, 415, 422, 428, 429),
    ),
)
async def replace_repair(
    repair_id: RepairKey,
    body: RepairReplace,
    service: RepairServiceDep,
    if_match: IfMatch,
    minimal: Minimal,
) -> Response:
    changed = await service.replace(
        repair_id,
        data=body,
        expected=expected_versions(if_match),
    )
    return preferred(response.one(changed), minimal)


@router.patch(
    "/repairs/{repair_id}",
    dependencies=[permitted(ACCESS, "update"), MEDIA_MATCHES],
    responses=responses(
        200,
        RepairRead,
        headers=("ETag", "Preference-Applied"),
        errors=(401, 403, 404, 409, 412, 413, 415, 422, 428, 429),
    ),
    openapi_extra=JSON_PATCH,
)
async def update_repair(
    repair_id: RepairKey,
    body: Annotated[RepairUpdate | JsonPatch, Patchable(RepairUpdate)],
    service: RepairServiceDep,
    if_match: IfMatch,
    minimal: Minimal,
) -> Response:
    data = await update_of(
        body,
        RepairUpdate,
        response.one,
        service,
        repair_id,
        expected=expected_versions(if_match),
    )
    changed = await service.update(
        repair_id,
        data=data,
        expected=expected_versions(if_match),
    )
    return preferred(response.one(changed), minimal)


@router.delete(
    "/repairs/{repair_id}",
    status_code=204,
    dependencies=[permitted(ACCESS, "delete")],
    responses=responses(204, errors=(401, 403, 404, 412, 422, 428, 429)),
)
async def delete_repair(
    repair_id: RepairKey, service: RepairServiceDep, if_match: IfMatch
) -> Response:
    await service.delete(repair_id, expected=expected_versions(if_match))
    return Response(status_code=204)


@router.post(
    "/repairs/{repair_id}/begin",
    dependencies=[permitted(ACCESS, "begin")],
    responses=responses(
        200,
        RepairRead,
        headers=("ETag", "Preference-Applied"),
        errors=(401, 403, 404, 409, 412, 422, 428, 429),
    ),
)
async def begin_repair(
    repair_id: RepairKey, service: RepairServiceDep, if_match: IfMatch, minimal: Minimal
) -> Response:
    changed = await service.begin(repair_id, expected=expected_versions(if_match))
    return preferred(response.one(changed), minimal)


@router.post(
    "/repairs/{repair_id}/finish",
    dependencies=[permitted(ACCESS, "finish")],
    responses=responses(
        200,
        RepairRead,
        headers=("ETag", "Preference-Applied"),
        errors=(401, 403, 404, 409, 412, 422, 428, 429),
    ),
)
async def finish_repair(
    repair_id: RepairKey, service: RepairServiceDep, if_match: IfMatch, minimal: Minimal
) -> Response:
    changed = await service.finish(repair_id, expected=expected_versions(if_match))
    return preferred(response.one(changed), minimal)


@router.post(
    "/repairs/{repair_id}/collect",
    dependencies=[permitted(ACCESS, "collect")],
    responses=responses(
        200,
        RepairRead,
        headers=("ETag", "Preference-Applied"),
        errors=(401, 403, 404, 409, 412, 422, 428, 429),
    ),
)
async def collect_repair(
    repair_id: RepairKey, service: RepairServiceDep, if_match: IfMatch, minimal: Minimal
) -> Response:
    changed = await service.collect(repair_id, expected=expected_versions(if_match))
    return preferred(response.one(changed), minimal)


@router.get(
    "/deleted/repairs",
    dependencies=[permitted(ACCESS, "delete")],
    responses=responses(200, RepairPage, errors=(401, 403, 422, 429)),
)
async def list_deleted_repairs(
    query: Annotated[RepairQuery, Query()], service: RepairReadingDep, work: ReadingDep
) -> Response:
    wanted = ListQuery.of(query, among_deleted=True)
    reads = attributes_of(RepairListItem, query.fields)
    wanted = replace(wanted, reads=INCLUSIONS.needed(reads, query.include))
    found = await service.cursor_page(wanted)
    shown = await INCLUSIONS.beside(
        row_response.only(reads),
        found.items,
        query.include,
        work,
    )
    return shown.cursor_page(found)


@router.post(
    "/repairs/{repair_id}/restore",
    dependencies=[permitted(ACCESS, "delete")],
    responses=responses(
        200,
        RepairRead,
        headers=("ETag", "Preference-Applied"),
        errors=(401, 403, 404, 409, 422, 429),
    ),
)
async def restore_repair(
    repair_id: RepairKey, service: RepairServiceDep, minimal: Minimal
) -> Response:
    changed = await service.restore(repair_id)
    return preferred(response.one(changed), minimal)


@router.get(
    "/repairs/{repair_id}/history",
    dependencies=[permitted(ACCESS, "get")],
    responses=responses(200, HistoryPage, errors=(401, 403, 404, 422, 429)),
)
async def list_history_of_repair(
    repair_id: RepairKey,
    query: Annotated[HistoryQuery, Query()],
    service: RepairReadingDep,
) -> Response:
    found = await service.history(repair_id, query=query)
    return history.entries(found)


@router.get(
    "/repairs/{repair_id}/as-of",
    dependencies=[permitted(ACCESS, "get")],
    responses=responses(200, HistoryEntry, errors=(401, 403, 404, 422, 429)),
)
async def get_repair_as_of(
    repair_id: RepairKey,
    query: Annotated[MomentQuery, Query()],
    service: RepairReadingDep,
) -> Response:
    found = await service.as_of(repair_id, query=query)
    return history.entry(found)
