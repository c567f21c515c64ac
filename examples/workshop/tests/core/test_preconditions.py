"""Versions of rows as entity tags."""

from types import SimpleNamespace

import pytest
from pydantic import MISSING, BaseModel

from workshop.core.http.preconditions import VersionedResponseBuilder, expected_versions


class Shown(BaseModel):
    name: str


_ENTITY = SimpleNamespace(name="a", version=3)
_BUILDER = VersionedResponseBuilder(Shown)


def test_an_entity_carries_its_version() -> None:
    assert _BUILDER.one(_ENTITY).headers["ETag"] == '"3"'


@pytest.mark.parametrize("known", ['W/"3"', '"1", "3"', "*"])
def test_a_version_that_is_known_is_not_sent_again(known: str) -> None:
    answer = _BUILDER.unless_known(_ENTITY, known)
    assert (answer.status_code, answer.headers["ETag"]) == (304, '"3"')


@pytest.mark.parametrize("known", ['"2"', MISSING])
def test_a_version_that_is_not_known_is_sent(known: str | MISSING) -> None:
    assert _BUILDER.unless_known(_ENTITY, known).status_code == 200


@pytest.mark.parametrize(
    ("header", "versions"),
    [
        ('"3"', {3}),
        ('"3", "4"', {3, 4}),
        ('W/"3"', set()),
        ('"x", 3', set()),
        (f'"{"9" * 5000}"', set()),
    ],
)
def test_a_client_builds_on_the_versions_that_it_names(
    header: str, versions: set[int]
) -> None:
    assert expected_versions(header) == {"version": versions}


def test_a_client_may_build_on_any_version() -> None:
    assert expected_versions("*") == {}
    assert expected_versions(MISSING) is None
