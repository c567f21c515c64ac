"""Designs that say who may do what: one with every way to a row, with rules of any kind.

Another one has the ways to sign in and the walls that the first has no room for.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from pathlib import Path

_HERE = Path(__file__).parent
GUARDED = (_HERE / "guarded.yaml").read_text()
WALLED = (_HERE / "walled.yaml").read_text()
ATTACKED = {"guarded": GUARDED, "walled": WALLED}
"""The designs out of whose code each check is taken."""

_ANYBODY = ("public", "authenticated", "admin", "clerk", "note:read", "tag:write")
_OF_ROWS = {
    "Note": (
        *("owner", "pinned", "level < limit", "level >= 3", "level != 4"),
        *("reviewer is null", "reviewer = principal.id", "box is not null"),
        *("state in ('open', 'done')", "state not in ('kept')", "state = 'shut'"),
        *("author != principal.id", "box.keeper = principal.id"),
    ),
    "Box": ("owner", "label = 'shut'", "keeper != principal.id", "label != 'b'"),
    "Lid": (
        *("owner", "since is null", "since >= '2024-05-01'", "box.label = 'shut'"),
        *("box.keeper != principal.id", "since < '2024-03-01'"),
    ),
    "Tag": ("secret", "label = 'open'", "label not in ('b', 'c')"),
}
_OPERATIONS = ("list", "get", "create", "update", "delete")

_GAMUT_RULES = {
    "Country": (
        "access: {read: number < 4 or clerk, "
        "write: authenticated and not guest or number > 3}"
    ),
    "Thing": (
        "access: {read: owner or active or thing:read, "
        "write: owner or thing:write and keeper is null}\n    owner: keeper"
    ),
    "Batch": "access: {read: owner or clerk, write: authenticated}\n    owner: thing.keeper",
    "Ticket": (
        "access: {read: \"owner or rank = 'b'\", create: authenticated, "
        "update: owner and seat > 2, delete: not owner}\n    owner: batch.thing.keeper"
    ),
    "Slot": "access: {read: active or slot:read, write: not active or admin}",
    "Visit": "access: {read: slot.active and after is null, write: clerk or slot.active}",
    "Stock": (
        "access: {read: thing.keeper = principal.id or country.number = 3, "
        "write: amount < 5}"
    ),
    "Shift": "access: {read: public, write: \"place in ('a', 'b') or admin\"}",
    "Parcel": (
        "access: {read: cost.amount < 5 or admin, write: clerk}\n    traits: [audited]"
    ),
}
_RULED = """      wage: decimal(9,2)? filter(in, not, null) sort readable(clerk) writable(admin)
      worth: {type: "Money?", readable: not guest, writable: clerk or admin}
"""
_GAMUT_SECURITY = """security:
  authentication: jwt
  roles: {admin: ["*"], clerk: ["thing:*", "slot:read"], guest: []}
  defaults: {read: authenticated, write: admin}
"""


def gamut() -> str:
    """Return the gamut with rules of access, where it has none."""
    text = (_HERE / "gamut.yaml").read_text()
    if "\nsecurity:" in text:
        return text
    text = text.replace("\nenums:\n", f"\n{_GAMUT_SECURITY}enums:\n", 1)
    for name, rules in _GAMUT_RULES.items():
        text = text.replace(f"\n  {name}:\n", f"\n  {name}:\n    {rules}\n", 1)
    text = text.replace("{on: collection,", "{on: collection, access: clerk or guest,")
    field = "      name: string(3) filter(prefix, in, not) sort search\n"
    return text.replace(field, f"      keeper: user?\n{_RULED}{field}", 1)


def drawn(seed: int) -> str:
    """Return the design of every way to a row with rules that chance has made."""
    chance = random.Random(seed)
    text = re.sub(r"    access:(?: \{.*\}|(?:\n      .*)+)\n", "", GUARDED)
    for name, leaves in _OF_ROWS.items():
        said = ", ".join(
            f'{operation}: "{_rule(chance, leaves, 2)}"' for operation in _OPERATIONS
        )
        text = text.replace(f"  {name}:\n", f"  {name}:\n    access: {{{said}}}\n", 1)
    return text


def _rule(chance: random.Random, leaves: tuple[str, ...], depth: int) -> str:
    kind = chance.choice(("leaf", "or", "and", "not")) if depth else "leaf"
    if kind == "leaf":
        return chance.choice((*leaves, *leaves, *_ANYBODY))
    if kind == "not":
        return f"not ({_rule(chance, leaves, depth - 1)})"
    return f" {kind} ".join(f"({each})" for each in _two(chance, leaves, depth - 1))


def _two(chance: random.Random, leaves: tuple[str, ...], depth: int) -> Iterator[str]:
    for _ in range(2):
        yield _rule(chance, leaves, depth)
