"""Updates away from the machine's own settings, with each template compiled once."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import cache

import pytest

from bd_scaffold.render import render

_environment = cache(render._environment)


# No longer than these modules run: tests of other folders edit a blueprint, and render it again.
@pytest.fixture(autouse=True, scope="module")
def _compiled_once() -> Iterator[None]:
    """Keep the environment of a blueprint's folder: it costs as much as a whole cell."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(render, "_environment", _environment)
        yield


@pytest.fixture(autouse=True, scope="module")
def _alone() -> Iterator[None]:
    """Keep the machine's own git settings out of the tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
        patch.setenv("GIT_CONFIG_NOSYSTEM", "1")
        for role in ("AUTHOR", "COMMITTER"):
            patch.setenv(f"GIT_{role}_NAME", "A Tester")
            patch.setenv(f"GIT_{role}_EMAIL", "tester@example.com")
        yield
