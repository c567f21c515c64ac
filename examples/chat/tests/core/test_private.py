"""Logs don't have what is marked as private, in either form and at any level."""

import asyncio
import gc
import logging
import sys
from collections.abc import Iterator
from io import StringIO
from typing import Literal

import pytest
import structlog

from chat.core.logging import configure_logging
from chat.core.private import HIDDEN, PRIVATE, wordless

_MARK = "Ludmila-93"
_NAME = min(PRIVATE)


@pytest.fixture(params=["json", "console"])
def logged(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> Iterator[StringIO]:
    """What is logged."""
    form: Literal["json", "console"] = request.param
    lines = StringIO()
    monkeypatch.setattr(sys, "stdout", lines)
    configure_logging("DEBUG", form)
    yield lines
    monkeypatch.undo()
    configure_logging("ERROR", "json")


class _DriverError(Exception):
    sqlstate = "23505"
    constraint_name = "uq_people_email"


def _fail() -> None:
    try:
        raise _DriverError(f"Key (email)=({_MARK}) already exists.")
    except _DriverError as error:
        error.add_note(_MARK)
        raise ValueError(f"{_MARK} is no good") from error


def test_a_marked_name_loses_its_value(logged: StringIO) -> None:
    logger = structlog.stdlib.get_logger("test")
    logger.info("sent", **{_NAME: _MARK}, body=[{_NAME: _MARK, "other": "kept"}])
    logger.warning("odd", error=ValueError(_MARK))
    found = logged.getvalue()
    assert _MARK not in found
    assert HIDDEN in found
    assert "kept" in found


def test_an_exception_keeps_its_type_its_trace_and_the_code_of_the_database(
    logged: StringIO,
) -> None:
    for logger in (structlog.stdlib.get_logger("own"), logging.getLogger("library")):
        try:
            _fail()
        except ValueError:
            logger.exception("failed")
        found = logged.getvalue()
        assert _MARK not in found
        for each in ("ValueError", "_DriverError", "uq_people_email", "_fail"):
            assert each in found


def test_several_exceptions_lose_their_messages_as_well() -> None:
    group = ExceptionGroup(_MARK, [ValueError(_MARK), KeyError(_MARK)])
    group.__context__ = group
    assert _MARK not in repr(wordless(group))


async def test_a_task_that_nobody_waits_for_shows_nothing(
    logged: StringIO,
) -> None:
    async def fail() -> None:
        _fail()

    task = asyncio.ensure_future(fail())
    await asyncio.sleep(0)
    del task
    gc.collect()
    found = logged.getvalue()
    assert _MARK not in found
    assert "ValueError" in found


def test_libraries_do_not_write_the_parameters_of_statements() -> None:
    for name in ("aiosqlite", "asyncpg", "sqlalchemy.engine.Engine"):
        assert not logging.getLogger(name).isEnabledFor(logging.INFO)
