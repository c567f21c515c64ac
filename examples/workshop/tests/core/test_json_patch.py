"""Operations as RFC 6902 has them: its own examples, and what other libraries are tried with."""

import copy
from typing import Annotated, Any
from unittest.mock import AsyncMock

import pytest
from fastapi import Response
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, TypeAdapter, ValidationError

from workshop.core.db.held import hold
from workshop.core.errors import ConflictError, InvalidError
from workshop.core.http import json_patch
from workshop.core.http.json_patch import JsonPatch, Patchable, update_of
from workshop.core.json_patch import Step, applied, same
from workshop.core.service import Service
from workshop.models.base import Base

Operation = tuple[Any, ...]
"""What is done, where, and with what."""


_MEMBER = {"move": "from_", "copy": "from_"}


def _steps(*operations: Operation) -> list[Step]:
    """Return operations; what follows the path is a source, or else a value."""
    return [
        Step(op, path, **({_MEMBER.get(op, "value"): rest[0]} if rest else {}))
        for op, path, *rest in operations
    ]


@pytest.mark.parametrize(
    ("document", "operations", "result"),
    [
        ({}, [], {}),
        ({"a": 1}, [("add", "/b", 2)], {"a": 1, "b": 2}),
        ({"a": 1}, [("add", "/a", None)], {"a": None}),
        ({"a": [1, 3]}, [("add", "/a/1", 2)], {"a": [1, 2, 3]}),
        ({"a": [1]}, [("add", "/a/1", 2)], {"a": [1, 2]}),
        ({"a": [1]}, [("add", "/a/-", [2])], {"a": [1, [2]]}),
        ({"a": 1}, [("add", "/", 2)], {"a": 1, "": 2}),
        ({"a": {}}, [("add", "/a/b", {"c": 1})], {"a": {"b": {"c": 1}}}),
        ({"0": 1}, [("replace", "/0", 2)], {"0": 2}),
        ({"a": 1}, [("add", "", {"b": 2})], {"b": 2}),
        ({"a": 1}, [("replace", "", [])], []),
        ({"a": 1, "b": 2}, [("remove", "/a")], {"b": 2}),
        ({"a": [1, 2, 3]}, [("remove", "/a/1")], {"a": [1, 3]}),
        ({"a": [1, 2]}, [("replace", "/a/0", None)], {"a": [None, 2]}),
        ({"a": {"b": 1}}, [("move", "/c", "/a/b")], {"a": {}, "c": 1}),
        ({"a": [1, 2, 3]}, [("move", "/a/2", "/a/0")], {"a": [2, 3, 1]}),
        ({"a": 1}, [("move", "/a", "/a")], {"a": 1}),
        ({"a": {"b": 1}}, [("copy", "/c", "/a")], {"a": {"b": 1}, "c": {"b": 1}}),
        (
            {"a": {"b": 1}},
            [("copy", "/c", "/a"), ("replace", "/c/b", 2)],
            {"a": {"b": 1}, "c": {"b": 2}},
        ),
        ({"a/b": 1, "m~n": 2}, [("test", "/a~1b", 1), ("remove", "/m~0n")], {"a/b": 1}),
        ({"~1": 1}, [("replace", "/~01", 2)], {"~1": 2}),
        ({"a": 1}, [("test", "/a", 1.0), ("test", "", {"a": 1})], {"a": 1}),
        ({"a": [{"b": 1}]}, [("test", "/a", [{"b": 1}])], {"a": [{"b": 1}]}),
        ({"a": 1}, [("add", "/a", 2), ("test", "/a", 2)], {"a": 2}),
    ],
)
def test_operations_are_done_one_after_the_other(
    document: Any, operations: list[Operation], result: Any
) -> None:
    before = copy.deepcopy(document)
    assert applied(document, _steps(*operations)) == result
    assert document == before


