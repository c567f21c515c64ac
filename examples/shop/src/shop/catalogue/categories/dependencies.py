from typing import Annotated

from fastapi import Depends

from shop.core.db.database import SessionDep

from .repository import CategoryRepository
from .service import CategoryService


async def category_service(session: SessionDep) -> CategoryService:
    return CategoryService(CategoryRepository(session))


CategoryServiceDep = Annotated[
    CategoryService,
    Depends(category_service),
]
