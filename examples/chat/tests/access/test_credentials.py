"""What somebody signs in with proves who they are, or is refused: it never makes them nobody."""

import base64
import datetime as dt
import json
from collections.abc import Iterator
from uuid import uuid4

import pytest

from chat.core.context import utc_now
from chat.core.http.dependencies import resources_of
from chat.core.security.keys import Keys, new_key
from chat.core.security.tokens import AccessTokens
from chat.settings import Settings

from .callers import ROLES
from .case import SOMEBODY, Cases
from .cases import ALL
from .stage import Stage

_METHODS = {
    "list": "GET",
    "get": "GET",
    "create": "POST",
    "replace": "PUT",
    "update": "PATCH",
    "delete": "DELETE",
}


def _tokens(
    settings: Settings,
    keys: Keys,
    *,
    later: dt.timedelta = dt.timedelta(),
    issuer: str = "",
    audience: str = "",
) -> AccessTokens:
    """Return what signs tokens that are as they should be but for what is given."""
    return AccessTokens(
        keys,
        issuer=issuer or settings.jwt_issuer,
        audience=audience or settings.jwt_audience,
        lifetime=dt.timedelta(minutes=settings.access_token_minutes),
        clock=lambda: utc_now() + later,
    )


async def _bad(stage: Stage, settings: Settings) -> list[tuple[str, str]]:
    """Return credentials of somebody with every role, and what is wrong with each."""
    account, day = await stage.account(SOMEBODY), dt.timedelta(days=1)
    keys = resources_of(stage.app).security.tokens.keys
    wrong = {
        "expired": _tokens(settings, keys, later=-day),
        "not yet valid": _tokens(settings, keys, later=day),
        "of another issuer": _tokens(settings, keys, issuer="https://other.example"),
        "for another audience": _tokens(settings, keys, audience="other"),
        "by another key": _tokens(settings, Keys([new_key()])),
    }
    roles = frozenset(ROLES)
    found = {
        name: tokens.sign(account, uuid4(), roles) for name, tokens in wrong.items()
    }
    good = _tokens(settings, keys).sign(account, uuid4(), roles)
    found |= dict(_forged(good))
    return [(name, f"Bearer {token}") for name, token in found.items()] + [
        ("of no kind that is known", "Basic c29tZWJvZHk6c2VjcmV0"),
        ("empty", "Bearer"),
    ]


def _forged(good: str) -> Iterator[tuple[str, str]]:
    head, claims, signature = good.split(".")
    yield "unsigned", f"{_part({'alg': 'none', 'typ': 'at+jwt'})}.{claims}."
    yield "without its signature", f"{head}.{claims}."
    said = json.loads(base64.urlsafe_b64decode(f"{claims}=="))
    yield "changed", f"{head}.{_part(said | {'sub': str(uuid4())})}.{signature}"
    yield "nonsense", "nonsense"


def _part(value: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


@pytest.mark.parametrize(
    ("cases", "operation"),
    [
        pytest.param(cases, operation, id=f"{cases.resource}-{operation}")
        for cases in ALL
        for operation in cases.resource.operations
        if operation in _METHODS
    ],
)
async def test_a_bad_credential_is_refused_even_where_anybody_may(
    stage: Stage, settings: Settings, cases: Cases, operation: str
) -> None:
    path = cases.resource.path
    if operation not in ("list", "create"):
        path = cases.resource.path_to_nothing()
    body = {"nonsense": 1} if operation in ("create", "replace", "update") else None
    for name, credential in await _bad(stage, settings):
        answer = await stage.client.request(
            _METHODS[operation],
            path,
            json=body,
            headers={"Authorization": credential},
        )
        assert answer.status_code == 401, (name, answer.text)
        challenge = answer.headers["WWW-Authenticate"]
        assert challenge.startswith('Bearer error="invalid_token"'), name
