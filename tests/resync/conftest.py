"""Updates away from the machine's own settings, with each template compiled once."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import pytest

from bd_scaffold.emit import render


@pytest.fixture(autouse=True, scope="session")
def _compiled_once() -> Iterator[None]:
    """Keep the environment of a blueprint's folder: it costs as much as a whole cell."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(render, "_environment", cache(render._environment))
        yield
