"""What holds for every test, and the option that runs the wide sweeps."""

from __future__ import annotations

import os
from pathlib import Path

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--thorough", action="store_true", help="run the wide sweeps whole"
    )
    parser.addoption(
        "--sweep",
        type=Path,
        help="leave out the tests that stand in this file, and note there those that pass",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Say how much is tried before the tests are imported, which ask."""
    if config.getoption("--thorough"):
        os.environ.setdefault("BD_PROPERTIES", "1")
    from drawn_settings import share
    from hypothesis import HealthCheck, settings
    from sweep import Sweep

    if file := config.getoption("--sweep"):
        config.pluginmanager.register(Sweep(config, file))

    # A busy machine is no reason to fail.
    settings.register_profile(
        "busy",
        max_examples=share(100),
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow],
    )
    settings.load_profile("busy")


TIERS = {
    "corpus": "generated",
    "output": "generated",
    "kill": "generated",
    "roll": "generated",
    "migrate": "engines",
    "schemas": "engines",
    **dict.fromkeys(
        ("authoring", "benchmarks", "mechanism", "resync", "sources"), "repositories"
    ),
}
"""The folders of tests that take long, and what all of them are marked with."""


def pytest_collection_modifyitems(
    config: pytest.Config, items: list[pytest.Item]
) -> None:
    for each in items:
        folder = each.path.relative_to(Path(__file__).parent).parts[0]
        if folder in TIERS:
            each.add_marker(TIERS[folder])
    # What takes longest begins first, so that the workers end together.
    items.sort(key=lambda each: each.get_closest_marker("generated") is None)
    if config.getoption("--thorough"):
        return
    left = [each for each in items if each.get_closest_marker("thorough")]
    if left:
        config.hook.pytest_deselected(items=left)
        items[:] = [each for each in items if not each.get_closest_marker("thorough")]
