"""Files as they are answered: whole, in part, or not at all where the client has them."""

import re
from http import HTTPStatus
from typing import Annotated

import structlog
from fastapi import Depends, Header, Response
from fastapi.responses import StreamingResponse
from pydantic import MISSING

from chat.core.db.file_columns import StoredFile
from chat.core.errors import NotFoundError
from chat.core.files.names import disposition, is_shown
from chat.core.files.store import Store

from .error_responses import error_response

_logger = structlog.stdlib.get_logger(__name__)
_RANGE = re.compile(r"bytes=([0-9]{0,18})-([0-9]{0,18})")
_CACHED = "private, no-cache"
"""Whoever may read it keeps it, and asks each time whether it is still the same."""


class Asked:
    """What a request says of the file that it asks for."""

    def __init__(
        self,
        range_: Annotated[str | MISSING, Header(alias="Range")] = MISSING,
        if_range: Annotated[str | MISSING, Header(alias="If-Range")] = MISSING,
        if_none_match: Annotated[
            str | MISSING, Header(alias="If-None-Match")
        ] = MISSING,
    ) -> None:
        self.range = "" if range_ is MISSING else range_
        self.if_range = "" if if_range is MISSING else if_range
        self.known = "" if if_none_match is MISSING else if_none_match

    def knows(self, tag: str) -> bool:
        """Tell whether the client has the file with an entity tag."""
        tags = (each.strip().removeprefix("W/") for each in self.known.split(","))
        return self.known.strip() == "*" or tag in tags

    def part(self, size: int, tag: str) -> tuple[int, int] | None:
        """Return from where to where a part is asked for; None for all of the file.

        What is no single range of bytes, or one of another file, asks for all of it. One that
        ends before it starts is a part that the file doesn't have.
        """
        found = _RANGE.fullmatch(self.range.strip())
        if found is None or (self.if_range and self.if_range.strip() != tag):
            return None
        first, last = found.groups()
        if not first:
            return (max(size - int(last), 0), size) if last else None
        if not last:
            return int(first), size
        if int(last) < int(first):
            return None
        return int(first), min(int(last) + 1, size)


AskedDep = Annotated[Asked, Depends(Asked)]


async def answered(store: Store, file: StoredFile, asked: Asked) -> Response:
    """Return the answer with a file, or with the part that is asked for."""
    tag = f'"{file.sha256}"'
    headers = {"ETag": tag, "Cache-Control": _CACHED, "Accept-Ranges": "bytes"}
    if asked.knows(tag):
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    part, status = asked.part(file.size, tag), HTTPStatus.OK
    start, end = part or (0, file.size)
    if start >= end:
        message = f"The file has {file.size} bytes."
        told = {"Content-Range": f"bytes */{file.size}"}
        return error_response(416, "RANGE_NOT_SATISFIABLE", message, headers=told)
    if part is not None:
        status = HTTPStatus.PARTIAL_CONTENT
        headers["Content-Range"] = f"bytes {start}-{end - 1}/{file.size}"
    headers["Content-Length"] = str(end - start)
    headers["Content-Disposition"] = disposition(file.name, shown=is_shown(file.type))
    try:
        chunks = await store.read(file.key, start, end)
    except FileNotFoundError as error:
        _logger.exception("file_missing", key=file.key)
        raise NotFoundError("The file is not there any more.") from error
    return StreamingResponse(chunks, status, headers, file.type)
