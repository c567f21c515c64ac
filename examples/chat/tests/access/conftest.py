from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from httpx import AsyncClient
from sqlalchemy.ext.asyncio import AsyncSession

from tests.principals import as_system

from .signing_in import let_sign_in
from .stage import Stage


@pytest.fixture
def stage(app: FastAPI, client: AsyncClient, session: AsyncSession) -> Iterator[Stage]:
    """Rows, and those who ask for them; requests are theirs, and not the system's."""
    let_sign_in(app)
    yield Stage(app, client, session)
    as_system(app)
