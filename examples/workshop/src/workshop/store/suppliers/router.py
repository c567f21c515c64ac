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

from .access import ACCESS
from .dependencies import SupplierReadingDep, SupplierServiceDep
from .schemas import (
    SupplierCreate,
    SupplierFields,
    SupplierGetQuery,
    SupplierKey,
    SupplierPage,
    SupplierQuery,
    SupplierRead,
    SupplierReplace,
    SupplierUpdate,
)

router = SliceRouter(tags=["Supplier"], route_class=IdempotentRoute)
response = ResponseBuilder(SupplierRead)


@router.get(
    "/suppliers",
    dependencies=[permitted(ACCESS, "list")],
    responses=responses(200, SupplierPage, errors=(401, 422, 429)),
)
async def list_suppliers(
    query: Annotated[SupplierQuery, Query()],
    service: SupplierReadingDep,
    request: Request,
) -> Response:
    reads = attributes_of(SupplierRead, query.fields)
    wanted = replace(ListQuery.of(query), reads=reads)
    found = await service.open_page(wanted)
    return response.only(reads).open_page(found, request)


@router.get(
    "/suppliers/{supplier_id}",
    dependencies=[permitted(ACCESS, "get")],
    responses=responses(
        200,
        SupplierRead,
        some=SupplierFields,
        errors=(401, 404, 422, 429),
    ),
)
async def get_supplier(
    supplier_id: SupplierKey,
    query: Annotated[SupplierGetQuery, Query()],
    service: SupplierReadingDep,
) -> Response:
    reads = attributes_of(SupplierRead, query.fields)
    found = await service.read(reads, supplier_id)
    return response.only(reads).one(found)


@router.post(
    "/suppliers",
    status_code=201,
    dependencies=[permitted(ACCESS, "create")],
    responses=responses(
        201,
        SupplierRead,
        headers=("Location", "Preference-Applied"),
        errors=(401, 403, 409, 413, 415, 422, 429),
    ),
)
async def create_supplier(
    body: SupplierCreate,
    service: SupplierServiceDep,
    request: Request,
    minimal: Minimal,
) -> Response:
    made = await service.create(body)
    return preferred(
        response.one(made, status=201, location=location(request, made.id)),
        minimal,
    )


@router.put(
    "/suppliers/{supplier_id}",
    dependencies=[permitted(ACCESS, "update")],
    responses=responses(
        200,
        SupplierRead,
        headers=("Preference-Applied",),
        errors=(401, 403, 404, 409, 413, 415, 422, 429),
    ),
)
async def replace_supplier(
    supplier_id: SupplierKey,
    body: SupplierReplace,
    service: SupplierServiceDep,
    minimal: Minimal,
) -> Response:
    changed = await service.replace(supplier_id, data=body)
    return preferred(response.one(changed), minimal)


@router.patch(
    "/suppliers/{supplier_id}",
    dependencies=[permitted(ACCESS, "update"), MEDIA_MATCHES],
    responses=responses(
        200,
        SupplierRead,
        headers=("Preference-Applied",),
        errors=(401, 403, 404, 409, 413, 415, 422, 429),
    ),
    openapi_extra=JSON_PATCH,
)
async def update_supplier(
    supplier_id: SupplierKey,
    body: Annotated[SupplierUpdate | JsonPatch, Patchable(SupplierUpdate)],
    service: SupplierServiceDep,
    minimal: Minimal,
) -> Response:
    data = await update_of(body, SupplierUpdate, response.one, service, supplier_id)
    changed = await service.update(supplier_id, data=data)
    return preferred(response.one(changed), minimal)


@router.delete(
    "/suppliers/{supplier_id}",
    status_code=204,
    dependencies=[permitted(ACCESS, "delete")],
    responses=responses(204, errors=(401, 403, 404, 409, 422, 429)),
)
async def delete_supplier(
    supplier_id: SupplierKey, service: SupplierServiceDep
) -> Response:
    await service.delete(supplier_id)
    return Response(status_code=204)
