"""Accounts: one for each role that signs in as `<role>@example.com`, and many others."""

import os
import secrets
from functools import cache

from pwdlib.hashers.argon2 import Argon2Hasher

from helpdesk.models.accounts import Account, AccountRole

from .drawing import Draw
from .rows import Row, Rows

ROLES = ("admin", "agent")

# The same for all, so that the same password gives the same rows again. Nobody signs in with
# one of them but in development, where whoever reads the rows may know the password, too.
_SALT = b"seeds of accounts"


@cache
def password() -> str:
    """Return the password of all of them: SEED_PASSWORD, or one made for this run."""
    return os.environ.get("SEED_PASSWORD") or secrets.token_urlsafe(12)


@cache
def password_hash() -> str:
    """Return what is stored of it, the same for the same password."""
    return Argon2Hasher().hash(password(), salt=_SALT)


def account(draw: Draw) -> Row:
    """Return an account; the first ones have a role each."""
    email = draw.email()
    return {
        "id": draw.id(),
        "tenant_id": draw.division("tenants")["id"],
        "email": f"{ROLES[draw.n]}@example.com" if draw.n < len(ROLES) else email,
        "password_hash": password_hash(),
        "email_verified_at": draw.created,
        "created_at": draw.created,
        "updated_at": draw.created,
    }


def role(draw: Draw) -> Row:
    """Return the role of an account."""
    return {
        "account_id": draw.same(Account)["id"],
        "role": ROLES[draw.n % len(ROLES)],
    }


ACCOUNTS = Rows(of=Account, row=account, share=100, own_id=True, divided=True)
ACCOUNT_ROLES = Rows(of=AccountRole, row=role, share=100, most=len(ROLES), divided=True)
