"""Values as the service encrypts them, bound to their rows."""

from __future__ import annotations

import base64
import json
import os
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from bd_scaffold.migrate.schema import Table

KEYS = {"new": bytes(range(32)), "old": bytes(32)}


def _text(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).decode()


SETTINGS = {
    "ENCRYPTION_KEYS": ",".join(f"{n}:{_text(key)}" for n, key in KEYS.items()),
    "ENCRYPTION_INDEX_KEY": _text(KEYS["old"]),
}


def opened(text: str, context: str, *key: object) -> str:
    """What was encrypted, as the service reads it."""
    head, _, rest = text.rpartition(".")
    raw = base64.urlsafe_b64decode(rest)
    cipher = AESGCM(KEYS[head.removeprefix("v1.")])
    return cipher.decrypt(raw[:12], raw[12:], _bound(head, context, key)).decode()


def _bound(head: str, context: str, key: tuple[object, ...]) -> bytes:
    return f"{head}.".encode() + json.dumps([context, *map(str, key)]).encode()


def sealed(table: Table, row: dict[str, Any]) -> dict[str, Any]:
    """A row as the service stores it."""
    return row | {
        each.name: _sealed(str(row[each.name]), each.sealed.context, _key(table, row))
        for each in table.columns
        if each.sealed and row.get(each.name) is not None
    }


def _sealed(plain: str, context: str, key: tuple[object, ...]) -> str:
    nonce = os.urandom(12)
    bound = _bound("v1.new", context, key)
    text = AESGCM(KEYS["new"]).encrypt(nonce, plain.encode(), bound)
    return f"v1.new.{_text(nonce + text)}"


def opened_row(table: Table, row: dict[str, Any]) -> dict[str, Any]:
    """A row as the service reads it."""
    return row | {
        each.name: opened(row[each.name], each.sealed.context, *_key(table, row))
        for each in table.columns
        if each.sealed and row[each.name] is not None
    }


def _key(table: Table, row: dict[str, Any]) -> tuple[object, ...]:
    return tuple(row[each] for each in table.key)
