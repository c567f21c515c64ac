"""The API's routers."""

from fastapi import FastAPI

from workshop.front.bicycles.router import router as bicycles_router
from workshop.front.customers.router import router as customers_router
from workshop.front.jobs.router import router as jobs_router
from workshop.front.repairs.operation_router import router as repairs_operations_router
from workshop.front.repairs.router import router as repairs_router
from workshop.store.parts.operation_router import router as parts_operations_router
from workshop.store.parts.router import router as parts_router
from workshop.store.suppliers.router import router as suppliers_router

PREFIX = "/api/v2"
ROUTERS = [
    repairs_operations_router,
    parts_operations_router,
    bicycles_router,
    customers_router,
    jobs_router,
    repairs_router,
    parts_router,
    suppliers_router,
]


def include_routers(app: FastAPI) -> None:
    """Mount every router under the API's prefix."""
    for router in ROUTERS:
        app.include_router(router, prefix=PREFIX)
