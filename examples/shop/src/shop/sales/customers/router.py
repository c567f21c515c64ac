from typing import Annotated

from fastapi import Query, Request, Response

from shop.core.http.contract import responses
from shop.core.http.permissions import permitted
from shop.core.http.responses import ResponseBuilder, location
from shop.core.http.routing import SliceRouter
from shop.core.queries import ListQuery

from .access import ACCESS
from .dependencies import CustomerReadingDep, CustomerServiceDep
from .schemas import (
    CustomerCreate,
    CustomerKey,
    CustomerPage,
    CustomerQuery,
    CustomerRead,
    CustomerReplace,
    CustomerUpdate,
)

router = SliceRouter(tags=["Customer"])
response = ResponseBuilder(CustomerRead)


@router.get(
    "/customers",
    dependencies=[permitted(ACCESS, "list")],
    responses=responses(200, CustomerPage, errors=(401, 403, 422, 429)),
)
async def list_customers(
    query: Annotated[CustomerQuery, Query()],
    service: CustomerReadingDep,
    request: Request,
) -> Response:
    found = await service.page(ListQuery.of(query))
    return response.page(found, request)


@router.get(
    "/customers/{customer_id}",
    dependencies=[permitted(ACCESS, "get")],
    responses=responses(200, CustomerRead, errors=(401, 403, 404, 422, 429)),
)
async def get_customer(
    customer_id: CustomerKey, service: CustomerReadingDep
) -> Response:
    found = await service.get(customer_id)
    return response.one(found)


@router.post(
    "/customers",
    status_code=201,
    dependencies=[permitted(ACCESS, "create")],
    responses=responses(
        201,
        CustomerRead,
        headers=("Location",),
        errors=(401, 403, 409, 413, 415, 422, 429),
    ),
)
async def create_customer(
    body: CustomerCreate, service: CustomerServiceDep, request: Request
) -> Response:
    made = await service.create(body)
    return response.one(made, status=201, location=location(request, made.id))


@router.put(
    "/customers/{customer_id}",
    dependencies=[permitted(ACCESS, "update")],
    responses=responses(
        200,
        CustomerRead,
        errors=(401, 403, 404, 409, 413, 415, 422, 429),
    ),
)
async def replace_customer(
    customer_id: CustomerKey, body: CustomerReplace, service: CustomerServiceDep
) -> Response:
    changed = await service.replace(customer_id, data=body)
    return response.one(changed)


@router.patch(
    "/customers/{customer_id}",
    dependencies=[permitted(ACCESS, "update")],
    responses=responses(
        200,
        CustomerRead,
        errors=(401, 403, 404, 409, 413, 415, 422, 429),
    ),
)
async def update_customer(
    customer_id: CustomerKey, body: CustomerUpdate, service: CustomerServiceDep
) -> Response:
    changed = await service.update(customer_id, data=body)
    return response.one(changed)


@router.delete(
    "/customers/{customer_id}",
    status_code=204,
    dependencies=[permitted(ACCESS, "delete")],
    responses=responses(204, errors=(401, 403, 404, 409, 422, 429)),
)
async def delete_customer(
    customer_id: CustomerKey, service: CustomerServiceDep
) -> Response:
    await service.delete(customer_id)
    return Response(status_code=204)
