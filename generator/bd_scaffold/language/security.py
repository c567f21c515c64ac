"""The author's words for who signs in, and who may do what."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Literal

from .. import names
from .permissions import PATTERN
from .reading import (
    FLAG,
    TEXT,
    Choice,
    Listed,
    Named,
    Nested,
    Scalar,
    Words,
    WrongError,
    named_like,
    plain_text,
    word,
)
from .tokens import ExpressionError

if TYPE_CHECKING:
    from .access_expression import AccessExpression


def _access(value: object) -> AccessExpression:
    if not isinstance(value, str):
        raise WrongError("BD701", "is not an expression.")
    from .access_expression import parse_access  # only designs with security need it

    try:
        return parse_access(value)
    except ExpressionError as error:
        raise WrongError("BD701", str(error)) from error


ACCESS = Scalar("an expression", _access, {"type": "string"})

_PATH = r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*"


def _path(value: Any) -> Any:
    if isinstance(value, str) and not re.fullmatch(_PATH, value, re.ASCII):
        message = "is not a path of fields: write account, or customer.account."
        raise WrongError("BD113", message)
    return plain_text(value)


PATH = Scalar("a text", _path, {"pattern": f"^{_PATH}$", "type": "string"})

_WHO = ("public", "authenticated", "owner or order:read", "status = 'draft' and owner")


class Access(Words):
    """Who may do what with the rows of an entity: an expression for each operation."""

    read: AccessExpression | None = word(
        ACCESS, "Who sees rows: `list` and `get`.", default=None, examples=_WHO
    )
    write: AccessExpression | None = word(
        ACCESS,
        "Who changes rows: `create`, `update` and `delete`.",
        default=None,
        examples=_WHO,
    )
    list: AccessExpression | None = word(
        ACCESS, "Who lists, counts and searches rows.", default=None
    )
    get: AccessExpression | None = word(
        ACCESS, "Who reads a row, and refers to it.", default=None
    )
    create: AccessExpression | None = word(ACCESS, "Who adds rows.", default=None)
    update: AccessExpression | None = word(
        ACCESS, "Who changes or replaces a row.", default=None
    )
    delete: AccessExpression | None = word(
        ACCESS, "Who takes a row away.", default=None
    )


AccessOperation = Literal["list", "get", "create", "update", "delete"]

GROUPS = {
    "list": "read",
    "get": "read",
    "create": "write",
    "update": "write",
    "delete": "write",
}
"""The wider word for each operation, which holds where its own says nothing."""


class Role(Words):
    """What people do, and the permissions that they have for it."""

    may: tuple[str, ...] = word(
        Listed(named_like(PATTERN)),
        "Its permissions: `order:read`, `order:*` for all of a resource, `*` for all.",
        default=(),
    )
    was: str | None = word(
        named_like(names.SNAKE_PATTERN),
        "The name that it had before: who had it has it under the new one.",
        default=None,
    )
    description: str | None = word(TEXT, "Who has it.", default=None)


Authentication = Literal["jwt", "oidc", "api_keys"]
WAYS_IN: tuple[Authentication, ...] = ("jwt", "oidc", "api_keys")


class Security(Words):
    """Who signs in, and who may do what where an entity says nothing of its own."""

    authentication: tuple[Authentication, ...] = word(
        Listed(Choice(WAYS_IN)),
        "How callers sign in: with accounts of the service's own, `jwt`, with those of an "
        "outside issuer, `oidc`, by `api_keys`; one, or a list.",
        default=("jwt",),
    )
    browser: bool = word(
        FLAG,
        "Browsers sign in at the issuer of `oidc`, by code and PKCE, and have a session by "
        "a cookie.",
        default=False,
    )
    roles: dict[str, Role] = word(
        Named(Nested(Role), names.SNAKE_PATTERN),
        "What people do, and the permissions that they have for it.",
        default=dict,
        examples=({"admin": ["*"], "clerk": ["product:*", "order:read"]},),
    )
    defaults: Access = word(
        Nested(Access), "Who may do what where an entity says nothing of its own."
    )
    revocation: Literal["expiry", "immediate"] = word(
        Choice(("expiry", "immediate")),
        "When an account's lost roles and sign-outs hold: once its token has run out, or "
        "`immediate`, which costs a look-up a request.",
        default="expiry",
    )
