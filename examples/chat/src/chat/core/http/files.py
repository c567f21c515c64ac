"""Files that requests send and ask for: no transaction is open while their bytes are under way."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Annotated, Any, TypeVar

from fastapi import Depends, Query, Request, Response
from pydantic import MISSING

from chat.core.db.unit_of_work import UnitOfWork
from chat.core.errors import DomainError, UnavailableError
from chat.core.files.kinds import FileField, content
from chat.core.files.service import FilesService
from chat.core.service import Expected

from .dependencies import _reading, _writing, resources_of
from .downloads import Asked, AskedDep, answered
from .schemas import Text
from .uploads import Upload

__all__ = ["AskedDep", "FileName", "FilesDep", "downloads"]

EntityT = TypeVar("EntityT")
MakeService = Callable[[UnitOfWork], FilesService[EntityT, Any, Any, Any]]


async def _name(
    name: Annotated[Text | MISSING, Query(min_length=1, max_length=255)] = MISSING,
) -> str | MISSING:
    """Return what a client calls the file that it sends."""
    return name


FileName = Annotated[str | MISSING, Depends(_name)]


class RequestFiles:
    """The files of rows, for whoever sends a request."""

    def __init__(self, request: Request) -> None:
        self._request = request
        self._store = resources_of(request.app).files

    async def upload(
        self,
        service_of: MakeService[EntityT],
        field: FileField,
        *key: object,
        name: str | MISSING = MISSING,
        expected: Expected | None = None,
    ) -> EntityT:
        """Write a file, and then the row that names it, for whoever may change that.

        A crash in between leaves a file without a row, which the sweep finds.
        """
        upload = Upload(self._request, field)
        upload.require_size()
        attribute = field.attribute
        async with self._unit_of_work(_writing) as work:
            asked = service_of(work)
            await asked.require_change(*key, name=attribute, expected=expected)
        said = "" if name is MISSING else name
        file = await upload.stored(self._store, said)
        try:
            async with self._unit_of_work(_writing) as work:
                return await service_of(work).change_file(
                    *key, name=attribute, file=file, expected=expected
                )
        except UnavailableError:
            raise  # and maybe it is committed: the sweep knows later
        except DomainError:  # before the commit, so that no row names it
            await self._store.remove(file.key)
            raise

    async def download(
        self,
        service_of: MakeService[EntityT],
        field: FileField,
        *key: object,
        asked: Asked,
    ) -> Response:
        """Return the answer with a file, for whoever may read its row."""
        async with self._unit_of_work(_reading) as work:
            file = await service_of(work).file(*key, name=field.attribute)
        return await answered(self._store, file, asked)

    async def delete(
        self,
        service_of: MakeService[EntityT],
        field: FileField,
        *key: object,
        expected: Expected | None = None,
    ) -> Response:
        """Take a file from its row, for whoever may change that."""
        attribute = field.attribute
        async with self._unit_of_work(_writing) as work:
            service = service_of(work)
            await service.require_change(*key, name=attribute, expected=expected)
            await service.file(*key, name=attribute)
            await service.change_file(*key, name=attribute, file=None)
        return Response(status_code=204)

    def _unit_of_work(
        self, made: Callable[[Request], AsyncIterator[UnitOfWork]]
    ) -> AbstractAsyncContextManager[UnitOfWork]:
        return asynccontextmanager(made)(self._request)


FilesDep = Annotated[RequestFiles, Depends(RequestFiles)]

_TEXT = {"schema": {"type": "string"}}
_FILE: dict[str, Any] = {
    "ETag": _TEXT,
    "Content-Disposition": _TEXT,
    "Accept-Ranges": _TEXT,
}

Responses = dict[int | str, dict[str, Any]]


def downloads(field: FileField, found: Responses) -> Responses:
    """Return what a route may answer that answers a file."""
    headers, part = found[200]["headers"], {"Content-Range": _TEXT}
    whole = {"headers": _FILE | headers, "content": content(field.kinds)}
    lacking = found[404]
    return found | {
        200: whole,
        206: {**whole, "headers": part | _FILE | headers},
        304: {"headers": {"ETag": _TEXT} | headers},
        416: {**lacking, "headers": part | lacking["headers"]},
    }
