"""The API's routers."""

from fastapi import FastAPI

from shop.catalogue.categories.router import router as categories_router
from shop.catalogue.products.router import router as products_router
from shop.catalogue.tags.router import router as tags_router
from shop.sales.addresses.router import router as addresses_router
from shop.sales.customers.router import router as customers_router
from shop.sales.order_lines.router import router as order_lines_router
from shop.sales.orders.router import router as orders_router

PREFIX = "/api/v1"
ROUTERS = [
    categories_router,
    products_router,
    tags_router,
    addresses_router,
    customers_router,
    order_lines_router,
    orders_router,
]


def include_routers(app: FastAPI) -> None:
    """Mount every router under the API's prefix."""
    for router in ROUTERS:
        app.include_router(router, prefix=PREFIX)
