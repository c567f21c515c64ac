"""Authenticated encryption, under keys that change while the service runs."""

import base64
import hmac
import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from pydantic_settings import BaseSettings, SettingsConfigDict

DEVELOPMENT_FILE = ".encryption-keys"
"""Where development keeps the keys that it has made; git never sees it."""

_FORM = "v1"
_BYTES = 32
_NONCE = 12
_ID = re.compile(r"[A-Za-z0-9-]{1,32}")


class KeyringError(Exception):
    """There are no keys, or they are not what they have to be."""


class DecryptionError(Exception):
    """What is stored can't be read; the message names where it is, and never what."""


@dataclass(frozen=True, slots=True)
class Keyring:
    """Keys by id, of which the first one writes; and one that hashes, for good."""

    keys: Mapping[str, bytes] = field(repr=False)
    index_key: bytes = field(repr=False)

    @property
    def writing(self) -> str:
        """The id of the key that writes."""
        return next(iter(self.keys))

    @property
    def prefix(self) -> str:
        """How everything begins that the writing key has written."""
        return f"{_FORM}.{self.writing}."

    def seal(self, plain: bytes, bound: bytes) -> str:
        """Return what is encrypted, and bound to what has to be given to open it."""
        nonce = os.urandom(_NONCE)
        # 96 random bits stay apart for 2**32 values; then it is time for another key.
        cipher = AESGCM(self.keys[self.writing])
        text = cipher.encrypt(nonce, plain, self.prefix.encode() + bound)
        return self.prefix + base64.urlsafe_b64encode(nonce + text).decode()

    def open(self, sealed: str, bound: bytes, where: str) -> bytes:
        """Return what `seal` was given; raise DecryptionError unless that is certain."""
        form, _, rest = sealed.partition(".")
        name, _, text = rest.partition(".")
        if form != _FORM or not text:
            raise DecryptionError(f"{where} holds what was never encrypted.")
        if name not in self.keys:
            message = f"{where} is encrypted by the key {name}, which ENCRYPTION_KEYS"
            raise DecryptionError(f"{message} does not have.")
        head = f"{form}.{name}.".encode()
        try:
            raw = base64.b64decode(text, altchars=b"-_", validate=True)
            cipher = AESGCM(self.keys[name])
            return cipher.decrypt(raw[:_NONCE], raw[_NONCE:], head + bound)
        except (InvalidTag, ValueError):
            message = f"{where} is not what was stored there: it was changed, or moved"
            raise DecryptionError(f"{message} from another row or column.") from None

    def hash(self, plain: bytes, context: str) -> str:
        """Return the same text for the same value, which nobody makes without the key."""
        key = _index_key(self.index_key, context)
        return base64.urlsafe_b64encode(hmac.digest(key, plain, "sha256")).decode()


@lru_cache(256)
def _index_key(key: bytes, context: str) -> bytes:
    """Return a key of its own for each column: equal values there are not seen here."""
    info = b"blind index of " + context.encode()
    return HKDF(hashes.SHA256(), _BYTES, salt=None, info=info).derive(key)


def new_key() -> str:
    """Return a new key, as `ENCRYPTION_KEYS` has it: `2026-11-29-4f1c:…`."""
    name = f"{datetime.now(UTC):%Y-%m-%d}-{secrets.token_hex(2)}"
    return f"{name}:{new_secret()}"


def new_secret() -> str:
    """Return 32 random bytes as a text."""
    return base64.urlsafe_b64encode(os.urandom(_BYTES)).decode()


class Keys(Protocol):
    """The settings that keys are read from."""

    @property
    def environment(self) -> str: ...

    encryption_keys: str
    encryption_index_key: str


def keyring_of(settings: Keys) -> Keyring:
    """Return the keys of the settings; development makes some, where there are none."""
    keys, index_key = settings.encryption_keys, settings.encryption_index_key
    if not keys and not index_key and settings.environment == "development":
        keys, index_key = _development_keys()
    for name, said in ("ENCRYPTION_KEYS", keys), ("ENCRYPTION_INDEX_KEY", index_key):
        if not said:
            way_out = "`python -m helpdesk.encryption new-key` makes one"
            raise KeyringError(f"{name} is not set: {way_out}.")
    return Keyring(_keys(keys), _secret("ENCRYPTION_INDEX_KEY", index_key))


def _keys(said: str) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    for number, each in enumerate(said.split(","), start=1):
        name, _, text = each.strip().partition(":")
        if not _ID.fullmatch(name) or name in found:
            message = f"ENCRYPTION_KEYS has no name, or one twice, at its key {number}"
            raise KeyringError(f"{message}: write ID:KEY,ID:KEY.")
        found[name] = _secret(f"The key {name} of ENCRYPTION_KEYS", text)
    return found


def _secret(name: str, text: str) -> bytes:
    try:
        found = base64.b64decode(text, altchars=b"-_", validate=True)
    except ValueError:
        found = b""
    if len(found) != _BYTES:
        raise KeyringError(f"{name} is not {_BYTES} bytes in base64.")
    return found


class _DevelopmentKeys(BaseSettings):
    model_config = SettingsConfigDict(env_file=DEVELOPMENT_FILE, extra="ignore")

    encryption_keys: str = ""
    encryption_index_key: str = ""


def _development_keys() -> tuple[str, str]:
    """Return the keys that development has made for itself, once."""
    text = f"ENCRYPTION_KEYS={new_key()}\nENCRYPTION_INDEX_KEY={new_secret()}\n"
    beside = Path(f"{DEVELOPMENT_FILE}-{secrets.token_hex(4)}")
    beside.touch(0o600)
    beside.write_text(text)
    try:
        os.link(beside, DEVELOPMENT_FILE)  # whole, or not at all, whoever comes first
    except FileExistsError:
        pass
    finally:
        beside.unlink()
    found = _DevelopmentKeys()
    return found.encryption_keys, found.encryption_index_key


_installed: list[Keyring] = []


def install(keyring: Keyring) -> None:
    """Have this process encrypt and decrypt by these keys."""
    _installed[:] = [keyring]


def installed() -> Keyring:
    """Return the keys of this process."""
    if not _installed:
        raise KeyringError("No keys are installed: `open_resources` installs them.")
    return _installed[0]
