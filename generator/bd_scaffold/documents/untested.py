"""Operations that no test of the project tries any more, or that none tries yet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ..model.types import Model
from ..record import Record
from .traces import served

_SKELETON = "assert_not_written(client, session, OPERATIONS[{}])"
"""How the test ends that an operation of the design's own begins with."""


class Untested(Record, frozen=True):
    """Operations without a test, for one reason."""

    operations: tuple[str, ...]  # by name: "Product.list"
    file: str  # where their test would be
    gone: bool  # the file is not there; otherwise it says that they are not written


def files_with_tests(model: Model) -> frozenset[str]:
    """Return the files that try an operation of a project."""
    return frozenset(
        file
        for each in served(model)
        for offered in each.operations
        for file in offered.tests
    )


def untested(model: Model, texts: Mapping[str, str]) -> Iterator[Untested]:
    """Yield the operations that the files with tests, as a project has them, do not try."""
    gone: dict[str, list[str]] = {}
    for each in served(model):
        for offered in each.operations:
            for file in offered.tests:
                if file not in texts:
                    gone.setdefault(file, []).append(offered.full_name)
    for file, operations in gone.items():
        yield Untested(tuple(operations), file, gone=True)
    for group in model.custom:
        file = f"{group.tests}/test_operations.py"
        waiting = tuple(
            operation.full_name
            for number, operation in enumerate(group.operations)
            if _SKELETON.format(number) in texts.get(file, "")
        )
        if waiting:
            yield Untested(waiting, file, gone=False)
