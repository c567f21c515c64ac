from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from shop.core.contract import answers
from shop.core.listing import Listing
from shop.core.presenter import Presenter, location

from .dependencies import CategoryServiceDep
from .schemas import (
    CategoryCreate,
    CategoryKey,
    CategoryPage,
    CategoryQuery,
    CategoryRead,
    CategoryReplace,
    CategoryUpdate,
)

router = APIRouter(tags=["Category"])
presenter = Presenter(CategoryRead)


@router.get(
    "/categories",
    operation_id="list_categories",
    responses=answers(200, CategoryPage, errors=(422,)),
)
async def list_categories(
    query: Annotated[CategoryQuery, Query()],
    service: CategoryServiceDep,
    request: Request,
) -> Response:
    found = await service.page(Listing.of(query))
    return presenter.page(found, request)


@router.get(
    "/categories/{category_id}",
    operation_id="get_category",
    responses=answers(200, CategoryRead, errors=(404, 422)),
)
async def get_category(
    category_id: CategoryKey,
    service: CategoryServiceDep,
) -> Response:
    found = await service.get(category_id)
    return presenter.one(found)


@router.post(
    "/categories",
    operation_id="create_category",
    status_code=201,
    responses=answers(201, CategoryRead, headers=("Location",), errors=(409, 422)),
)
async def create_category(
    body: CategoryCreate,
    service: CategoryServiceDep,
    request: Request,
) -> Response:
    made = await service.create(body)
    return presenter.one(
        made,
        status=201,
        location=location(request, made.id),
    )


@router.put(
    "/categories/{category_id}",
    operation_id="replace_category",
    responses=answers(200, CategoryRead, errors=(404, 409, 422)),
)
async def replace_category(
    category_id: CategoryKey,
    body: CategoryReplace,
    service: CategoryServiceDep,
) -> Response:
    changed = await service.replace(category_id, data=body)
    return presenter.one(changed)


@router.patch(
    "/categories/{category_id}",
    operation_id="update_category",
    responses=answers(200, CategoryRead, errors=(404, 409, 422)),
)
async def update_category(
    category_id: CategoryKey,
    body: CategoryUpdate,
    service: CategoryServiceDep,
) -> Response:
    changed = await service.update(category_id, data=body)
    return presenter.one(changed)


@router.delete(
    "/categories/{category_id}",
    operation_id="delete_category",
    status_code=204,
    responses=answers(204, errors=(404, 409, 422)),
)
async def delete_category(
    category_id: CategoryKey,
    service: CategoryServiceDep,
) -> Response:
    await service.delete(category_id)
    return Response(status_code=204)
