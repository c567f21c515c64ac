"""The routes by which keys are made, listed and revoked."""

from collections.abc import AsyncIterator
from typing import Annotated, Any

from fastapi import APIRouter, Depends, FastAPI, Request, Response
from pydantic_core import to_json

from helpdesk.api import PREFIX
from helpdesk.core.accounts.dependencies import OwnAccountDep, require_signed_in
from helpdesk.core.db.unit_of_work import unit_of_work
from helpdesk.core.http.contract import responses
from helpdesk.core.http.dependencies import resources_of
from helpdesk.core.http.schemas import Uuid
from helpdesk.core.security.authentication import PrincipalDep
from helpdesk.models.api_keys import ApiKey

from .keys import ApiKeys
from .schemas import ApiKeyInput, ApiKeysRead, NewApiKeyRead, ServiceKeyInput
from .store import words_of

router = APIRouter(prefix="/auth", tags=["Signing in"])

_SIGNED_IN = (401, 403, 429)
_MADE = responses(201, NewApiKeyRead, errors=(*_SIGNED_IN, 409, 413, 415, 422))
_LISTED = responses(200, ApiKeysRead, errors=_SIGNED_IN)
_REVOKED = responses(204, errors=(*_SIGNED_IN, 404, 422))


async def _keys(principal: PrincipalDep, request: Request) -> AsyncIterator[ApiKeys]:
    require_signed_in(principal)
    resources = resources_of(request.app)
    async with unit_of_work(resources) as work:
        yield ApiKeys(work, principal, resources.settings.api_key_days)


KeysDep = Annotated[ApiKeys, Depends(_keys, scope="function")]


@router.get("/api-keys", responses=_LISTED)
async def list_own_api_keys(account: OwnAccountDep, keys: KeysDep) -> Response:
    return _json({"data": [_shown(each) for each in await keys.listed(account)]})


@router.post("/api-keys", status_code=201, responses=_MADE)
async def create_own_api_key(
    account: OwnAccountDep, keys: KeysDep, body: ApiKeyInput
) -> Response:
    key, secret = await keys.make(
        account, body.name, scopes=body.scopes, days=body.expires_in_days
    )
    return _json(_shown(key) | {"key": secret}, 201)


@router.delete("/api-keys/{key_id}", status_code=204, responses=_REVOKED)
async def revoke_own_api_key(
    account: OwnAccountDep, keys: KeysDep, key_id: Uuid
) -> Response:
    await keys.revoke(account, key_id)
    return Response(status_code=204)


@router.get("/service-keys", responses=_LISTED)
async def list_service_keys(keys: KeysDep) -> Response:
    return _json({"data": [_shown(each) for each in await keys.listed(None)]})


@router.post("/service-keys", status_code=201, responses=_MADE)
async def create_service_key(keys: KeysDep, body: ServiceKeyInput) -> Response:
    key, secret = await keys.make(
        None,
        body.name,
        roles=body.roles,
        scopes=body.scopes,
        days=body.expires_in_days,
    )
    return _json(_shown(key) | {"key": secret}, 201)


@router.delete("/service-keys/{key_id}", status_code=204, responses=_REVOKED)
async def revoke_service_key(keys: KeysDep, key_id: Uuid) -> Response:
    await keys.revoke(None, key_id)
    return Response(status_code=204)


def include_api_keys(app: FastAPI) -> None:
    """Mount the routes under the API's prefix."""
    app.include_router(router, prefix=PREFIX)


def _shown(key: ApiKey) -> dict[str, Any]:
    return {
        "id": key.id,
        "name": key.name,
        "prefix": key.prefix,
        "roles": words_of(key.roles),
        "scopes": None if key.scopes is None else words_of(key.scopes),
        "expires_at": key.expires_at,
        "last_used_at": key.last_used_at,
        "created_at": key.created_at,
    }


def _json(shown: object, status: int = 200) -> Response:
    headers = {"Cache-Control": "no-store"}
    return Response(to_json(shown), status, headers, "application/json")
