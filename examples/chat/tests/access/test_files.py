"""Files of rows: everybody asks for those that they may read, and writes those that they may."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.factory import resource_of
from tests.files import FILES, FileOf, empty_store, kept
from tests.principals import as_system

from .case import Case, Cases
from .cases import answered
from .signing_in import let_sign_in
from .stage import Stage, assert_answered, without_id

_DONE = 200


@pytest.fixture(autouse=True)
def _empty_store() -> Iterator[None]:
    empty_store()
    yield
    empty_store()


def _files(operation: str) -> list[Any]:
    """Return what an operation answers of each row that has a file."""
    return [
        pytest.param(file, *param.values, id=f"{param.id}-{file.name}")
        for param in answered(operation)
        for file in FILES
        if file.resource is param.values[0].resource
    ]


async def _with_file(stage: Stage, file: FileOf, row: Any) -> None:
    """Give a row a file, as the system may."""
    as_system(stage.app)
    given = await stage.client.put(file.path_to(row), content=file.small)
    let_sign_in(stage.app)
    assert given.status_code == _DONE, given.text


@pytest.mark.parametrize(("file", "cases", "case"), _files("get"))
async def test_who_may_read_the_row_may_read_its_file(
    stage: Stage, file: FileOf, cases: Cases, case: Case
) -> None:
    row = await stage.stored(cases.resource.model, cases.rows[case.row])
    await _with_file(stage, file, row)
    headers = await stage.headers(case.caller)
    answer = await stage.client.get(file.path_to(row), headers=headers)
    if case.get == _DONE and answer.status_code == 404:
        shown = await stage.client.get(cases.resource.path_to(row), headers=headers)
        assert file.name not in shown.json()  # which a rule of the field hides
        return
    assert_answered(answer, case.get or 0, row)
    if case.get == _DONE:
        assert answer.content == file.small
    elif case.get == 404:
        nowhere = file.under(resource_of(type(row)).path_to_nothing())
        absent = await stage.client.get(nowhere, headers=headers)
        assert without_id(absent) == without_id(answer)


@pytest.mark.parametrize(("file", "cases", "case"), _files("update"))
async def test_who_may_update_the_row_may_write_its_file(
    stage: Stage, file: FileOf, cases: Cases, case: Case
) -> None:
    row = await stage.stored(cases.resource.model, cases.rows[case.row])
    headers, path = await stage.headers(case.caller), file.path_to(row)
    answer = await stage.client.put(path, content=file.small, headers=headers)
    if case.update == _DONE and answer.status_code == 403:
        return  # which a rule of the field says
    assert_answered(answer, case.update or 0, row)
    assert len(kept()) == (case.update == _DONE)
    if case.update != _DONE:
        await _with_file(stage, file, row)
        gone = await stage.client.delete(path, headers=headers)
        assert_answered(gone, case.update or 0, row)
        assert len(kept()) == 1
