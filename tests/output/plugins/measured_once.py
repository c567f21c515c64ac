"""Measures coverage only where a test runs code that the others have not run.

Measuring makes a test three times as long. These modules ask the same routes again, with
other fields, and what they alone would cover is not counted: it can only be more.
"""

import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import pytest
from coverage import Coverage

AGAIN = {
    *("test_contract.py", "test_deleted.py", "test_filters.py", "test_references.py"),
    *("test_restrictions.py", "test_search.py", "test_sorting.py"),
    *("test_uniqueness.py", "test_versions.py"),
}


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(
    item: pytest.Item, nextitem: pytest.Item | None
) -> Iterator[None]:
    measuring = Coverage.current()
    if item.path.name not in AGAIN or measuring is None:
        return (yield)
    measuring.stop()
    try:
        return (yield)
    finally:
        measuring.start()


class _Measured:
    """Something to do in a thread of a pool, which measures no more once it was stopped there."""

    def __init__(self, work: Callable[..., Any]) -> None:
        self._work = work

    def __call__(self, *arguments: Any, **named: Any) -> Any:
        trace = threading.gettrace()  # what a new thread would begin with
        if trace is not None and sys.gettrace() is None:
            sys.settrace(trace)
        return self._work(*arguments, **named)


@pytest.fixture(scope="session", autouse=True)
def threads_are_measured() -> Iterator[None]:
    """Have threads that wait for work measure it, whatever happened while they waited."""
    submit = ThreadPoolExecutor.submit

    def submitted(
        pool: ThreadPoolExecutor, work: Callable[..., Any], /, *more: Any, **named: Any
    ) -> Future[Any]:
        return submit(pool, _Measured(work), *more, **named)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ThreadPoolExecutor, "submit", submitted)
        yield
