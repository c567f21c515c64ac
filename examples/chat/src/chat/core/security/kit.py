"""What signing in needs for as long as the process lives."""

import datetime as dt
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from chat.core.background import Background
from chat.core.mail import Mailer, mailer_of

from .keys import load_keys
from .passwords import Passwords
from .throttle import Throttle, limit
from .tokens import AccessTokens

if TYPE_CHECKING:
    from chat.settings import Settings


@dataclass(kw_only=True)
class SecurityKit:
    """The tools of signing in, opened once."""

    tokens: AccessTokens
    passwords: Passwords
    throttle: Throttle
    mailer: Mailer
    background: Background


@asynccontextmanager
async def open_security(settings: "Settings") -> AsyncIterator[SecurityKit]:
    """Open the tools; raise KeysError where the keys that are set are unsafe."""
    production = settings.environment == "production"
    keys = load_keys(settings.jwt_keys, production=production)
    tokens = AccessTokens(
        keys,
        issuer=settings.jwt_issuer,
        audience=settings.jwt_audience,
        lifetime=dt.timedelta(minutes=settings.access_token_minutes),
    )
    mailer = mailer_of(settings.mail_url, settings.mail_from, production=production)
    _require_limits(settings)
    passwords = Passwords(settings.password_hashes_at_once)
    throttle, background = Throttle(settings.rate_limit_storage), Background()
    try:
        yield SecurityKit(
            tokens=tokens,
            passwords=passwords,
            throttle=throttle,
            mailer=mailer,
            background=background,
        )
    finally:
        await background.finish()
        await throttle.close()
        passwords.close()


def _require_limits(settings: "Settings") -> None:
    """Raise ValueError at the start, and not at the first sign-in, for what is no limit."""
    limit(settings.sign_ins_of_an_account)
    limit(settings.sign_ins_of_an_address)
    limit(settings.mails_to_an_address)
