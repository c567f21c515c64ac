"""The project that random rules are tried in, made once a worker."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from postgresql_server import (
    empty_database,
    postgresql,  # noqa: F401 - a fixture
)
from rules_tried import Lab


@pytest.fixture(scope="session")
def lab(
    tmp_path_factory: pytest.TempPathFactory,
    postgresql: sa.URL,  # noqa: F811
) -> Iterator[Lab]:
    folder = tmp_path_factory.mktemp("rules") / "lab"
    url = empty_database(postgresql, "random_rules")
    made = Lab(
        folder,
        {
            "SQLite": f"sqlite+aiosqlite:///{folder}.db",
            "PostgreSQL": url.set(drivername="postgresql+asyncpg").render_as_string(
                hide_password=False
            ),
        },
    )
    yield made
    made.close()
