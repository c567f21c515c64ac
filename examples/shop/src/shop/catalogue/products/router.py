from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from pydantic import MISSING

from shop.core.contract import IfMatch, IfNoneMatch, answers
from shop.core.listing import Listing
from shop.core.preconditions import Precondition
from shop.core.presenter import Presenter, location

from .dependencies import ProductServiceDep
from .schemas import (
    ProductCreate,
    ProductKey,
    ProductPage,
    ProductQuery,
    ProductRead,
    ProductReplace,
    ProductUpdate,
)

router = APIRouter(tags=["Product"])
presenter = Presenter(ProductRead, versioned=True)


@router.get(
    "/products",
    operation_id="list_products",
    responses=answers(200, ProductPage, errors=(422,)),
)
async def list_products(
    query: Annotated[ProductQuery, Query()],
    service: ProductServiceDep,
    request: Request,
) -> Response:
    found = await service.page(Listing.of(query))
    return presenter.page(found, request)


@router.get(
    "/products/{product_id}",
    operation_id="get_product",
    responses=answers(
        200,
        ProductRead,
        headers=("ETag",),
        errors=(404, 422),
        conditional=True,
    ),
)
async def get_product(
    product_id: ProductKey,
    service: ProductServiceDep,
    if_none_match: IfNoneMatch = MISSING,
) -> Response:
    found = await service.get(product_id)
    return presenter.unless_known(found, Precondition.parse(if_none_match))


@router.post(
    "/products",
    operation_id="create_product",
    status_code=201,
    responses=answers(
        201,
        ProductRead,
        headers=("Location", "ETag"),
        errors=(409, 422),
    ),
)
async def create_product(
    body: ProductCreate,
    service: ProductServiceDep,
    request: Request,
) -> Response:
    made = await service.create(body)
    return presenter.one(
        made,
        status=201,
        location=location(request, made.id),
    )


@router.put(
    "/products/{product_id}",
    operation_id="replace_product",
    responses=answers(200, ProductRead, headers=("ETag",), errors=(404, 409, 412, 422)),
)
async def replace_product(
    product_id: ProductKey,
    body: ProductReplace,
    service: ProductServiceDep,
    if_match: IfMatch = MISSING,
) -> Response:
    changed = await service.replace(
        product_id,
        data=body,
        precondition=Precondition.parse(if_match),
    )
    return presenter.one(changed)


@router.patch(
    "/products/{product_id}",
    operation_id="update_product",
    responses=answers(200, ProductRead, headers=("ETag",), errors=(404, 409, 412, 422)),
)
async def update_product(
    product_id: ProductKey,
    body: ProductUpdate,
    service: ProductServiceDep,
    if_match: IfMatch = MISSING,
) -> Response:
    changed = await service.update(
        product_id,
        data=body,
        precondition=Precondition.parse(if_match),
    )
    return presenter.one(changed)


@router.delete(
    "/products/{product_id}",
    operation_id="delete_product",
    status_code=204,
    responses=answers(204, errors=(404, 412, 422)),
)
async def delete_product(
    product_id: ProductKey,
    service: ProductServiceDep,
    if_match: IfMatch = MISSING,
) -> Response:
    await service.delete(product_id, precondition=Precondition.parse(if_match))
    return Response(status_code=204)
