"""Files of rows: written, read and taken away over HTTP."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from httpx import AsyncClient, Response
from sqlalchemy.ext.asyncio import AsyncSession

from chat.core.errors import ConflictError, UnavailableError
from chat.core.files.service import FilesService
from chat.core.http.dependencies import resources_of
from chat.core.http.uploads import Upload
from tests.factory import create
from tests.files import FILES, FOLDER, FileOf, empty_store, kept
from tests.support import assert_refused

_EACH = pytest.mark.parametrize("file", FILES, ids=str)


@pytest.fixture(autouse=True)
def _empty_store() -> Iterator[None]:
    empty_store()
    yield
    empty_store()


async def _put(
    client: AsyncClient, path: str, content: bytes, name: str = "", **more: Any
) -> Response:
    asked = {"name": name} if name else {}
    return await client.put(path, content=content, params=asked, **more)


@_EACH
async def test_a_file_is_read_as_it_was_written(
    client: AsyncClient, session: AsyncSession, file: FileOf
) -> None:
    stored = await create(session, file.resource.model)
    path = file.path_to(stored)
    assert_refused(await client.get(path), 404, "NOT_FOUND")
    answer = await _put(client, path, file.small, "a b.bin")
    assert answer.status_code == 200, answer.text
    row = (await client.get(file.resource.path_to(stored))).json()
    shown = answer.json()[file.name]
    assert row[file.name] == shown
    assert shown == {
        "name": "a b.bin",
        "type": file.kind,
        "size": len(file.small),
        "url": f"{client.base_url.path.rstrip('/')}{path}",
    }
    read = await client.get(f"http://test{shown['url']}")
    assert (read.status_code, read.content) == (200, file.small)
    assert read.headers["Content-Type"] == file.kind
    assert read.headers["Content-Length"] == str(len(file.small))
    assert read.headers["X-Content-Type-Options"] == "nosniff"
    told = read.headers["Content-Disposition"]
    assert told.endswith("; filename=\"a b.bin\"; filename*=UTF-8''a%20b.bin")
    shows = file.kind.startswith(("image/", "audio/", "video/"))
    assert told.startswith("inline" if shows else "attachment")
    again = await client.get(path, headers={"If-None-Match": read.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    gone = await client.delete(path)
    assert gone.status_code == 204, gone.text
    assert_refused(await client.get(path), 404, "NOT_FOUND")
    assert_refused(await client.delete(path), 404, "NOT_FOUND")
    assert kept() == []


@_EACH
async def test_a_part_is_read(
    client: AsyncClient, session: AsyncSession, file: FileOf
) -> None:
    stored = await create(session, file.resource.model)
    path, size = file.path_to(stored), len(file.small)
    assert (await _put(client, path, file.small)).status_code == 200
    tag = (await client.get(path)).headers["ETag"]
    for asked, start, end in (
        ("bytes=0-2", 0, 3),
        ("bytes=3-", 3, size),
        ("bytes=-2", size - 2, size),
        ("bytes=1-999999", 1, size),
        (f"bytes=-{size + 9}", 0, size),
    ):
        part = await client.get(path, headers={"Range": asked, "If-Range": tag})
        assert part.status_code == 206, asked
        assert part.content == file.small[start:end]
        assert part.headers["Content-Range"] == f"bytes {start}-{end - 1}/{size}"
    for asked in ("bytes=2-1", "pages=1-2", "bytes=0-1,3-4", "bytes=-"):
        whole = await client.get(path, headers={"Range": asked})
        assert (whole.status_code, whole.content) == (200, file.small), asked
    other: dict[str, str] = {"Range": "bytes=0-2", "If-Range": '"other"'}
    assert (await client.get(path, headers=other)).content == file.small
    for asked in (f"bytes={size}-", "bytes=-0"):
        lacking = await client.get(path, headers={"Range": asked})
        assert_refused(lacking, 416, "RANGE_NOT_SATISFIABLE")
        assert lacking.headers["Content-Range"] == f"bytes */{size}"


@_EACH
async def test_what_it_is_hangs_on_its_content_alone(
    client: AsyncClient, session: AsyncSession, file: FileOf
) -> None:
    stored = await create(session, file.resource.model)
    path = file.path_to(stored)
    said = {"Content-Type": file.kind}
    for content in (file.other, b"<svg onload=alert(1)>", b"<!doctype html>", b""):
        answer = await _put(client, path, content, "right.png", headers=said)
        assert_refused(answer, 415, "UNSUPPORTED_MEDIA_TYPE")
    assert kept() == []
    answer = await _put(client, path, file.small, "page.html")
    assert answer.json()[file.name]["type"] == file.kind


@_EACH
@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Windows\\system.ini", "system.ini"),
        ("a\r\nSet-Cookie: b=c", "a Set-Cookie: b=c"),
        ("gpj.\u202efdp", "gpj.fdp"),
        ("..", ""),
        ("Straße 1.png", "Straße 1.png"),
        ('"quoted"; x=y', '"quoted"; x=y'),
    ],
)
async def test_a_name_is_no_path(
    client: AsyncClient, session: AsyncSession, file: FileOf, given: str, shown: str
) -> None:
    stored = await create(session, file.resource.model)
    path = file.path_to(stored)
    answer = await _put(client, path, file.small, given)
    assert answer.status_code == 200, answer.text
    name = answer.json()[file.name]["name"]
    assert name == shown or (not shown and name.startswith(f"{file.name}."))
    [there] = kept()
    assert there.is_relative_to(FOLDER)
    assert len(there.name) == 32
    told = (await client.get(path)).headers["Content-Disposition"]
    assert told.count(";") == 2
    assert "\n" not in told


@_EACH
async def test_a_file_that_is_too_large_is_refused_while_it_is_read(
    client: AsyncClient, session: AsyncSession, file: FileOf
) -> None:
    stored = await create(session, file.resource.model)
    path, sent, chunk = file.path_to(stored), 0, b"\0" * 64 * 1024

    async def endless() -> AsyncIterator[bytes]:
        nonlocal sent
        yield file.small
        while True:
            sent += len(chunk)
            yield chunk

    if file.field.most > 100 * 1024**2:
        pytest.skip("it would take too long")
    answer = await client.put(path, content=endless())
    assert_refused(answer, 413, "CONTENT_TOO_LARGE")
    assert sent <= file.field.most + len(chunk)
    said = {"Content-Length": str(file.field.most + 1)}
    at_once = await client.put(path, content=endless(), headers=said)
    assert_refused(at_once, 413, "CONTENT_TOO_LARGE")
    assert kept() == []


@_EACH
async def test_a_file_may_be_larger_than_other_bodies_and_take_longer(
    client: AsyncClient,
    session: AsyncSession,
    file: FileOf,
    app: FastAPI,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    size = app.state.settings.max_body_size + 1
    if not size <= file.field.most <= 100 * 1024**2:
        pytest.skip("it may not, or would take too long")
    stored = await create(session, file.resource.model)
    content, timeouts = file.small.ljust(size, b"\0"), []

    def prolonged(upload: Upload) -> None:
        timeouts.append(upload._request.scope["timeout"])

    monkeypatch.setattr(Upload, "_go_on", prolonged)
    answer = await _put(client, file.path_to(stored), content)
    assert answer.status_code == 200, answer.text
    assert answer.json()[file.name]["size"] == size
    assert timeouts
    assert all(isinstance(each, asyncio.Timeout) for each in timeouts)


@_EACH
async def test_what_is_replaced_goes_and_so_does_what_belonged_to_a_row(
    client: AsyncClient, session: AsyncSession, file: FileOf
) -> None:
    stored = await create(session, file.resource.model)
    path = file.path_to(stored)
    await _put(client, path, file.small)
    [first] = kept()
    await _put(client, path, file.small + b"2")
    [second] = kept()
    assert first != second
    assert (await client.get(path)).content == file.small + b"2"
    if "delete" in file.resource.operations:
        gone = await client.delete(file.resource.path_to(stored))
        assert gone.status_code == 204, gone.text
        assert len(kept()) == hasattr(stored, "deleted_at")
        assert_refused(await client.get(path), 404, "NOT_FOUND")


@_EACH
async def test_a_refused_row_takes_its_file_along_and_a_crash_leaves_it(
    client: AsyncClient,
    session: AsyncSession,
    file: FileOf,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    stored = await create(session, file.resource.model)
    path = file.path_to(stored)

    async def refused(*_: object, **__: object) -> None:
        assert len(kept()) == 1  # the file comes first
        raise ConflictError("No.")

    async def crashed(*_: object, **__: object) -> None:
        raise RuntimeError("crashed")

    async def unknown(*_: object, **__: object) -> None:
        raise UnavailableError("It may be committed.")

    monkeypatch.setattr(FilesService, "change_file", refused)
    assert_refused(await _put(client, path, file.small), 409, "CONFLICT")
    assert kept() == []
    for count, (way, status) in enumerate([(crashed, 500), (unknown, 503)], start=1):
        monkeypatch.setattr(FilesService, "change_file", way)
        answer = await _put(client, path, file.small)
        assert answer.status_code == status
        assert len(kept()) == count  # of which no row knows
    assert_refused(await client.get(path), 404, "NOT_FOUND")


@_EACH
async def test_a_row_without_its_file_says_so(
    client: AsyncClient, session: AsyncSession, file: FileOf
) -> None:
    stored = await create(session, file.resource.model)
    path = file.path_to(stored)
    await _put(client, path, file.small)
    for each in kept():
        each.unlink()
    assert_refused(await client.get(path), 404, "NOT_FOUND")


@_EACH
async def test_what_nobody_has_is_not_there(client: AsyncClient, file: FileOf) -> None:
    path = file.under(file.resource.path_to_nothing())
    assert_refused(await client.get(path), 404, "NOT_FOUND")
    assert_refused(await _put(client, path, file.small), 404, "NOT_FOUND")
    assert_refused(await client.delete(path), 404, "NOT_FOUND")
    assert kept() == []


def test_files_are_kept_where_the_settings_say(app: FastAPI) -> None:
    assert app.state.settings.files_location == FOLDER
    assert Path(FOLDER).is_dir()
    assert resources_of(app).files is resources_of(app).database.info["files"]
