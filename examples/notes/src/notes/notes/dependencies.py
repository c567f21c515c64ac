from typing import Annotated

from fastapi import Depends

from notes.core.db.unit_of_work import UnitOfWork
from notes.core.http.dependencies import ReadingDep, WritingDep

from .repository import NoteRepository
from .service import NoteService


def note_service(work: UnitOfWork) -> NoteService:
    """Return the service of a unit of work: a request's, a job's or a script's."""
    return NoteService(NoteRepository(work))


async def _reading(work: ReadingDep) -> NoteService:
    return note_service(work)


async def _writing(work: WritingDep) -> NoteService:
    return note_service(work)


NoteReadingDep = Annotated[NoteService, Depends(_reading)]
NoteServiceDep = Annotated[NoteService, Depends(_writing)]
