"""Writes that are done once under a key."""

from pathlib import Path

from capability import Capability

_PLAIN = "name: lab\napi: {idempotency: true}\n"

CAPABILITY = Capability(
    folder=Path(__file__).parent,
    steps={
        ("idempotency on", "idempotency off"): [("name: lab\n", _PLAIN)],
    },
    later={
        ("key required", "key no longer required"): [
            ("idempotency: true", "idempotency: {required: true}"),
        ],
        ("keys kept longer", "keys kept shorter"): [
            ("idempotency: true", "idempotency: {keep: 7d}"),
        ],
    },
    destructive={"idempotency off": ["drop:idempotency_keys"]},
)
