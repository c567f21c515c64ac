"""A PostgreSQL server for catalogues."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from databases import close_connections
from postgresql_server import postgresql  # noqa: F401 - a fixture


@pytest.fixture(autouse=True, scope="session")
def _disconnected() -> Iterator[None]:
    yield
    close_connections()
