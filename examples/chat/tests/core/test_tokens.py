import base64
import datetime as dt
import hashlib
import hmac
import json
from typing import Any
from uuid import uuid4

import pytest
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256
from joserfc import jwt
from joserfc.jwk import ECKey, OctKey, RSAKey

from chat.core.security import tokens as module
from chat.core.security.keys import Keys, new_key
from chat.core.security.tokens import AccessTokens, BadTokenError

_NOW = dt.datetime(2026, 1, 31, 9, 30, tzinfo=dt.UTC)
_KEY = new_key()
_ACCOUNT, _SESSION = uuid4(), uuid4()
_HEADER = {"alg": "RS256", "kid": str(_KEY.kid), "typ": "at+jwt"}


def _tokens(
    keys: Keys | None = None,
    *,
    later: dt.timedelta = dt.timedelta(),
    issuer: str = "issuer",
    audience: str = "api",
) -> AccessTokens:
    return AccessTokens(
        keys or Keys([_KEY]),
        issuer=issuer,
        audience=audience,
        lifetime=dt.timedelta(minutes=10),
        clock=lambda: _NOW + later,
    )


def _claims(**changed: Any) -> dict[str, Any]:
    now = int(_NOW.timestamp())
    said = {
        "iss": "issuer",
        "aud": "api",
        "sub": str(_ACCOUNT),
        "sid": str(_SESSION),
        "roles": ["clerk"],
        "iat": now,
        "nbf": now,
        "exp": now + 600,
        "jti": "1",
    }
    return {n: value for n, value in (said | changed).items() if value is not None}


def _signed(claims: object, **header: Any) -> str:
    """Return what our key signs, though the library would refuse to."""
    said = {n: v for n, v in (_HEADER | header).items() if v is not None}
    text = f"{_part(said)}.{_part(claims)}"
    assert _KEY.private_key
    signature = _KEY.private_key.sign(text.encode(), PKCS1v15(), SHA256())
    return f"{text}.{_part(signature)}"


def _part(value: object) -> str:
    text = value if isinstance(value, bytes) else json.dumps(value).encode()
    return base64.urlsafe_b64encode(text).rstrip(b"=").decode()


def test_a_token_says_who_signed_in() -> None:
    tokens = _tokens()
    found = tokens.verify(tokens.sign(_ACCOUNT, _SESSION, frozenset(["clerk"])))
    assert found.account == _ACCOUNT
    assert found.session == _SESSION
    assert found.roles == {"clerk"}


def test_what_is_made_by_hand_below_is_a_token() -> None:
    assert _tokens().verify(_signed(_claims())).account == _ACCOUNT


def _confused() -> str:
    """Return a token whose secret is our public key, as if that were one."""
    head = _part({**_HEADER, "alg": "HS256"})
    signed = f"{head}.{_part(_claims())}"
    public = _KEY.as_pem(private=False)
    mac = hmac.new(public, signed.encode(), hashlib.sha256).digest()
    return f"{signed}.{_part(mac)}"


def _with_its_own_key() -> str:
    """Return a token that brings the key along by which it is to be verified."""
    key = RSAKey.generate_key(2048, {"kid": str(_KEY.kid)})
    header = _HEADER | {"jwk": key.as_dict(private=False)}
    return jwt.encode(header, _claims(), key, default_type=None)


def _tampered() -> str:
    head, _, signature = _signed(_claims()).split(".")
    return f"{head}.{_part(_claims(roles=['admin']))}.{signature}"


_LATE = int(_NOW.timestamp()) + 60
_PAST = int(_NOW.timestamp()) - 60
_OTHER = RSAKey.generate_key(2048)
_CURVE = ECKey.generate_key("P-256")

