"""The routes by which accounts are read, given roles and kept out."""

from fastapi import APIRouter, FastAPI, Request, Response
from pydantic_core import to_json

from chat.api import PREFIX
from chat.core.db.unit_of_work import reading
from chat.core.http.contract import responses
from chat.core.http.dependencies import resources_of
from chat.core.http.schemas import Uuid
from chat.core.security.authentication import PrincipalDep
from chat.core.security.errors import UnauthenticatedError

from .dependencies import AdministrationDep, OwnAccountDep
from .schemas import AccountRead, Role
from .store import AccountStore

router = APIRouter(prefix="/auth", tags=["Signing in"])

_JSON = "application/json"
_NOT_STORED = {"Cache-Control": "no-store"}
_SIGNED_IN = (401, 403, 429)
_ADMINISTRATION = (*_SIGNED_IN, 404, 422)


@router.get("/me", responses=responses(200, AccountRead, errors=_SIGNED_IN))
async def get_own_account(
    account: OwnAccountDep, principal: PrincipalDep, request: Request
) -> Response:
    async with reading(resources_of(request.app)) as work:
        found = await AccountStore(work.session).by_id(account)
    if found is None:
        raise UnauthenticatedError("There is no such account any more.", presented=True)
    shown = {
        "id": found.id,
        "email": found.email,
        "roles": sorted(principal.grants.roles),
        "permissions": sorted(principal.grants.permissions),
    }
    return Response(to_json(shown), headers=_NOT_STORED, media_type=_JSON)


@router.put(
    "/accounts/{account_id}/roles/{role}",
    status_code=204,
    responses=responses(204, errors=_ADMINISTRATION),
)
async def give_role(
    account_id: Uuid, role: Role, changes: AdministrationDep
) -> Response:
    await changes.give(account_id, role)
    return Response(status_code=204)


@router.delete(
    "/accounts/{account_id}/roles/{role}",
    status_code=204,
    responses=responses(204, errors=_ADMINISTRATION),
)
async def take_role(
    account_id: Uuid, role: Role, changes: AdministrationDep
) -> Response:
    await changes.take(account_id, role)
    return Response(status_code=204)


@router.put(
    "/accounts/{account_id}/disabled",
    status_code=204,
    responses=responses(204, errors=_ADMINISTRATION),
)
async def disable_account(account_id: Uuid, changes: AdministrationDep) -> Response:
    await changes.disable(account_id)
    return Response(status_code=204)


@router.delete(
    "/accounts/{account_id}/disabled",
    status_code=204,
    responses=responses(204, errors=_ADMINISTRATION),
)
async def enable_account(account_id: Uuid, changes: AdministrationDep) -> Response:
    await changes.enable(account_id)
    return Response(status_code=204)


def include_accounts(app: FastAPI) -> None:
    """Mount the routes under the API's prefix."""
    app.include_router(router, prefix=PREFIX)
