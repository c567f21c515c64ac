from dataclasses import replace
from typing import Annotated

from fastapi import Query, Request, Response

from workshop.core.http.contract import responses
from workshop.core.http.idempotency import IdempotentRoute
from workshop.core.http.json_patch import (
    JSON_PATCH,
    MEDIA_MATCHES,
    JsonPatch,
    Patchable,
    update_of,
)
from workshop.core.http.permissions import permitted
from workshop.core.http.preferences import Minimal, preferred
from workshop.core.http.responses import ResponseBuilder, location
from workshop.core.http.routing import SliceRouter
from workshop.core.http.sparse_fields import attributes_of
from workshop.core.queries import ListQuery
from workshop.front.repairs.dependencies import RepairReadingDep
from workshop.front.repairs.schemas import RepairKey

from .access import ACCESS
from .dependencies import JobReadingDep, JobServiceDep
from .schemas import (
    JobCreate,
    JobFields,
    JobGetQuery,
    JobKey,
    JobPage,
    JobQuery,
    JobRead,
    JobReplace,
    JobUpdate,
    RepairJobsQuery,
)

router = SliceRouter(tags=["Job"], route_class=IdempotentRoute)
response = ResponseBuilder(JobRead)


@router.get(
    "/jobs",
    dependencies=[permitted(ACCESS, "list")],
    responses=responses(200, JobPage, errors=(401, 403, 422, 429)),
)
async def list_jobs(
    query: Annotated[JobQuery, Query()], service: JobReadingDep, request: Request
) -> Response:
    reads = attributes_of(JobRead, query.fields)
    wanted = replace(ListQuery.of(query), reads=reads)
    found = await service.open_page(wanted)
    return response.only(reads).open_page(found, request)


@router.get(
    "/jobs/{job_id}",
    dependencies=[permitted(ACCESS, "get")],
    responses=responses(200, JobRead, some=JobFields, errors=(401, 403, 404, 422, 429)),
)
async def get_job(
    job_id: JobKey, query: Annotated[JobGetQuery, Query()], service: JobReadingDep
) -> Response:
    reads = attributes_of(JobRead, query.fields)
    found = await service.read(reads, job_id)
    return response.only(reads).one(found)


@router.post(
    "/jobs",
    status_code=201,
    dependencies=[permitted(ACCESS, "create")],
    responses=responses(
        201,
        JobRead,
        headers=("Location", "Preference-Applied"),
        errors=(401, 403, 409, 413, 415, 422, 429),
    ),
)
async def create_job(
    body: JobCreate, service: JobServiceDep, request: Request, minimal: Minimal
) -> Response:
    made = await service.create(body)
    return preferred(
        response.one(made, status=201, location=location(request, made.id)),
        minimal,
    )


@router.put(
    "/jobs/{job_id}",
    dependencies=[permitted(ACCESS, "update")],
    responses=responses(
        200,
        JobRead,
        headers=("Preference-Applied",),
        errors=(401, 403, 404, 409, 413, 415, 422, 429),
    ),
)
async def replace_job(
    job_id: JobKey, body: JobReplace, service: JobServiceDep, minimal: Minimal
) -> Response:
    changed = await service.replace(job_id, data=body)
    return preferred(response.one(changed), minimal)


@router.patch(
    "/jobs/{job_id}",
    dependencies=[permitted(ACCESS, "update"), MEDIA_MATCHES],
    responses=responses(
        200,
        JobRead,
        headers=("Preference-Applied",),
        errors=(401, 403, 404, 409, 413, 415, 422, 429),
    ),
    openapi_extra=JSON_PATCH,
)
async def update_job(
    job_id: JobKey,
    body: Annotated[JobUpdate | JsonPatch, Patchable(JobUpdate)],
    service: JobServiceDep,
    minimal: Minimal,
) -> Response:
    data = await update_of(body, JobUpdate, response.one, service, job_id)
    changed = await service.update(job_id, data=data)
    return preferred(response.one(changed), minimal)


@router.delete(
    "/jobs/{job_id}",
    status_code=204,
    dependencies=[permitted(ACCESS, "delete")],
    responses=responses(204, errors=(401, 403, 404, 422, 429)),
)
async def delete_job(job_id: JobKey, service: JobServiceDep) -> Response:
    await service.delete(job_id)
    return Response(status_code=204)


@router.get(
    "/repairs/{repair_id}/jobs",
    dependencies=[permitted(ACCESS, "list")],
    responses=responses(200, JobPage, errors=(401, 403, 404, 422, 429)),
)
async def list_jobs_of_repair(
    repair_id: RepairKey,
    query: Annotated[RepairJobsQuery, Query()],
    parents: RepairReadingDep,
    service: JobReadingDep,
    request: Request,
) -> Response:
    await parents.get(repair_id)
    wanted = ListQuery.of(query, repair_id=repair_id)
    reads = attributes_of(JobRead, query.fields)
    wanted = replace(wanted, reads=reads)
    found = await service.open_page(wanted)
    return response.only(reads).open_page(found, request)
