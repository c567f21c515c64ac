"""Which operations a requirement names."""

from __future__ import annotations

from ..operation import Operation

EVERY = "*"


def names(written: str, owner: str, operation: Operation, full_name: str = "") -> bool:
    """Tell whether `Product.list`, `Product.*` or a whole name is about an operation.

    A list under the path of another entity is one of its owner's lists.
    """
    if full_name and written == full_name:
        return True
    of, _, called = written.partition(".")
    if of != owner:
        return False
    lists = called == "list" and operation.kind == "nested_list"
    return called in (EVERY, operation.name, operation.kind) or lists
