from typing import Annotated

from fastapi import Query, Request, Response

from shop.core.http.contract import responses
from shop.core.http.permissions import permitted
from shop.core.http.responses import ResponseBuilder, location
from shop.core.http.routing import SliceRouter
from shop.core.queries import ListQuery

from .access import ACCESS
from .dependencies import OrderReadingDep, OrderServiceDep
from .schemas import (
    OrderCreate,
    OrderKey,
    OrderPage,
    OrderQuery,
    OrderRead,
    OrderReplace,
    OrderUpdate,
)

router = SliceRouter(tags=["Order"])
response = ResponseBuilder(OrderRead)


@router.get(
    "/orders",
    dependencies=[permitted(ACCESS, "list")],
    responses=responses(200, OrderPage, errors=(401, 403, 422, 429)),
)
async def list_orders(
    query: Annotated[OrderQuery, Query()], service: OrderReadingDep
) -> Response:
    found = await service.cursor_page(ListQuery.of(query))
    return response.cursor_page(found)


@router.get(
    "/orders/{order_id}",
    dependencies=[permitted(ACCESS, "get")],
    responses=responses(200, OrderRead, errors=(401, 403, 404, 422, 429)),
)
async def get_order(order_id: OrderKey, service: OrderReadingDep) -> Response:
    found = await service.get(order_id)
    return response.one(found)


@router.post(
    "/orders",
    status_code=201,
    dependencies=[permitted(ACCESS, "create")],
    responses=responses(
        201,
        OrderRead,
        headers=("Location",),
        errors=(401, 403, 409, 413, 415, 422, 429),
    ),
)
async def create_order(
    body: OrderCreate, service: OrderServiceDep, request: Request
) -> Response:
    made = await service.create(body)
    return response.one(made, status=201, location=location(request, made.id))


@router.put(
    "/orders/{order_id}",
    dependencies=[permitted(ACCESS, "update")],
    responses=responses(
        200,
        OrderRead,
        errors=(401, 403, 404, 409, 413, 415, 422, 429),
    ),
)
async def replace_order(
    order_id: OrderKey, body: OrderReplace, service: OrderServiceDep
) -> Response:
    changed = await service.replace(order_id, data=body)
    return response.one(changed)


@router.patch(
    "/orders/{order_id}",
    dependencies=[permitted(ACCESS, "update")],
    responses=responses(
        200,
        OrderRead,
        errors=(401, 403, 404, 409, 413, 415, 422, 429),
    ),
)
async def update_order(
    order_id: OrderKey, body: OrderUpdate, service: OrderServiceDep
) -> Response:
    changed = await service.update(order_id, data=body)
    return response.one(changed)


@router.delete(
    "/orders/{order_id}",
    status_code=204,
    dependencies=[permitted(ACCESS, "delete")],
    responses=responses(204, errors=(401, 403, 404, 422, 429)),
)
async def delete_order(order_id: OrderKey, service: OrderServiceDep) -> Response:
    await service.delete(order_id)
    return Response(status_code=204)


@router.post(
    "/orders/{order_id}/place",
    dependencies=[permitted(ACCESS, "place")],
    responses=responses(200, OrderRead, errors=(401, 403, 404, 409, 422, 429)),
)
async def place_order(order_id: OrderKey, service: OrderServiceDep) -> Response:
    changed = await service.place(order_id)
    return response.one(changed)


@router.post(
    "/orders/{order_id}/pay",
    dependencies=[permitted(ACCESS, "pay")],
    responses=responses(200, OrderRead, errors=(401, 403, 404, 409, 422, 429)),
)
async def pay_order(order_id: OrderKey, service: OrderServiceDep) -> Response:
    changed = await service.pay(order_id)
    return response.one(changed)


@router.post(
    "/orders/{order_id}/ship",
    dependencies=[permitted(ACCESS, "ship")],
    responses=responses(200, OrderRead, errors=(401, 403, 404, 409, 422, 429)),
)
async def ship_order(order_id: OrderKey, service: OrderServiceDep) -> Response:
    changed = await service.ship(order_id)
    return response.one(changed)


@router.post(
    "/orders/{order_id}/cancel",
    dependencies=[permitted(ACCESS, "cancel")],
    responses=responses(200, OrderRead, errors=(401, 403, 404, 409, 422, 429)),
)
async def cancel_order(order_id: OrderKey, service: OrderServiceDep) -> Response:
    changed = await service.cancel(order_id)
    return response.one(changed)
