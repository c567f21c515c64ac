"""Files that rows get and lose: each change is told of once."""

import pytest
from httpx import AsyncClient
from sqlalchemy.ext.asyncio import AsyncSession

from chat.core.events.event import Event
from tests.factory import create
from tests.files import FILES, FileOf
from tests.recorded import events_of, from_now


@pytest.mark.parametrize(
    ("event", "file"),
    [
        pytest.param(event, each, id=f"{each}-{event.name}")
        for each in FILES
        for event in events_of(each.resource.model, "update")
    ],
)
async def test_a_file_that_a_row_gets_or_loses_is_told_of(
    client: AsyncClient, session: AsyncSession, event: Event, file: FileOf
) -> None:
    path = file.path_to(await create(session, file.resource.model))
    recorded = await from_now(session)
    answer = await client.put(path, content=file.small)
    assert answer.status_code == 200, answer.text
    [said] = await recorded.said(event)
    if file.name in event.fields:
        assert said[file.name]["size"] == len(file.small)
    recorded = await from_now(session)
    assert (await client.delete(path)).status_code == 204
    [said] = await recorded.said(event)
    assert said.get(file.name) is None
