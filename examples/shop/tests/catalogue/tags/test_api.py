import pytest
from httpx import AsyncClient
from sqlalchemy.ext.asyncio import AsyncSession

from shop.catalogue.tags.schemas import TagCreate, TagReplace, TagUpdate
from shop.models import Tag
from tests.support import (
    as_parameter,
    assert_refused,
    assert_shown,
    body_of,
    path_of,
    walk,
)

from .factory import build_tag, create_tag

PATH = "/tags"


def path_to(entity: Tag) -> str:
    return path_of(PATH, entity.id)


async def test_what_is_created_is_returned(
    client: AsyncClient, session: AsyncSession
) -> None:
    body = body_of(await build_tag(session), TagCreate)
    answer = await client.post(PATH, json=body)
    assert answer.status_code == 201, answer.text
    made = answer.json()
    assert_shown(made, body)
    found = await client.get(client.base_url.join(answer.headers["Location"]))
    assert found.json() == made


async def test_a_property_that_the_contract_does_not_name_is_refused(
    client: AsyncClient, session: AsyncSession
) -> None:
    body = body_of(await build_tag(session), TagCreate)
    answer = await client.post(PATH, json=body | {"no_such_property": 1})
    assert_refused(answer, 422, "VALIDATION_ERROR", "no_such_property")


async def test_a_second_one_of_the_same_is_refused(
    client: AsyncClient, session: AsyncSession
) -> None:
    body = body_of(await build_tag(session), TagCreate)
    assert (await client.post(PATH, json=body)).status_code == 201
    assert_refused(await client.post(PATH, json=body), 409, "CONFLICT")


async def test_what_is_not_there_is_not_found(client: AsyncClient) -> None:
    path = path_of(PATH, "00000000-0000-0000-0000-000000000000")
    assert_refused(await client.get(path), 404, "NOT_FOUND")


async def test_a_list_goes_through_all_rows(
    client: AsyncClient, session: AsyncSession
) -> None:
    for _ in range(3):
        await create_tag(session)
    assert len(await walk(client, PATH)) == 3


async def test_a_parameter_that_the_contract_does_not_name_is_refused(
    client: AsyncClient,
) -> None:
    answer = await client.get(PATH, params={"no_such_parameter": "1"})
    assert_refused(answer, 422, "VALIDATION_ERROR", "no_such_parameter")


@pytest.mark.parametrize(
    ("parameter", "attribute", "found"),
    [
        ("created_after", "created_at", 0),
        ("created_before", "created_at", 0),
    ],
)
async def test_a_list_is_narrowed(
    client: AsyncClient,
    session: AsyncSession,
    parameter: str,
    attribute: str,
    found: int,
) -> None:
    entity = await create_tag(session)
    value = as_parameter(getattr(entity, attribute))
    answer = await client.get(PATH, params={parameter: value})
    assert answer.status_code == 200, answer.text
    assert len(answer.json()["data"]) == found


@pytest.mark.parametrize(
    "name",
    [
        "label",
        "created_at",
    ],
)
async def test_a_list_is_ordered(
    client: AsyncClient, session: AsyncSession, name: str
) -> None:
    for _ in range(3):
        await create_tag(session)
    upwards = await walk(client, PATH, sort=name)
    downwards = await walk(client, PATH, sort=f"-{name}")
    assert len(upwards) == 3
    assert upwards == downwards[::-1]


async def test_replace_stores_what_is_given(
    client: AsyncClient,
    session: AsyncSession,
) -> None:
    path = path_to(await create_tag(session))
    body = body_of(await build_tag(session), TagReplace)
    answer = await client.put(path, json=body)
    assert answer.status_code == 200, answer.text
    changed = answer.json()
    assert_shown(changed, body)
    assert (await client.get(path)).json() == changed


async def test_update_stores_what_is_given(
    client: AsyncClient,
    session: AsyncSession,
) -> None:
    path = path_to(await create_tag(session))
    body = body_of(await build_tag(session), TagUpdate)
    answer = await client.patch(path, json=body)
    assert answer.status_code == 200, answer.text
    changed = answer.json()
    assert_shown(changed, body)
    assert (await client.get(path)).json() == changed


async def test_what_is_deleted_is_gone(
    client: AsyncClient, session: AsyncSession
) -> None:
    path = path_to(await create_tag(session))
    assert (await client.delete(path)).status_code == 204
    assert_refused(await client.delete(path), 404, "NOT_FOUND")
