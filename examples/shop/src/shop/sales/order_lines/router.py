from typing import Annotated

from fastapi import Query, Request, Response

from shop.core.http.contract import responses
from shop.core.http.permissions import permitted
from shop.core.http.responses import ResponseBuilder, location
from shop.core.http.routing import SliceRouter
from shop.core.queries import ListQuery
from shop.sales.orders.dependencies import OrderReadingDep
from shop.sales.orders.schemas import OrderKey

from .access import ACCESS
from .dependencies import OrderLineReadingDep, OrderLineServiceDep
from .schemas import (
    OrderLineCreate,
    OrderLineKey,
    OrderLinePage,
    OrderLineQuery,
    OrderLineRead,
    OrderLineReplace,
    OrderLinesQuery,
    OrderLineUpdate,
)

router = SliceRouter(tags=["OrderLine"])
response = ResponseBuilder(OrderLineRead)


@router.get(
    "/order-lines",
    dependencies=[permitted(ACCESS, "list")],
    responses=responses(200, OrderLinePage, errors=(401, 403, 422, 429)),
)
async def list_order_lines(
    query: Annotated[OrderLineQuery, Query()], service: OrderLineReadingDep
) -> Response:
    found = await service.cursor_page(ListQuery.of(query))
    return response.cursor_page(found)


@router.get(
    "/order-lines/{order_line_id}",
    dependencies=[permitted(ACCESS, "get")],
    responses=responses(200, OrderLineRead, errors=(401, 403, 404, 422, 429)),
)
async def get_order_line(
    order_line_id: OrderLineKey, service: OrderLineReadingDep
) -> Response:
    found = await service.get(order_line_id)
    return response.one(found)


@router.post(
    "/order-lines",
    status_code=201,
    dependencies=[permitted(ACCESS, "create")],
    responses=responses(
        201,
        OrderLineRead,
        headers=("Location",),
        errors=(401, 403, 409, 413, 415, 422, 429),
    ),
)
async def create_order_line(
    body: OrderLineCreate, service: OrderLineServiceDep, request: Request
) -> Response:
    made = await service.create(body)
    return response.one(made, status=201, location=location(request, made.id))


@router.put(
    "/order-lines/{order_line_id}",
    dependencies=[permitted(ACCESS, "update")],
    responses=responses(
        200,
        OrderLineRead,
        errors=(401, 403, 404, 409, 413, 415, 422, 429),
    ),
)
async def replace_order_line(
    order_line_id: OrderLineKey, body: OrderLineReplace, service: OrderLineServiceDep
) -> Response:
    changed = await service.replace(order_line_id, data=body)
    return response.one(changed)


@router.patch(
    "/order-lines/{order_line_id}",
    dependencies=[permitted(ACCESS, "update")],
    responses=responses(
        200,
        OrderLineRead,
        errors=(401, 403, 404, 409, 413, 415, 422, 429),
    ),
)
async def update_order_line(
    order_line_id: OrderLineKey, body: OrderLineUpdate, service: OrderLineServiceDep
) -> Response:
    changed = await service.update(order_line_id, data=body)
    return response.one(changed)


@router.delete(
    "/order-lines/{order_line_id}",
    status_code=204,
    dependencies=[permitted(ACCESS, "delete")],
    responses=responses(204, errors=(401, 403, 404, 422, 429)),
)
async def delete_order_line(
    order_line_id: OrderLineKey, service: OrderLineServiceDep
) -> Response:
    await service.delete(order_line_id)
    return Response(status_code=204)


@router.get(
    "/orders/{order_id}/lines",
    dependencies=[permitted(ACCESS, "list")],
    responses=responses(200, OrderLinePage, errors=(401, 403, 404, 422, 429)),
)
async def list_lines_of_order(
    order_id: OrderKey,
    query: Annotated[OrderLinesQuery, Query()],
    parents: OrderReadingDep,
    service: OrderLineReadingDep,
) -> Response:
    await parents.get(order_id)
    wanted = ListQuery.of(query, order_id=order_id)
    found = await service.cursor_page(wanted)
    return response.cursor_page(found)
