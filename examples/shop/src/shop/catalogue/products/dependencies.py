from typing import Annotated

from fastapi import Depends

from shop.core.db.database import SessionDep

from .repository import ProductRepository
from .service import ProductService


async def product_service(session: SessionDep) -> ProductService:
    return ProductService(ProductRepository(session))


ProductServiceDep = Annotated[
    ProductService,
    Depends(product_service),
]
