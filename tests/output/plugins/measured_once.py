"""Measures coverage only where a test runs code that the others have not run.

Measuring makes a test three times as long. These modules ask the same routes again, with
other fields, and what they alone would cover is not counted: it can only be more.
"""

from collections.abc import Iterator

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
