"""Keys as a way to say whose a request is."""

import datetime as dt
from typing import Never
from uuid import UUID

import structlog
from sqlalchemy.exc import SQLAlchemyError
from starlette.requests import HTTPConnection

from helpdesk.core.db.unit_of_work import reading, unit_of_work
from helpdesk.core.errors import UnavailableError
from helpdesk.core.security.audit import audit_refusal
from helpdesk.core.security.errors import UnauthenticatedError
from helpdesk.core.security.principal import Principal, person, service
from helpdesk.resources import Resources

from .secret import read
from .store import ApiKeyStore, Known, words_of

HEADER = "X-API-Key"
_NOTED = dt.timedelta(minutes=1)  # a use so soon after the last one is not

_logger = structlog.stdlib.get_logger(__name__)


async def by_api_key(connection: HTTPConnection) -> Principal | None:
    """Return whose a key is; raise UnauthenticatedError for one that doesn't hold.

    Who sends a token beside it could be somebody else, so that is refused, too.
    """
    sent = connection.headers.getlist(HEADER)
    if not sent:
        return None
    if len(sent) > 1 or "Authorization" in connection.headers:
        _refuse("beside another credential")
    return await _principal(connection.app.state.resources, sent[0])


async def _principal(resources: Resources, text: str) -> Principal:
    secret = read(text)
    if secret is None:
        _refuse("no key")
    async with reading(resources) as work:
        now = work.context.clock()
        known = await ApiKeyStore(work.session).by_prefix(secret.prefix)
    if known is None or not secret.is_of(known.key.hash):
        _refuse("unknown")
    _require_alive(known, now)
    key = known.key
    if key.last_used_at is None or key.last_used_at <= now - _NOTED:
        await _note_use(resources, key.id, now)
    scopes = None if key.scopes is None else words_of(key.scopes)
    if key.account_id is not None:
        return person(key.account_id, known.roles, scopes)
    return service(known.roles, scopes, client=str(key.id))


def _require_alive(known: Known, now: dt.datetime) -> None:
    if known.key.revoked_at is not None:
        _refuse("revoked", known)
    if known.key.expires_at <= now:
        _refuse("expired", known)
    if known.disabled:
        _refuse("account disabled", known)


async def _note_use(resources: Resources, key: UUID, now: dt.datetime) -> None:
    """Note a use in a transaction of its own: what is asked for may still fail, or only read."""
    try:
        async with unit_of_work(resources) as work:
            await ApiKeyStore(work.session).used(key, now, now - _NOTED)
    except (SQLAlchemyError, UnavailableError):
        _logger.warning("use_of_key_not_noted", key=str(key), exc_info=True)


def _refuse(reason: str, known: Known | None = None) -> Never:
    account = known.key.account_id if known else None
    key = str(known.key.id) if known else None
    audit_refusal("key_refused", account, key=key, reason=reason)
    raise UnauthenticatedError("The API key is not valid.", presented=True)
