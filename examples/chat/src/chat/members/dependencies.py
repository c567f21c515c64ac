from typing import Annotated

from fastapi import Depends

from chat.core.db.unit_of_work import UnitOfWork
from chat.core.http.dependencies import ReadingDep, WritingDep

from .repository import MemberRepository
from .service import MemberService


def member_service(work: UnitOfWork) -> MemberService:
    """Return the service of a unit of work: a request's, a job's or a script's."""
    return MemberService(MemberRepository(work))


async def _reading(work: ReadingDep) -> MemberService:
    return member_service(work)


async def _writing(work: WritingDep) -> MemberService:
    return member_service(work)


MemberReadingDep = Annotated[MemberService, Depends(_reading)]
MemberServiceDep = Annotated[MemberService, Depends(_writing)]
