from typing import Annotated

from fastapi import Depends

from notes.core.db.database import SessionDep

from .repository import NoteRepository
from .service import NoteService


async def note_service(session: SessionDep) -> NoteService:
    return NoteService(NoteRepository(session))


NoteServiceDep = Annotated[
    NoteService,
    Depends(note_service),
]
