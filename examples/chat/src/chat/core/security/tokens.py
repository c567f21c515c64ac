"""Access tokens: signed, good for minutes, and believed only after every check."""

import datetime as dt
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from joserfc import jwt
from joserfc.errors import JoseError

from chat.core.context import utc_now

from .keys import Keys

_TYPE = "at+jwt"  # RFC 9068: no other kind of token is taken for one of these
_KEPT = 1024  # tokens that were found good
_LEEWAY_SECONDS = 30  # by which the clocks of two machines may differ


class BadTokenError(Exception):
    """The token proves nothing."""


@dataclass(frozen=True, slots=True)
class Claims:
    """What a token says that has passed every check."""

    account: UUID
    session: UUID
    roles: frozenset[str]
    expires: float


class AccessTokens:
    """Signs and verifies the tokens of one issuer for one audience."""

    def __init__(
        self,
        keys: Keys,
        *,
        issuer: str,
        audience: str,
        lifetime: dt.timedelta,
        clock: Callable[[], dt.datetime] = utc_now,
    ) -> None:
        self.keys = keys
        self.lifetime = lifetime
        self._issuer = issuer
        self._audience = audience
        self._clock = clock
        # A client sends the same token for minutes. The keys stay the same for as long as
        # the process lives, so all that may change of a good one is that it runs out.
        self._known: dict[bytes, Claims] = {}
        # What is essential has to be said: joserfc checks no claim that is missing.
        self._registry = jwt.JWTClaimsRegistry(
            now=self._now,
            leeway=_LEEWAY_SECONDS,
            iss={"essential": True, "value": issuer},
            aud={"essential": True, "value": audience},
            sub={"essential": True},
            sid={"essential": True},
            exp={"essential": True},
            nbf={"essential": True},
            iat={"essential": True},
            jti={"essential": True},
        )

    def sign(self, account: UUID, session: UUID, roles: frozenset[str]) -> str:
        """Return a token for an account that has signed in."""
        now, key = self._now(), self.keys.signing
        header = {"alg": str(key.alg), "kid": key.kid, "typ": _TYPE}
        claims = {
            "iss": self._issuer,
            "aud": self._audience,
            "sub": str(account),
            "sid": str(session),
            "roles": sorted(roles),
            "iat": now,
            "nbf": now,
            "exp": now + int(self.lifetime.total_seconds()),
            "jti": str(uuid4()),
        }
        return jwt.encode(header, claims, key, algorithms=self.keys.algorithms)

    def verify(self, token: str) -> Claims:
        """Return what a token says; raise BadTokenError unless every check passes."""
        key = hashlib.sha256(token.encode()).digest()
        known = self._known.get(key)
        if known is None:
            known = self._verified(token)
            if len(self._known) >= _KEPT:
                self._known.clear()
            self._known[key] = known
        elif known.expires <= self._now() - _LEEWAY_SECONDS:
            del self._known[key]
            raise BadTokenError("ExpiredTokenError")
        return known

    def _verified(self, token: str) -> Claims:
        try:
            found = jwt.decode(
                token, self.keys.verifying, algorithms=self.keys.algorithms
            )
            _require_header(found.header)
            self._registry.validate(found.claims)
            return _read(found.claims)
        except (JoseError, KeyError, TypeError, ValueError) as error:
            raise BadTokenError(type(error).__name__) from error

    def _now(self) -> int:
        return int(self._clock().timestamp())


def _require_header(header: dict[str, Any]) -> None:
    kind = header.get("typ")
    if not isinstance(kind, str):
        raise TypeError("typ")
    if kind.lower().removeprefix("application/") != _TYPE:
        raise ValueError("typ")
    if not isinstance(header.get("kid"), str):
        raise TypeError("kid")


def _read(claims: dict[str, Any]) -> Claims:
    roles = claims.get("roles", [])
    if not isinstance(roles, list):
        raise TypeError("roles")
    account, session = UUID(claims["sub"]), UUID(claims["sid"])
    return Claims(account, session, frozenset(roles), claims["exp"])