_BAD = {
    "nothing": "",
    "no token": "a.b.c",
    "no base64": "é.é.é",
    "unsigned": f"{_part({**_HEADER, 'alg': 'none'})}.{_part(_claims())}.",
    "signature left out": _signed(_claims()).rpartition(".")[0] + ".",
    "secret instead of a key": _confused(),
    "own key": _with_its_own_key(),
    "tampered": _tampered(),
    "wrong key": jwt.encode(_HEADER, _claims(), _OTHER, default_type=None),
    "wrong kind of key": jwt.encode(
        _HEADER | {"alg": "ES256"}, _claims(), _CURVE, default_type=None
    ),
    "secret": jwt.encode(
        _HEADER | {"alg": "HS256"},
        _claims(),
        OctKey.generate_key(256),
        default_type=None,
    ),
    "another algorithm": jwt.encode(
        _HEADER | {"alg": "RS512"},
        _claims(),
        RSAKey.import_key(_KEY.as_dict(private=True) | {"alg": "RS512"}),
        algorithms=["RS512"],
        default_type=None,
    ),
    "unknown kid": _signed(_claims(), kid="other"),
    "no kid": _signed(_claims(), kid=None),
    "another type": _signed(_claims(), typ="JWT"),
    "no type": _signed(_claims(), typ=None),
    "unknown extension": _signed(_claims(), crit=["x"], x=1),
    "expired": _signed(_claims(exp=_PAST)),
    "expired a moment ago": _signed(_claims(exp=int(_NOW.timestamp()) - 30)),
    "never expires": _signed(_claims(exp=None)),
    "expires in words": _signed(_claims(exp="2999-01-01")),
    "not yet valid": _signed(_claims(nbf=_LATE)),
    "no beginning": _signed(_claims(nbf=None)),
    "from the future": _signed(_claims(iat=_LATE)),
    "of no time": _signed(_claims(iat=None)),
    "wrong issuer": _signed(_claims(iss="other")),
    "no issuer": _signed(_claims(iss=None)),
    "wrong audience": _signed(_claims(aud="other")),
    "audiences without us": _signed(_claims(aud=["other", "another"])),
    "no audience": _signed(_claims(aud=None)),
    "nobody's": _signed(_claims(sub=None)),
    "somebody unknown": _signed(_claims(sub="ada")),
    "of no session": _signed(_claims(sid=None)),
    "without a name": _signed(_claims(jti=None)),
    "roles in words": _signed(_claims(roles="admin")),
    "roles that are none": _signed(_claims(roles=[{"admin": 1}])),
    "no claims": _signed([1]),
}


@pytest.mark.parametrize("token", _BAD.values(), ids=_BAD.keys())
def test_a_bad_token_proves_nothing(token: str) -> None:
    with pytest.raises(BadTokenError):
        _tokens().verify(token)


def test_no_algorithm_is_believed_that_is_not_listed() -> None:
    keys = Keys([_KEY])
    tokens = _tokens(keys)
    token = tokens.sign(_ACCOUNT, _SESSION, frozenset())
    keys.algorithms = ("ES256",)
    with pytest.raises(BadTokenError):
        tokens.verify(token)


def test_a_token_lives_as_long_as_is_said_and_clocks_may_differ() -> None:
    token = _tokens().sign(_ACCOUNT, _SESSION, frozenset())
    almost = dt.timedelta(minutes=10, seconds=29)
    assert _tokens(later=almost).verify(token)
    assert _tokens(later=dt.timedelta(seconds=-29)).verify(token)
    with pytest.raises(BadTokenError):
        _tokens(later=dt.timedelta(minutes=10, seconds=30)).verify(token)
    with pytest.raises(BadTokenError):
        _tokens(later=dt.timedelta(seconds=-31)).verify(token)


def test_a_good_token_is_verified_once_and_still_runs_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now = _NOW
    tokens = AccessTokens(
        Keys([_KEY]),
        issuer="issuer",
        audience="api",
        lifetime=dt.timedelta(minutes=10),
        clock=lambda: now,
    )
    token = tokens.sign(_ACCOUNT, _SESSION, frozenset())
    first = tokens.verify(token)
    with monkeypatch.context() as patched:
        patched.setattr(jwt, "decode", None)
        assert tokens.verify(token) is first
    now = _NOW + dt.timedelta(minutes=10, seconds=30)
    for _ in range(2):
        with pytest.raises(BadTokenError):
            tokens.verify(token)


def test_few_tokens_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_KEPT", 2)
    tokens = _tokens()
    signed = [tokens.sign(_ACCOUNT, _SESSION, frozenset()) for _ in range(5)]
    for token in signed * 2:
        assert tokens.verify(token).account == _ACCOUNT
    assert len(tokens._known) <= 2


def test_a_token_may_name_us_among_its_audiences() -> None:
    assert _tokens().verify(_signed(_claims(aud=["other", "api"])))


def test_a_new_key_signs_while_the_old_one_still_verifies() -> None:
    old, new = _KEY, new_key()
    before = _tokens(Keys([old])).sign(_ACCOUNT, _SESSION, frozenset())
    rotated = _tokens(Keys([new, old]))
    assert rotated.verify(before)
    after = rotated.sign(_ACCOUNT, _SESSION, frozenset())
    assert _tokens(Keys([new])).verify(after)
    with pytest.raises(BadTokenError):
        _tokens(Keys([new])).verify(before)
