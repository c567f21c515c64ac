"""Secrets that are made for somebody, and what is stored of them."""

import hashlib
import secrets


def new_secret() -> str:
    """Return a text that nobody guesses: 256 bits."""
    return secrets.token_urlsafe(32)


def digest(secret: str) -> str:
    """Return what is stored of a secret: whoever reads the database can't use it.

    A secret of 256 random bits needs no slow hash, which is for what people choose.
    """
    return hashlib.sha256(secret.encode()).hexdigest()
