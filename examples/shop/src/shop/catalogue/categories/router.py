from typing import Annotated

from fastapi import Query, Request, Response

from shop.core.http.contract import responses
from shop.core.http.permissions import permitted
from shop.core.http.responses import ResponseBuilder, location
from shop.core.http.routing import SliceRouter
from shop.core.queries import ListQuery

from .access import ACCESS
from .dependencies import CategoryReadingDep, CategoryServiceDep
from .schemas import (
    CategoryCreate,
    CategoryKey,
    CategoryPage,
    CategoryQuery,
    CategoryRead,
    CategoryReplace,
    CategoryUpdate,
)

router = SliceRouter(tags=["Category"])
response = ResponseBuilder(CategoryRead)


@router.get(
    "/categories",
    dependencies=[permitted(ACCESS, "list")],
    responses=responses(200, CategoryPage, errors=(401, 422, 429)),
)
async def list_categories(
    query: Annotated[CategoryQuery, Query()],
    service: CategoryReadingDep,
    request: Request,
) -> Response:
    found = await service.page(ListQuery.of(query))
    return response.page(found, request)


@router.get(
    "/categories/{category_id}",
    dependencies=[permitted(ACCESS, "get")],
    responses=responses(200, CategoryRead, errors=(401, 404, 422, 429)),
)
async def get_category(
    category_id: CategoryKey, service: CategoryReadingDep
) -> Response:
    found = await service.get(category_id)
    return response.one(found)


@router.post(
    "/categories",
    status_code=201,
    dependencies=[permitted(ACCESS, "create")],
    responses=responses(
        201,
        CategoryRead,
        headers=("Location",),
        errors=(401, 403, 409, 413, 415, 422, 429),
    ),
)
async def create_category(
    body: CategoryCreate, service: CategoryServiceDep, request: Request
) -> Response:
    made = await service.create(body)
    return response.one(made, status=201, location=location(request, made.id))


@router.put(
    "/categories/{category_id}",
    dependencies=[permitted(ACCESS, "update")],
    responses=responses(
        200,
        CategoryRead,
        errors=(401, 403, 404, 409, 413, 415, 422, 429),
    ),
)
async def replace_category(
    category_id: CategoryKey, body: CategoryReplace, service: CategoryServiceDep
) -> Response:
    changed = await service.replace(category_id, data=body)
    return response.one(changed)


@router.patch(
    "/categories/{category_id}",
    dependencies=[permitted(ACCESS, "update")],
    responses=responses(
        200,
        CategoryRead,
        errors=(401, 403, 404, 409, 413, 415, 422, 429),
    ),
)
async def update_category(
    category_id: CategoryKey, body: CategoryUpdate, service: CategoryServiceDep
) -> Response:
    changed = await service.update(category_id, data=body)
    return response.one(changed)


@router.delete(
    "/categories/{category_id}",
    status_code=204,
    dependencies=[permitted(ACCESS, "delete")],
    responses=responses(204, errors=(401, 403, 404, 409, 422, 429)),
)
async def delete_category(
    category_id: CategoryKey, service: CategoryServiceDep
) -> Response:
    await service.delete(category_id)
    return Response(status_code=204)
