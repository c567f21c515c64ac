"""The keys that sign access tokens, and those that still verify them."""

import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import structlog
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, JWKRegistry, KeyParameters, KeySet, RSAKey

from chat.core.identifiers import uuid7

_logger = structlog.stdlib.get_logger(__name__)

SigningKey = RSAKey | ECKey

_BITS = 3072  # as strong as 128 bits
_LEAST_BITS = 2048
_DEVELOPMENT = "development-"


class KeysError(Exception):
    """The keys that are set can't be used."""


class Keys:
    """A set of keys: the first one signs, and all of them verify."""

    def __init__(self, keys: Sequence[SigningKey]) -> None:
        self.signing = keys[0]
        self.verifying = KeySet([*keys])
        self.algorithms = tuple(sorted({str(key.alg) for key in keys}))

    def public(self) -> dict[str, Any]:
        """Return what those need who verify tokens themselves."""
        return dict(self.verifying.as_dict(private=False))

    def private(self) -> str:
        """Return the whole set as JSON, which is a secret."""
        return json.dumps(self.verifying.as_dict(private=True))


def read_keys(text: str) -> Keys:
    """Return a JSON Web Key Set of private keys; raise KeysError for one that is unsafe."""
    try:
        found = json.loads(text)["keys"]
        keys = [JWKRegistry.import_key(each) for each in found]
    except (JoseError, KeyError, TypeError, ValueError) as error:
        # Not `from error`: what it says may show a part of a key.
        reason = type(error).__name__
        raise KeysError(f"JWT_KEYS is no JSON Web Key Set ({reason}).") from None
    if not keys:
        raise KeysError("JWT_KEYS has no key.")
    checked = [_checked(key) for key in keys]
    if len({key.kid for key in checked}) < len(checked):
        raise KeysError("Two keys of JWT_KEYS have the same kid.")
    return Keys(checked)


def _checked(key: object) -> SigningKey:
    """Return a key that is one of a pair, and says what it is for."""
    if not isinstance(key, RSAKey | ECKey) or not key.is_private:
        raise KeysError(
            "A key of JWT_KEYS is no private key of RSA or an elliptic curve."
        )
    if not key.kid:
        raise KeysError("A key of JWT_KEYS has no kid.")
    if isinstance(key, RSAKey) and key.alg == "RS256":
        if key.private_key and key.private_key.key_size < _LEAST_BITS:
            raise KeysError(f"The key {key.kid} has fewer than {_LEAST_BITS} bits.")
    elif not (isinstance(key, ECKey) and key.alg == "ES256"):
        raise KeysError(f"The key {key.kid} is neither of RS256 nor of ES256.")
    return key


def new_key(prefix: str = "") -> RSAKey:
    """Return a new key for RS256, which costs less to verify than ES256."""
    told: KeyParameters = {
        "kid": f"{prefix}{uuid7()}",
        "use": "sig",
        "alg": "RS256",
    }
    return RSAKey.generate_key(_BITS, told)


def rotated(keys: Keys | None, kept: int = 2) -> Keys:
    """Return the next set: a new key, which signs, before those of the last that verify."""
    former = [] if keys is None else list(keys.verifying)
    safe = [each for each in former if isinstance(each, RSAKey | ECKey)]
    return Keys([new_key(), *safe[: kept - 1]])


def load_keys(
    given: str,
    *,
    production: bool,
    development_file: Path = Path("development-keys.json"),
) -> Keys:
    """Return the keys that the environment gives, as JSON or as the path of a file.

    In development they are made on the first start where none are given.
    """
    if given:
        keys = read_keys(given if given.lstrip().startswith("{") else _text(given))
    elif production:
        raise KeysError(
            "ENVIRONMENT is production, and JWT_KEYS is not set: make keys with "
            "`python -m chat.core.accounts keys`."
        )
    else:
        return _development_keys(development_file)
    if production and str(keys.signing.kid).startswith(_DEVELOPMENT):
        raise KeysError("ENVIRONMENT is production, and JWT_KEYS are of development.")
    return keys


def _text(path: str) -> str:
    try:
        return Path(path).read_text()
    except OSError as error:
        raise KeysError(f"JWT_KEYS can't be read: {error.strerror}.") from error


def _development_keys(file: Path) -> Keys:
    """Return keys for this machine alone; the first of several processes makes them."""
    if not file.exists():
        made = Keys([new_key(_DEVELOPMENT)])
        try:
            _write_once(file, made.private())
        except OSError:  # a container's file system
            _logger.warning("development_keys_not_kept", file=str(file))
            return made
    return read_keys(file.read_text())


def _write_once(file: Path, text: str) -> None:
    """Write a file that nobody else may read, unless another process was faster."""
    draft = file.with_name(f"{file.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w") as stream:
            stream.write(text)
        try:
            os.link(draft, file)  # unlike a rename, it replaces nothing
        except FileExistsError:
            return
    finally:
        draft.unlink()
