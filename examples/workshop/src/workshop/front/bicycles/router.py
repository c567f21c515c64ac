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
from workshop.front.customers.dependencies import CustomerReadingDep
from workshop.front.customers.schemas import CustomerKey

from .access import ACCESS
from .dependencies import BicycleReadingDep, BicycleServiceDep
from .schemas import (
    BicycleCreate,
    BicycleFields,
    BicycleGetQuery,
    BicycleKey,
    BicyclePage,
    BicycleQuery,
    BicycleRead,
    BicycleReplace,
    BicycleUpdate,
    CustomerBicyclesQuery,
)

router = SliceRouter(tags=["Bicycle"], route_class=IdempotentRoute)
response = ResponseBuilder(BicycleRead)


@router.get(
    "/bicycles",
    dependencies=[permitted(ACCESS, "list")],
    responses=responses(200, BicyclePage, errors=(401, 403, 422, 429)),
)
async def list_bicycles(
    query: Annotated[BicycleQuery, Query()],
    service: BicycleReadingDep,
    request: Request,
) -> Response:
    reads = attributes_of(BicycleRead, query.fields)
    wanted = replace(ListQuery.of(query), reads=reads)
    found = await service.open_page(wanted)
    return response.only(reads).open_page(found, request)


@router.get(
    "/bicycles/{bicycle_id}",
    dependencies=[permitted(ACCESS, "get")],
    responses=responses(
        200,
        BicycleRead,
        some=BicycleFields,
        errors=(401, 403, 404, 422, 429),
    ),
)
async def get_bicycle(
    bicycle_id: BicycleKey,
    query: Annotated[BicycleGetQuery, Query()],
    service: BicycleReadingDep,
) -> Response:
    reads = attributes_of(BicycleRead, query.fields)
    found = await service.read(reads, bicycle_id)
    return response.only(reads).one(found)


@router.post(
    "/bicycles",
    status_code=201,
    dependencies=[permitted(ACCESS, "create")],
    responses=responses(
        201,
        BicycleRead,
        headers=("Location", "Preference-Applied"),
        errors=(401, 403, 409, 413, 415, 422, 429),
    ),
)
async def create_bicycle(
    body: BicycleCreate, service: BicycleServiceDep, request: Request, minimal: Minimal
) -> Response:
    made = await service.create(body)
    return preferred(
        response.one(made, status=201, location=location(request, made.id)),
        minimal,
    )


@router.put(
    "/bicycles/{bicycle_id}",
    dependencies=[permitted(ACCESS, "update")],
    responses=responses(
        200,
        BicycleRead,
        headers=("Preference-Applied",),
        errors=(401, 403, 404, 409, 413, 415, 422, 429),
    ),
)
async def replace_bicycle(
    bicycle_id: BicycleKey,
    body: BicycleReplace,
    service: BicycleServiceDep,
    minimal: Minimal,
) -> Response:
    changed = await service.replace(bicycle_id, data=body)
    return preferred(response.one(changed), minimal)


@router.patch(
    "/bicycles/{bicycle_id}",
    dependencies=[permitted(ACCESS, "update"), MEDIA_MATCHES],
    responses=responses(
        200,
        BicycleRead,
        headers=("Preference-Applied",),
        errors=(401, 403, 404, 409, 413, 415, 422, 429),
    ),
    openapi_extra=JSON_PATCH,
)
async def update_bicycle(
    bicycle_id: BicycleKey,
    body: Annotated[BicycleUpdate | JsonPatch, Patchable(BicycleUpdate)],
    service: BicycleServiceDep,
    minimal: Minimal,
) -> Response:
    data = await update_of(body, BicycleUpdate, response.one, service, bicycle_id)
    changed = await service.update(bicycle_id, data=data)
    return preferred(response.one(changed), minimal)


@router.delete(
    "/bicycles/{bicycle_id}",
    status_code=204,
    dependencies=[permitted(ACCESS, "delete")],
    responses=responses(204, errors=(401, 403, 404, 409, 422, 429)),
)
async def delete_bicycle(
    bicycle_id: BicycleKey, service: BicycleServiceDep
) -> Response:
    await service.delete(bicycle_id)
    return Response(status_code=204)


@router.get(
    "/customers/{customer_id}/bicycles",
    dependencies=[permitted(ACCESS, "list")],
    responses=responses(200, BicyclePage, errors=(401, 403, 404, 422, 429)),
)
async def list_bicycles_of_customer(
    customer_id: CustomerKey,
    query: Annotated[CustomerBicyclesQuery, Query()],
    parents: CustomerReadingDep,
    service: BicycleReadingDep,
    request: Request,
) -> Response:
    await parents.get(customer_id)
    wanted = ListQuery.of(query, customer_id=customer_id)
    reads = attributes_of(BicycleRead, query.fields)
    wanted = replace(wanted, reads=reads)
    found = await service.open_page(wanted)
    return response.only(reads).open_page(found, request)