@pytest.mark.parametrize(
    ("document", "operation", "member", "code"),
    [
        ({"a": 1}, ("add", "/b/c", 1), "path", "invalid_pointer"),
        ({"a": 1}, ("add", "/a/c", 1), "path", "invalid_pointer"),
        ({"a": [1]}, ("add", "/a/2", 1), "path", "invalid_pointer"),
        ({"a": [1]}, ("add", "/a/-1", 1), "path", "invalid_pointer"),
        ({"a": [1, 2]}, ("add", "/a/01", 1), "path", "invalid_pointer"),
        ({"a": [1, 2]}, ("add", "/a/1e0", 1), "path", "invalid_pointer"),
        ({"a": [1]}, ("add", "/a/b", 1), "path", "invalid_pointer"),
        ({"a": [1]}, ("replace", "/a/1", 1), "path", "invalid_pointer"),
        ({"a": [1]}, ("replace", "/a/-", 1), "path", "invalid_pointer"),
        ({"a": 1}, ("replace", "/b", 1), "path", "invalid_pointer"),
        ({"a": 1}, ("remove", "/b"), "path", "invalid_pointer"),
        ({"a": [1]}, ("remove", "/a/1"), "path", "invalid_pointer"),
        ({"a": 1}, ("remove", ""), "path", "invalid_operation"),
        ({"a": 1}, ("move", "/c", "/b"), "from", "invalid_pointer"),
        ({"a": 1}, ("move", "/b", "/b"), "from", "invalid_pointer"),
        ({"a": {}}, ("move", "/a/b", "/a"), "path", "invalid_operation"),
        ({"a": 1}, ("copy", "/c", "/b"), "from", "invalid_pointer"),
        ({"a": 1}, ("test", "/b", None), "path", "invalid_pointer"),
        ({"a": [1]}, ("test", "/a/00", 1), "path", "invalid_pointer"),
    ],
)
def test_what_can_not_be_done_is_told_by_its_place(
    document: Any, operation: Operation, member: str, code: str
) -> None:
    with pytest.raises(InvalidError) as refused:
        applied(document, _steps(("test", "", document), operation))
    (detail,) = refused.value.details
    assert (detail.field, detail.code) == (f"1.{member}", code)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (1, True),
        (0, False),
        (1, "1"),
        ("a", "A"),
        (None, False),
        ([], {}),
        ([1, 2], [2, 1]),
        ([1], [1, 1]),
        ({"a": 1}, {"a": 1, "b": 1}),
        ({"a": [True]}, {"a": [1]}),
    ],
)
def test_a_test_of_another_value_fails(one: Any, other: Any) -> None:
    assert not same(one, other)
    assert same(one, copy.deepcopy(one))
    with pytest.raises(ConflictError) as failed:
        applied({"a": one}, _steps(("test", "/a", other)))
    (detail,) = failed.value.details
    assert (detail.field, detail.code) == ("0.path", "test_failed")


def test_copies_of_copies_have_an_end() -> None:
    doubling = [("copy", "/a/-", "/a")] * 40
    with pytest.raises(InvalidError):
        applied({"a": [1]}, _steps(*doubling))


class _Box(BaseModel):
    """What a client may change."""

    name: str | None = None
    sizes: list[int] = []


_BODY: TypeAdapter[Any] = TypeAdapter(Annotated[_Box, Patchable(_Box)])


@pytest.mark.parametrize(
    ("operation", "place"),
    [
        ({"op": "add", "path": "/a"}, (0,)),
        ({"op": "move", "path": "/a", "value": 1}, (0,)),
        ({"op": "spam", "path": "/a", "value": 1}, (0, "op")),
        ({"op": "remove"}, (0, "path")),
        ({"op": "remove", "path": "a"}, (0, "path")),
        ({"op": "remove", "path": "/~2"}, (0, "path")),
        ({"op": "copy", "path": "/a", "from": None}, (0, "from")),
        ("remove", (0,)),
    ],
)
def test_an_operation_has_what_it_takes(operation: Any, place: tuple[Any, ...]) -> None:
    with pytest.raises(ValidationError) as refused:
        _BODY.validate_python([operation])
    assert [each["loc"] for each in refused.value.errors()] == [place]


def test_members_that_nobody_knows_are_ignored() -> None:
    operation = {"op": "test", "path": "", "value": None, "comment": "?"}
    assert _BODY.validate_python([operation]) == JsonPatch((Step("test", ""),))


async def _updated(monkeypatch: pytest.MonkeyPatch, *operations: Operation) -> _Box:
    monkeypatch.setattr(json_patch, "hold", AsyncMock())
    shown = Response(b'{"name": "a", "sizes": [1, 2]}')
    patch = JsonPatch(tuple(_steps(*operations)))
    service: Service[Any, Any, Any, Any] = Service(AsyncMock())
    return await update_of(patch, _Box, lambda _row: shown, service, 1)


async def test_only_what_has_another_value_is_changed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    operations = [("add", "/sizes/-", 3), ("replace", "/name", "a")]
    changes = await _updated(monkeypatch, *operations)
    assert changes.model_dump(exclude_unset=True) == {"sizes": [1, 2, 3]}
    changes = await _updated(monkeypatch, ("remove", "/name"))
    assert changes.model_dump(exclude_unset=True) == {"name": None}


async def test_what_it_comes_to_is_checked_as_any_body(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with pytest.raises(RequestValidationError) as refused:
        await _updated(monkeypatch, ("add", "/sizes/0", "large"))
    assert [each["loc"] for each in refused.value.errors()] == [("body", "sizes", 0)]


async def test_what_is_left_is_an_object_of_some_depth(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    deep: list[Any] = []
    for _ in range(100_000):
        deep = [deep]
    with pytest.raises(InvalidError, match="does not fit"):
        await _updated(monkeypatch, ("replace", "", []))
    with pytest.raises(InvalidError, match="does not fit"):
        await _updated(monkeypatch, ("add", "/name", deep), ("test", "/name", deep))


async def test_what_is_not_stored_is_not_held() -> None:
    with pytest.raises(ValueError, match="stored"):
        await hold(next(iter(Base.registry.mappers)).class_())
