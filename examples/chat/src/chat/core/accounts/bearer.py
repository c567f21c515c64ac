"""Access tokens as a way to say whose a request is."""

from starlette.requests import HTTPConnection

from chat.core.security.audit import audit_refusal
from chat.core.security.errors import UnauthenticatedError
from chat.core.security.principal import Principal, person
from chat.core.security.tokens import BadTokenError

_BAD = "The access token is not valid."


async def by_bearer_token(connection: HTTPConnection) -> Principal | None:
    """Return who an access token was given to; raise UnauthenticatedError for a bad one."""
    scheme, _, token = connection.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer":
        return None
    resources = connection.app.state.resources
    try:
        claims = resources.security.tokens.verify(token.strip())
    except BadTokenError as error:
        audit_refusal("access_token_refused", reason=str(error))
        raise UnauthenticatedError(_BAD, presented=True) from None
    return person(claims.account, claims.roles)
