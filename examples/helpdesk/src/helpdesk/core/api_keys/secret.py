"""Keys as they are shown once, and what is looked up and stored of them."""

import hmac
import re
import secrets
from dataclasses import dataclass

from helpdesk.core.security.digests import digest, new_secret

_FORM = re.compile(r"(key_[0-9a-f]{16})\.[A-Za-z0-9_-]{43}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Secret:
    """A key: what it is looked up by, a dot, and 256 random bits."""

    key: str

    @property
    def prefix(self) -> str:
        """What the key is looked up by, which is no secret."""
        return self.key.partition(".")[0]

    @property
    def hash(self) -> str:
        """What is stored of the key."""
        return digest(self.key)

    def is_of(self, stored: str) -> bool:
        """Tell whether a hash is this key's, in the same time for any that isn't."""
        return hmac.compare_digest(self.hash, stored)


def made() -> Secret:
    """Return a new key."""
    return Secret(f"key_{secrets.token_hex(8)}.{new_secret()}")


def read(text: str) -> Secret | None:
    """Return the key that a text is; None for what has not the form of one."""
    return Secret(text) if _FORM.fullmatch(text) else None
