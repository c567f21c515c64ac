from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from shop.core.contract import answers
from shop.core.listing import Listing
from shop.core.presenter import Presenter, location

from .dependencies import OrderServiceDep
from .schemas import (
    OrderCreate,
    OrderKey,
    OrderPage,
    OrderQuery,
    OrderRead,
    OrderReplace,
    OrderUpdate,
)

router = APIRouter(tags=["Order"])
presenter = Presenter(OrderRead)


@router.get(
    "/orders",
    operation_id="list_orders",
    responses=answers(200, OrderPage, errors=(422,)),
)
async def list_orders(
    query: Annotated[OrderQuery, Query()],
    service: OrderServiceDep,
) -> Response:
    found = await service.stretch(Listing.of(query))
    return presenter.stretch(found)


@router.get(
    "/orders/{order_id}",
    operation_id="get_order",
    responses=answers(200, OrderRead, errors=(404, 422)),
)
async def get_order(
    order_id: OrderKey,
    service: OrderServiceDep,
) -> Response:
    found = await service.get(order_id)
    return presenter.one(found)


@router.post(
    "/orders",
    operation_id="create_order",
    status_code=201,
    responses=answers(201, OrderRead, headers=("Location",), errors=(409, 422)),
)
async def create_order(
    body: OrderCreate,
    service: OrderServiceDep,
    request: Request,
) -> Response:
    made = await service.create(body)
    return presenter.one(
        made,
        status=201,
        location=location(request, made.id),
    )


@router.put(
    "/orders/{order_id}",
    operation_id="replace_order",
    responses=answers(200, OrderRead, errors=(404, 409, 422)),
)
async def replace_order(
    order_id: OrderKey,
    body: OrderReplace,
    service: OrderServiceDep,
) -> Response:
    changed = await service.replace(order_id, data=body)
    return presenter.one(changed)


@router.patch(
    "/orders/{order_id}",
    operation_id="update_order",
    responses=answers(200, OrderRead, errors=(404, 409, 422)),
)
async def update_order(
    order_id: OrderKey,
    body: OrderUpdate,
    service: OrderServiceDep,
) -> Response:
    changed = await service.update(order_id, data=body)
    return presenter.one(changed)


@router.delete(
    "/orders/{order_id}",
    operation_id="delete_order",
    status_code=204,
    responses=answers(204, errors=(404, 422)),
)
async def delete_order(
    order_id: OrderKey,
    service: OrderServiceDep,
) -> Response:
    await service.delete(order_id)
    return Response(status_code=204)
