from dataclasses import replace
from typing import Annotated

from fastapi import Query, Request, Response
from pydantic import MISSING

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
from workshop.core.http.preferences import Minimal, preferred
from workshop.core.http.responses import ResponseBuilder, location
from workshop.core.http.routing import SliceRouter
from workshop.core.http.sparse_fields import attributes_of
from workshop.core.queries import ListQuery

from .access import ACCESS
from .dependencies import CustomerReadingDep, CustomerServiceDep
from .inclusions import (
    INCLUSIONS,
    CustomerFieldsWithRelated,
    CustomerPage,
    CustomerWithRelated,
)
from .schemas import (
    CustomerCreate,
    CustomerGetQuery,
    CustomerKey,
    CustomerQuery,
    CustomerRead,
    CustomerReplace,
    CustomerUpdate,
)

router = SliceRouter(tags=["Customer"], route_class=IdempotentRoute)
response = ResponseBuilder(CustomerRead)


@router.get(
    "/customers",
    dependencies=[permitted(ACCESS, "list")],
    responses=responses(200, CustomerPage, errors=(401, 403, 422, 429)),
)
async def list_customers(
    query: Annotated[CustomerQuery, Query()],
    service: CustomerReadingDep,
    work: ReadingDep,
    request: Request,
) -> Response:
    reads = attributes_of(CustomerRead, query.fields)
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
    "/customers/{customer_id}",
    dependencies=[permitted(ACCESS, "get")],
    responses=responses(
        200,
        CustomerWithRelated,
        some=CustomerFieldsWithRelated,
        errors=(401, 403, 404, 422, 429),
    ),
)
async def get_customer(
    customer_id: CustomerKey,
    query: Annotated[CustomerGetQuery, Query()],
    service: CustomerReadingDep,
    work: ReadingDep,
) -> Response:
    reads = attributes_of(CustomerRead, query.fields)
    found = await service.read(INCLUSIONS.needed(reads, query.include), customer_id)
    if query.include is not MISSING:
        shown = await INCLUSIONS.beside(
            response.only(reads),
            [found],
            query.include,
            work,
        )
        return shown.one(found)
    return response.only(reads).one(found)


@router.post(
    "/customers",
    status_code=201,
    dependencies=[permitted(ACCESS, "create")],
    responses=responses(
        201,
        CustomerRead,
        headers=("Location", "Preference-Applied"),
        errors=(401, 403, 409, 413, 415, 422, 429),
    ),
)
async def create_customer(
    body: CustomerCreate,
    service: CustomerServiceDep,
    request: Request,
    minimal: Minimal,
) -> Response:
    made = await service.create(body)
    return preferred(
        response.one(made, status=201, location=location(request, made.id)),
        minimal,
    )


@router.put(
    "/customers/{customer_id}",
    dependencies=[permitted(ACCESS, "update")],
    responses=responses(
        200,
        CustomerRead,
        headers=("Preference-Applied",),
        errors=(401, 403, 404, 409, 413, 415, 422, 429),
    ),
)
async def replace_customer(
    customer_id: CustomerKey,
    body: CustomerReplace,
    service: CustomerServiceDep,
    minimal: Minimal,
) -> Response:
    changed = await service.replace(customer_id, data=body)
    return preferred(response.one(changed), minimal)


@router.patch(
    "/customers/{customer_id}",
    dependencies=[permitted(ACCESS, "update"), MEDIA_MATCHES],
    responses=responses(
        200,
        CustomerRead,
        headers=("Preference-Applied",),
        errors=(401, 403, 404, 409, 413, 415, 422, 429),
    ),
    openapi_extra=JSON_PATCH,
)
async def update_customer(
    customer_id: CustomerKey,
    body: Annotated[CustomerUpdate | JsonPatch, Patchable(CustomerUpdate)],
    service: CustomerServiceDep,
    minimal: Minimal,
) -> Response:
    data = await update_of(body, CustomerUpdate, response.one, service, customer_id)
    changed = await service.update(customer_id, data=data)
    return preferred(response.one(changed), minimal)


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
