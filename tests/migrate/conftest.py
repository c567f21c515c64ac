"""Empty databases on both engines, one after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count

import pytest
import sqlalchemy as sa

pytest.register_assert_rewrite("journey")

from contrib_server import contrib  # noqa: E402, F401 - a fixture
from databases import Database, close_connections, postgresql_database  # noqa: E402
from postgresql_server import postgresql  # noqa: E402, F401 - a fixture
from sealed import SETTINGS  # noqa: E402

Empty = Callable[[], Database]
"""Makes an empty database."""

_NUMBERS = count(1)


@pytest.fixture(autouse=True)
def _keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """The settings that a migration needs which encrypts."""
    for name, value in SETTINGS.items():
        monkeypatch.setenv(name, value)


@pytest.fixture(autouse=True, scope="session")
def _disconnected() -> Iterator[None]:
    yield
    close_connections()


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def empty(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Empty:
    return _databases(request, tmp_path_factory, "postgresql")


@pytest.fixture(scope="session")
def postgresql_empty(request: pytest.FixtureRequest) -> Empty:
    server: sa.URL = request.getfixturevalue("postgresql")
    return lambda: postgresql_database(server)


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def extended(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Empty:
    """Makes databases of which PostgreSQL's have its contrib modules."""
    return _databases(request, tmp_path_factory, "contrib")


def _databases(
    request: pytest.FixtureRequest, folders: pytest.TempPathFactory, server: str
) -> Empty:
    """Return what makes databases of the engine asked for, PostgreSQL's on a server."""
    if request.param == "sqlite":
        folder = folders.mktemp("databases")
        return lambda: Database(f"sqlite+aiosqlite:///{folder}/{next(_NUMBERS)}.db")
    url: sa.URL = request.getfixturevalue(server)
    return lambda: postgresql_database(url)
