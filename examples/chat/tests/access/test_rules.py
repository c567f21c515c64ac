"""What rules come to once it is known who asks."""

from uuid import UUID

import pytest

from chat.core.security.access import Access
from chat.core.security.principal import (
    ANONYMOUS,
    SYSTEM,
    Principal,
    covers,
    grants_of,
    person,
    service,
)
from chat.core.security.rules import (
    AUTHENTICATED,
    NOBODY,
    PUBLIC,
    Rule,
    field,
    may,
    owned_by,
    role,
)

from .callers import CALLERS, ROLES

_ACCOUNT = UUID(int=1)
_SOMEBODY = person(_ACCOUNT)
_OWNER, _OPEN = owned_by("account_id"), field("open").holds()


@pytest.mark.parametrize(
    ("rule", "anonymous", "somebody"),
    [
        (PUBLIC, PUBLIC, PUBLIC),
        (NOBODY, NOBODY, NOBODY),
        (AUTHENTICATED, NOBODY, PUBLIC),
        (~AUTHENTICATED, PUBLIC, NOBODY),
        (_OWNER, NOBODY, _OWNER),
        (~_OWNER, PUBLIC, ~_OWNER),
        (_OWNER | AUTHENTICATED, NOBODY, PUBLIC),
        (_OWNER & AUTHENTICATED, NOBODY, _OWNER),
        (_OWNER | _OPEN, _OPEN, _OWNER | _OPEN),
        (_OWNER & _OPEN, NOBODY, _OWNER & _OPEN),
        (AUTHENTICATED | NOBODY, NOBODY, PUBLIC),
        (AUTHENTICATED & PUBLIC, NOBODY, PUBLIC),
        (
            field("account_id").is_someone_else() & PUBLIC,
            NOBODY,
            field("account_id").is_someone_else(),
        ),
    ],
)
def test_what_a_principal_decides_alone_folds_away(
    rule: Rule, anonymous: Rule, somebody: Rule
) -> None:
    assert rule.fold(ANONYMOUS.grants) == anonymous
    assert rule.fold(_SOMEBODY.grants) == somebody


def test_a_role_is_had_or_not() -> None:
    clerk = grants_of("person", frozenset({"clerk"}), None, True)
    assert role("clerk").fold(clerk) == PUBLIC
    assert role("admin").fold(clerk) == NOBODY


@pytest.mark.parametrize(
    ("pattern", "covered"),
    [
        ("*", True),
        ("order:*", True),
        ("order:read", True),
        ("order:write", False),
        ("orders:*", False),
    ],
)
def test_a_pattern_covers_what_it_says(pattern: str, covered: bool) -> None:
    assert covers({pattern}, "order:read") == covered
    assert not covers((), "order:read")


_ALL = Access(resource="order", list=PUBLIC, get=PUBLIC, create=PUBLIC, update=PUBLIC)
_EVERY_ROLE = person(_ACCOUNT, ROLES)


@pytest.mark.parametrize(
    ("scopes", "may_read", "may_write"),
    [
        (None, True, True),
        (["*"], True, True),
        (["order:*"], True, True),
        (["order:read"], True, False),
        (["order:write"], False, True),
        (["order:get"], True, False),
        (["order:update"], False, True),
        (["other:*"], False, False),
        ([], False, False),
    ],
)
def test_scopes_only_ever_take_away(
    scopes: list[str] | None, may_read: bool, may_write: bool
) -> None:
    for asking in (person(_ACCOUNT, ROLES, scopes), service(ROLES, scopes)):
        assert _ALL.refused("get", asking.grants) != may_read
        assert _ALL.refused("update", asking.grants) != may_write
        assert _ALL.refused("delete", asking.grants)  # which no rule lets anybody
        read = may("order:read").fold(asking.grants) == PUBLIC
        assert read <= may_read


def test_nothing_but_the_system_does_what_no_rule_says() -> None:
    closed = Access(resource="order")
    for asking in (ANONYMOUS, _SOMEBODY, _EVERY_ROLE, service(ROLES)):
        assert closed.refused("list", asking.grants)
    assert not closed.refused("list", SYSTEM.grants)


def test_those_who_have_the_same_share_what_was_decided() -> None:
    assert person(UUID(int=2)).grants is _SOMEBODY.grants
    assert service().grants is not _SOMEBODY.grants


@pytest.mark.parametrize(
    "asking", [ANONYMOUS, service(ROLES)], ids=["anonymous", "service"]
)
def test_who_has_no_account_owns_nothing(asking: Principal) -> None:
    assert _OWNER.fold(asking.grants) == NOBODY
    assert asking.is_anonymous == (asking is ANONYMOUS)


@pytest.mark.parametrize("other", [None, 0.5, _ACCOUNT])
def test_a_field_is_compared_with_nothing_but_constants(other: object) -> None:
    with pytest.raises(TypeError):
        field("state") == other  # noqa: B015


def test_every_role_asks() -> None:
    assert {name for _, roles in CALLERS.values() for name in roles} == {*ROLES}
