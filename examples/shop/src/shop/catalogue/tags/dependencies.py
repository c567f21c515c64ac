from typing import Annotated

from fastapi import Depends

from shop.core.db.database import SessionDep

from .repository import TagRepository
from .service import TagService


async def tag_service(session: SessionDep) -> TagService:
    return TagService(TagRepository(session))


TagServiceDep = Annotated[
    TagService,
    Depends(tag_service),
]
