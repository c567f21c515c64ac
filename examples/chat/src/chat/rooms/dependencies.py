from typing import Annotated

from fastapi import Depends

from chat.core.db.unit_of_work import UnitOfWork
from chat.core.http.dependencies import ReadingDep, WritingDep

from .repository import RoomRepository
from .service import RoomService


def room_service(work: UnitOfWork) -> RoomService:
    """Return the service of a unit of work: a request's, a job's or a script's."""
    return RoomService(RoomRepository(work))


async def _reading(work: ReadingDep) -> RoomService:
    return room_service(work)


async def _writing(work: WritingDep) -> RoomService:
    return room_service(work)


RoomReadingDep = Annotated[RoomService, Depends(_reading)]
RoomServiceDep = Annotated[RoomService, Depends(_writing)]
