"""Short codes that the server gives."""

import secrets
from collections.abc import Callable

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: nothing in it is mistaken for something else."""


def code_of(length: int) -> Callable[[], str]:
    """Return a maker of random codes of so many characters, fit to be read aloud."""

    def code() -> str:
        return "".join(secrets.choice(_ALPHABET) for _ in range(length))

    return code
