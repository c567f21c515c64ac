from typing import Annotated

from fastapi import Query, Request, Response

from shop.core.http.contract import responses
from shop.core.http.permissions import permitted
from shop.core.http.responses import ResponseBuilder, location
from shop.core.http.routing import SliceRouter
from shop.core.queries import ListQuery

from .access import ACCESS
from .dependencies import AddressReadingDep, AddressServiceDep
from .schemas import (
    AddressCreate,
    AddressKey,
    AddressPage,
    AddressQuery,
    AddressRead,
    AddressReplace,
    AddressUpdate,
)

router = SliceRouter(tags=["Address"])
response = ResponseBuilder(AddressRead)


@router.get(
    "/addresses",
    dependencies=[permitted(ACCESS, "list")],
    responses=responses(200, AddressPage, errors=(401, 403, 422, 429)),
)
async def list_addresses(
    query: Annotated[AddressQuery, Query()],
    service: AddressReadingDep,
    request: Request,
) -> Response:
    found = await service.page(ListQuery.of(query))
    return response.page(found, request)


@router.get(
    "/addresses/{address_id}",
    dependencies=[permitted(ACCESS, "get")],
    responses=responses(200, AddressRead, errors=(401, 403, 404, 422, 429)),
)
async def get_address(address_id: AddressKey, service: AddressReadingDep) -> Response:
    found = await service.get(address_id)
    return response.one(found)


@router.post(
    "/addresses",
    status_code=201,
    dependencies=[permitted(ACCESS, "create")],
    responses=responses(
        201,
        AddressRead,
        headers=("Location",),
        errors=(401, 403, 409, 413, 415, 422, 429),
    ),
)
async def create_address(
    body: AddressCreate, service: AddressServiceDep, request: Request
) -> Response:
    made = await service.create(body)
    return response.one(made, status=201, location=location(request, made.id))


@router.put(
    "/addresses/{address_id}",
    dependencies=[permitted(ACCESS, "update")],
    responses=responses(
        200,
        AddressRead,
        errors=(401, 403, 404, 409, 413, 415, 422, 429),
    ),
)
async def replace_address(
    address_id: AddressKey, body: AddressReplace, service: AddressServiceDep
) -> Response:
    changed = await service.replace(address_id, data=body)
    return response.one(changed)


@router.patch(
    "/addresses/{address_id}",
    dependencies=[permitted(ACCESS, "update")],
    responses=responses(
        200,
        AddressRead,
        errors=(401, 403, 404, 409, 413, 415, 422, 429),
    ),
)
async def update_address(
    address_id: AddressKey, body: AddressUpdate, service: AddressServiceDep
) -> Response:
    changed = await service.update(address_id, data=body)
    return response.one(changed)


@router.delete(
    "/addresses/{address_id}",
    status_code=204,
    dependencies=[permitted(ACCESS, "delete")],
    responses=responses(204, errors=(401, 403, 404, 422, 429)),
)
async def delete_address(
    address_id: AddressKey, service: AddressServiceDep
) -> Response:
    await service.delete(address_id)
    return Response(status_code=204)
