from typing import Annotated

from fastapi import Query, Request, Response
from pydantic import MISSING

from shop.core.http.cached import CachedRoute, kept
from shop.core.http.contract import responses
from shop.core.http.permissions import permitted
from shop.core.http.preconditions import (
    IfMatch,
    IfNoneMatch,
    VersionedResponseBuilder,
    expected_versions,
)
from shop.core.http.responses import location
from shop.core.http.routing import SliceRouter
from shop.core.queries import ListQuery

from .access import ACCESS
from .cache import CACHE
from .dependencies import ProductReadingDep, ProductServiceDep
from .schemas import (
    ProductCreate,
    ProductKey,
    ProductPage,
    ProductQuery,
    ProductRead,
    ProductReplace,
    ProductUpdate,
)

router = SliceRouter(tags=["Product"], route_class=CachedRoute)
response = VersionedResponseBuilder(ProductRead)


@router.get(
    "/products",
    dependencies=[permitted(ACCESS, "list"), kept(CACHE)],
    responses=responses(200, ProductPage, errors=(401, 422, 429)),
)
async def list_products(
    query: Annotated[ProductQuery, Query()],
    service: ProductReadingDep,
    request: Request,
) -> Response:
    found = await service.page(ListQuery.of(query))
    return response.page(found, request)


@router.get(
    "/products/{product_id}",
    dependencies=[permitted(ACCESS, "get"), kept(CACHE)],
    responses=responses(
        200,
        ProductRead,
        headers=("ETag",),
        errors=(401, 404, 422, 429),
        conditional=True,
    ),
)
async def get_product(
    product_id: ProductKey,
    service: ProductReadingDep,
    if_none_match: IfNoneMatch = MISSING,
) -> Response:
    found = await service.get(product_id)
    return response.unless_known(found, if_none_match)


@router.post(
    "/products",
    status_code=201,
    dependencies=[permitted(ACCESS, "create")],
    responses=responses(
        201,
        ProductRead,
        headers=("Location", "ETag"),
        errors=(401, 403, 409, 413, 415, 422, 429),
    ),
)
async def create_product(
    body: ProductCreate, service: ProductServiceDep, request: Request
) -> Response:
    made = await service.create(body)
    return response.one(made, status=201, location=location(request, made.id))


@router.put(
    "/products/{product_id}",
    dependencies=[permitted(ACCESS, "update")],
    responses=responses(
        200,
        ProductRead,
        headers=("ETag",),
        errors=(401, 403, 404, 409, 412, 413, 415, 422, 428, 429),
    ),
)
async def replace_product(
    product_id: ProductKey,
    body: ProductReplace,
    service: ProductServiceDep,
    if_match: IfMatch,
) -> Response:
    changed = await service.replace(
        product_id,
        data=body,
        expected=expected_versions(if_match),
    )
    return response.one(changed)


@router.patch(
    "/products/{product_id}",
    dependencies=[permitted(ACCESS, "update")],
    responses=responses(
        200,
        ProductRead,
        headers=("ETag",),
        errors=(401, 403, 404, 409, 412, 413, 415, 422, 428, 429),
    ),
)
async def update_product(
    product_id: ProductKey,
    body: ProductUpdate,
    service: ProductServiceDep,
    if_match: IfMatch,
) -> Response:
    changed = await service.update(
        product_id,
        data=body,
        expected=expected_versions(if_match),
    )
    return response.one(changed)


@router.delete(
    "/products/{product_id}",
    status_code=204,
    dependencies=[permitted(ACCESS, "delete")],
    responses=responses(204, errors=(401, 403, 404, 409, 412, 422, 428, 429)),
)
async def delete_product(
    product_id: ProductKey, service: ProductServiceDep, if_match: IfMatch
) -> Response:
    await service.delete(product_id, expected=expected_versions(if_match))
    return Response(status_code=204)
