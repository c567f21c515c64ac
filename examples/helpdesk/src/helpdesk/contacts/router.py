from typing import Annotated

from fastapi import Query, Request, Response

from helpdesk.core.http.contract import responses
from helpdesk.core.http.permissions import permitted
from helpdesk.core.http.responses import ResponseBuilder, location
from helpdesk.core.http.routing import SliceRouter
from helpdesk.core.queries import ListQuery

from .access import ACCESS
from .dependencies import ContactReadingDep, ContactServiceDep
from .schemas import (
    ContactCreate,
    ContactKey,
    ContactPage,
    ContactQuery,
    ContactRead,
    ContactReplace,
    ContactUpdate,
)

router = SliceRouter(tags=["Contact"])
response = ResponseBuilder(ContactRead)


@router.get(
    "/contacts",
    dependencies=[permitted(ACCESS, "list")],
    responses=responses(200, ContactPage, errors=(401, 403, 422, 429)),
)
async def list_contacts(
    query: Annotated[ContactQuery, Query()],
    service: ContactReadingDep,
    request: Request,
) -> Response:
    found = await service.page(ListQuery.of(query))
    return response.page(found, request)


@router.get(
    "/contacts/{contact_id}",
    dependencies=[permitted(ACCESS, "get")],
    responses=responses(200, ContactRead, errors=(401, 403, 404, 422, 429)),
)
async def get_contact(contact_id: ContactKey, service: ContactReadingDep) -> Response:
    found = await service.get(contact_id)
    return response.one(found)


@router.post(
    "/contacts",
    status_code=201,
    dependencies=[permitted(ACCESS, "create")],
    responses=responses(
        201,
        ContactRead,
        headers=("Location",),
        errors=(401, 403, 409, 413, 415, 422, 429),
    ),
)
async def create_contact(
    body: ContactCreate, service: ContactServiceDep, request: Request
) -> Response:
    made = await service.create(body)
    return response.one(made, status=201, location=location(request, made.id))


@router.put(
    "/contacts/{contact_id}",
    dependencies=[permitted(ACCESS, "update")],
    responses=responses(
        200,
        ContactRead,
        errors=(401, 403, 404, 409, 413, 415, 422, 429),
    ),
)
async def replace_contact(
    contact_id: ContactKey, body: ContactReplace, service: ContactServiceDep
) -> Response:
    changed = await service.replace(contact_id, data=body)
    return response.one(changed)


@router.patch(
    "/contacts/{contact_id}",
    dependencies=[permitted(ACCESS, "update")],
    responses=responses(
        200,
        ContactRead,
        errors=(401, 403, 404, 409, 413, 415, 422, 429),
    ),
)
async def update_contact(
    contact_id: ContactKey, body: ContactUpdate, service: ContactServiceDep
) -> Response:
    changed = await service.update(contact_id, data=body)
    return response.one(changed)


@router.delete(
    "/contacts/{contact_id}",
    status_code=204,
    dependencies=[permitted(ACCESS, "delete")],
    responses=responses(204, errors=(401, 403, 404, 409, 422, 429)),
)
async def delete_contact(
    contact_id: ContactKey, service: ContactServiceDep
) -> Response:
    await service.delete(contact_id)
    return Response(status_code=204)
