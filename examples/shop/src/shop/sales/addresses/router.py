from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from shop.core.contract import answers
from shop.core.listing import Listing
from shop.core.presenter import Presenter, location

from .dependencies import AddressServiceDep
from .schemas import (
    AddressCreate,
    AddressKey,
    AddressPage,
    AddressQuery,
    AddressRead,
    AddressReplace,
    AddressUpdate,
)

router = APIRouter(tags=["Address"])
presenter = Presenter(AddressRead)


@router.get(
    "/addresses",
    operation_id="list_addresses",
    responses=answers(200, AddressPage, errors=(422,)),
)
async def list_addresses(
    query: Annotated[AddressQuery, Query()],
    service: AddressServiceDep,
    request: Request,
) -> Response:
    found = await service.page(Listing.of(query))
    return presenter.page(found, request)


@router.get(
    "/addresses/{address_id}",
    operation_id="get_address",
    responses=answers(200, AddressRead, errors=(404, 422)),
)
async def get_address(
    address_id: AddressKey,
    service: AddressServiceDep,
) -> Response:
    found = await service.get(address_id)
    return presenter.one(found)


@router.post(
    "/addresses",
    operation_id="create_address",
    status_code=201,
    responses=answers(201, AddressRead, headers=("Location",), errors=(409, 422)),
)
async def create_address(
    body: AddressCreate,
    service: AddressServiceDep,
    request: Request,
) -> Response:
    made = await service.create(body)
    return presenter.one(
        made,
        status=201,
        location=location(request, made.id),
    )


@router.put(
    "/addresses/{address_id}",
    operation_id="replace_address",
    responses=answers(200, AddressRead, errors=(404, 409, 422)),
)
async def replace_address(
    address_id: AddressKey,
    body: AddressReplace,
    service: AddressServiceDep,
) -> Response:
    changed = await service.replace(address_id, data=body)
    return presenter.one(changed)


@router.patch(
    "/addresses/{address_id}",
    operation_id="update_address",
    responses=answers(200, AddressRead, errors=(404, 409, 422)),
)
async def update_address(
    address_id: AddressKey,
    body: AddressUpdate,
    service: AddressServiceDep,
) -> Response:
    changed = await service.update(address_id, data=body)
    return presenter.one(changed)


@router.delete(
    "/addresses/{address_id}",
    operation_id="delete_address",
    status_code=204,
    responses=answers(204, errors=(404, 422)),
)
async def delete_address(
    address_id: AddressKey,
    service: AddressServiceDep,
) -> Response:
    await service.delete(address_id)
    return Response(status_code=204)
