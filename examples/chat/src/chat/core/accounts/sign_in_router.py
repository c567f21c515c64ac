"""The routes by which people make accounts, and sign in and out."""

from fastapi import APIRouter, FastAPI, Request, Response
from pydantic_core import to_json

from chat.api import PREFIX
from chat.core.http.contract import responses
from chat.core.http.dependencies import resources_of

from .dependencies import ChangedAccountDep
from .recovery import Recovery
from .sessions import Sessions, Tokens
from .sign_in_schemas import (
    AddressInput,
    KeySetRead,
    NewPasswordInput,
    PasswordChangeInput,
    RefreshInput,
    SignInInput,
    TokensRead,
)

router = APIRouter(prefix="/auth", tags=["Signing in"])
keys = APIRouter(tags=["Signing in"])

_JSON = "application/json"
_NOT_STORED = {"Cache-Control": "no-store"}
_CACHED = {"Cache-Control": "public, max-age=300"}
_BODY = (413, 415, 422, 429)
_SIGNED_IN = (401, 403, 429)


@router.post(
    "/register",
    status_code=202,
    response_class=Response,
    responses=responses(202, errors=(*_BODY, 429)),
)
async def register_account(body: AddressInput, request: Request) -> Response:
    await Recovery(resources_of(request.app)).register(body.email, _address(request))
    return Response(status_code=202)


@router.post("/verify", status_code=204, responses=responses(204, errors=_BODY))
async def verify_account(body: NewPasswordInput, request: Request) -> Response:
    await Recovery(resources_of(request.app)).verify(body.token, body.password)
    return Response(status_code=204)


@router.post(
    "/sign-in", responses=responses(200, TokensRead, errors=(401, *_BODY, 429))
)
async def sign_in(body: SignInInput, request: Request) -> Response:
    sessions = Sessions(resources_of(request.app))
    return _given(await sessions.sign_in(body.email, body.password, _address(request)))


@router.post("/refresh", responses=responses(200, TokensRead, errors=(401, *_BODY)))
async def refresh_session(body: RefreshInput, request: Request) -> Response:
    return _given(await Sessions(resources_of(request.app)).refresh(body.refresh_token))


@router.post("/sign-out", status_code=204, responses=responses(204, errors=_BODY))
async def sign_out(body: RefreshInput, request: Request) -> Response:
    await Sessions(resources_of(request.app)).sign_out(body.refresh_token)
    return Response(status_code=204)


@router.post(
    "/sign-out/all", status_code=204, responses=responses(204, errors=_SIGNED_IN)
)
async def sign_out_everywhere(account: ChangedAccountDep, request: Request) -> Response:
    await Sessions(resources_of(request.app)).sign_out_everywhere(account)
    return Response(status_code=204)


@router.put(
    "/password",
    status_code=204,
    responses=responses(204, errors=(*_SIGNED_IN, *_BODY, 429)),
)
async def change_password(
    account: ChangedAccountDep, body: PasswordChangeInput, request: Request
) -> Response:
    await Recovery(resources_of(request.app)).change(
        account, body.current_password, body.new_password, _address(request)
    )
    return Response(status_code=204)


@router.post(
    "/password/forgotten",
    status_code=202,
    response_class=Response,
    responses=responses(202, errors=(*_BODY, 429)),
)
async def forget_password(body: AddressInput, request: Request) -> Response:
    await Recovery(resources_of(request.app)).forget(body.email, _address(request))
    return Response(status_code=202)


@router.post("/password/reset", status_code=204, responses=responses(204, errors=_BODY))
async def reset_password(body: NewPasswordInput, request: Request) -> Response:
    await Recovery(resources_of(request.app)).reset(body.token, body.password)
    return Response(status_code=204)


@keys.get("/.well-known/jwks.json", responses=responses(200, KeySetRead))
async def get_key_set(request: Request) -> Response:
    public = resources_of(request.app).security.tokens.keys.public()
    return Response(to_json(public), headers=_CACHED, media_type=_JSON)


def include_sign_in(app: FastAPI) -> None:
    """Mount the routes under the API's prefix, and the keys where they are looked for."""
    app.include_router(router, prefix=PREFIX)
    app.include_router(keys)


def _given(tokens: Tokens) -> Response:
    shown = {
        "access_token": tokens.access_token,
        "token_type": "Bearer",
        "expires_in": tokens.expires_in,
        "refresh_token": tokens.refresh_token,
    }
    return Response(to_json(shown), headers=_NOT_STORED, media_type=_JSON)


def _address(request: Request) -> str:
    return request.client.host if request.client else ""
