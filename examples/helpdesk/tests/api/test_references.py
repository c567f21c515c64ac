from typing import Any

import pytest
import sqlalchemy as sa
from httpx import AsyncClient
from pydantic_core import to_jsonable_python
from sqlalchemy.ext.asyncio import AsyncSession

from tests.factory import body_for, build, create, resource_of
from tests.support import assert_refused, body_of, writable

from .resource import Reference, Resource
from .resources import RESOURCES, having


@pytest.mark.parametrize(
    ("resource", "reference"),
    [
        pytest.param(resource, reference, id=f"{resource}-{reference.name}")
        for resource in having("create")
        for reference in resource.references
        if reference.checked
    ],
)
async def test_a_reference_to_a_missing_row_is_refused(
    client: AsyncClient,
    session: AsyncSession,
    resource: Resource[Any],
    reference: Reference,
) -> None:
    body = await body_for(session, resource, "create")
    fields = resource.bodies["create"].model_fields
    names = [fields[each].alias or each for each in reference.columns]
    absent = reference.absent or resource_of(reference.target).absent
    body |= zip(names, to_jsonable_python(absent), strict=True)
    answer = await client.post(resource.path, json=body)
    assert_refused(answer, 409, "CONFLICT", names[0])


def _held() -> list[Any]:
    """Return the references to values that clients can change."""
    return [
        pytest.param(resource, reference, id=f"{resource}-{reference.name}")
        for resource in RESOURCES
        for reference in resource.references
        if reference.is_by_value
        for target in [resource_of(reference.target)]
        if "update" in target.operations
        if {at.key for at in reference.columns.values()}
        <= writable(target.bodies["update"])
    ]


def _rule(resource: Resource[Any], reference: Reference) -> str:
    """Return the ON UPDATE of a reference; nothing is said of what refuses."""
    mapper = sa.inspect(resource.model)
    own = {mapper.columns[here] for here in reference.columns}
    (rule,) = (
        key.onupdate
        for key in mapper.local_table.foreign_key_constraints
        if {*key.columns} == own
    )
    return str(rule or "")


@pytest.mark.parametrize(("resource", "reference"), _held())
async def test_a_value_that_others_refer_to_is_changed_as_they_say(
    client: AsyncClient,
    session: AsyncSession,
    resource: Resource[Any],
    reference: Reference,
) -> None:
    stored = await create(session, reference.target)
    row = await create(session, resource.model, **reference.to(stored))
    target = resource_of(reference.target)
    another = await build(session, target.model)
    ((here, there),) = reference.columns.items()
    other = body_of(another, target.bodies["update"])
    name = target.bodies["update"].model_fields[there.key].alias or there.key
    answer = await client.patch(target.path_to(stored), json={name: other[name]})
    rule = _rule(resource, reference)
    if rule not in ("CASCADE", "SET NULL"):
        assert_refused(answer, 409, "CONFLICT")
        return
    assert answer.status_code == 200, answer.text
    await session.refresh(row)
    expected = getattr(another, there.key) if rule == "CASCADE" else None
    assert getattr(row, here) == expected
