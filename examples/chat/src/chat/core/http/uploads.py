"""Files as they arrive: told by their first bytes, counted, and never whole in memory."""

import asyncio
import hashlib
from collections.abc import AsyncIterator
from http import HTTPStatus

from fastapi import HTTPException, Request
from starlette.requests import ClientDisconnect

from chat.core.db.file_columns import StoredFile
from chat.core.files.kinds import EXTENSIONS, HEAD, FileField, kind_of
from chat.core.files.names import clean, disposition, is_shown
from chat.core.files.store import Store, new_key

_STEADY = 64 * 1024
"""How many bytes earn a request its time once more."""


class Upload:
    """The body of a request, which is a file."""

    def __init__(self, request: Request, field: FileField) -> None:
        self._request = request
        self._field = field
        self._size = 0
        self._digest = hashlib.sha256()

    def require_size(self) -> None:
        """Refuse a body at once that says itself that it is too large."""
        declared = self._request.headers.get("Content-Length", "")
        if declared.isdecimal() and int(declared[:18]) > self._field.most:
            raise self._too_large()

    async def stored(self, store: Store, name: str) -> StoredFile:
        """Write the file, and return what is known of it; raise HTTPException for another."""
        chunks = self._received()
        head = b""
        async for chunk in chunks:
            head += chunk
            if len(head) >= HEAD:
                break
        kind = kind_of(head)
        if kind is None or not self._field.takes(kind):
            taken = ", ".join(self._field.media)
            found = f"this is {kind}" if kind else "this is something else"
            message = f"By its content, {found}; taken are {taken}."
            raise HTTPException(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, message)
        key = new_key()
        usual = f"{self._field.attribute.strip('_')}.{EXTENSIONS[kind]}"
        name = clean(name, usual)
        told = disposition(name, shown=is_shown(kind))
        whole = self._counted(head, chunks)
        await store.write(key, whole, kind=kind, told=told)
        return StoredFile(key, name, kind, self._size, self._digest.hexdigest())

    async def _counted(
        self, head: bytes, rest: AsyncIterator[bytes]
    ) -> AsyncIterator[bytes]:
        self._digest.update(head)
        yield head
        async for chunk in rest:
            self._digest.update(chunk)
            yield chunk

    async def _received(self) -> AsyncIterator[bytes]:
        """Yield the body piece by piece, as long as it is no larger than that."""
        receive, more = self._request.scope["unlimited_receive"], True
        while more:
            message = await receive()
            if message["type"] == "http.disconnect":
                raise ClientDisconnect
            chunk: bytes = message.get("body", b"")
            more = message.get("more_body", False)
            before, self._size = self._size, self._size + len(chunk)
            if self._size > self._field.most:
                raise self._too_large()
            if self._size // _STEADY > before // _STEADY:
                self._go_on()
            if chunk:
                yield chunk

    def _go_on(self) -> None:
        """Give the request its time once more, since its body arrives steadily."""
        timeout: asyncio.Timeout | None = self._request.scope.get("timeout")
        if timeout is not None:
            seconds = self._request.app.state.settings.request_timeout
            timeout.reschedule(asyncio.get_running_loop().time() + seconds)

    def _too_large(self) -> HTTPException:
        return HTTPException(413, f"The file has more than {self._field.most} bytes.")
