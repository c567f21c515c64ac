from typing import Annotated

from fastapi import Query, Request, Response

from chat.core.http.contract import responses
from chat.core.http.files import AskedDep, FileName, FilesDep, downloads
from chat.core.http.idempotency import IdempotentRoute
from chat.core.http.permissions import permitted
from chat.core.http.responses import ResponseBuilder, location
from chat.core.http.routing import SliceRouter
from chat.core.queries import ListQuery

from .access import ACCESS
from .dependencies import PersonReadingDep, PersonServiceDep, person_service
from .files import PICTURE_FILE
from .schemas import (
    PersonCreate,
    PersonKey,
    PersonPage,
    PersonQuery,
    PersonRead,
    PersonReplace,
    PersonUpdate,
)

router = SliceRouter(tags=["Person"], route_class=IdempotentRoute)
response = ResponseBuilder(PersonRead)


@router.get(
    "/people",
    dependencies=[permitted(ACCESS, "list")],
    responses=responses(200, PersonPage, errors=(401, 403, 422, 429)),
)
async def list_people(
    query: Annotated[PersonQuery, Query()], service: PersonReadingDep
) -> Response:
    found = await service.cursor_page(ListQuery.of(query))
    return response.cursor_page(found)


@router.get(
    "/people/{person_id}",
    dependencies=[permitted(ACCESS, "get")],
    responses=responses(200, PersonRead, errors=(401, 403, 404, 422, 429)),
)
async def get_person(person_id: PersonKey, service: PersonReadingDep) -> Response:
    found = await service.get(person_id)
    return response.one(found)


@router.post(
    "/people",
    status_code=201,
    dependencies=[permitted(ACCESS, "create")],
    responses=responses(
        201,
        PersonRead,
        headers=("Location",),
        errors=(401, 403, 409, 413, 415, 422, 429),
    ),
)
async def create_person(
    body: PersonCreate, service: PersonServiceDep, request: Request
) -> Response:
    made = await service.create(body)
    return response.one(made, status=201, location=location(request, made.id))


@router.put(
    "/people/{person_id}",
    dependencies=[permitted(ACCESS, "update")],
    responses=responses(
        200,
        PersonRead,
        errors=(401, 403, 404, 409, 413, 415, 422, 429),
    ),
)
async def replace_person(
    person_id: PersonKey, body: PersonReplace, service: PersonServiceDep
) -> Response:
    changed = await service.replace(person_id, data=body)
    return response.one(changed)


@router.patch(
    "/people/{person_id}",
    dependencies=[permitted(ACCESS, "update")],
    responses=responses(
        200,
        PersonRead,
        errors=(401, 403, 404, 409, 413, 415, 422, 429),
    ),
)
async def update_person(
    person_id: PersonKey, body: PersonUpdate, service: PersonServiceDep
) -> Response:
    changed = await service.update(person_id, data=body)
    return response.one(changed)


@router.delete(
    "/people/{person_id}",
    status_code=204,
    dependencies=[permitted(ACCESS, "delete")],
    responses=responses(204, errors=(401, 403, 404, 422, 429)),
)
async def delete_person(person_id: PersonKey, service: PersonServiceDep) -> Response:
    await service.delete(person_id)
    return Response(status_code=204)


@router.put(
    "/people/{person_id}/picture",
    dependencies=[permitted(ACCESS, "update")],
    responses=responses(200, PersonRead, errors=(401, 403, 404, 413, 415, 422, 429)),
    openapi_extra=PICTURE_FILE.taken,
)
async def upload_picture_of_person(
    person_id: PersonKey, files: FilesDep, name: FileName
) -> Response:
    changed = await files.upload(person_service, PICTURE_FILE, person_id, name=name)
    return response.one(changed)


@router.get(
    "/people/{person_id}/picture",
    dependencies=[permitted(ACCESS, "get")],
    responses=downloads(PICTURE_FILE, responses(200, errors=(401, 403, 404, 422, 429))),
    response_class=Response,
)
async def download_picture_of_person(
    person_id: PersonKey, files: FilesDep, asked: AskedDep
) -> Response:
    return await files.download(person_service, PICTURE_FILE, person_id, asked=asked)


@router.delete(
    "/people/{person_id}/picture",
    status_code=204,
    dependencies=[permitted(ACCESS, "update")],
    responses=responses(204, errors=(401, 403, 404, 422, 429)),
)
async def delete_picture_of_person(person_id: PersonKey, files: FilesDep) -> Response:
    return await files.delete(person_service, PICTURE_FILE, person_id)
