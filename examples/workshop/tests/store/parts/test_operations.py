"""What operations of parts do: replace each test once you have written its operation."""

from httpx import AsyncClient
from sqlalchemy.ext.asyncio import AsyncSession

from tests.api.operation import assert_not_written
from tests.store.parts.operations import OPERATIONS


async def test_reorder(client: AsyncClient, session: AsyncSession) -> None:
    # It is not written yet. Say here what it does, and leave the rest to tests/api.
    await assert_not_written(client, session, OPERATIONS[0])
