"""Rooms in which people see what happens at once."""

from pathlib import Path

from capability import Capability

_SECURITY = """\
name: lab
security:
  authentication: jwt
  roles: {boss: "*"}
  defaults: {read: authenticated, write: authenticated}
"""
_ROOMS = """\
on_delete(set_null)
  Seat: {fields: {box: Box on_delete(cascade), account: user}, unique: [[box, account]]}
events:
  ItemMade: {from: Item.create, fields: [code, box]}
  BoxChanged: {from: Box.update}
realtime:
  box: {of: Box, join: member or boss, presence: true, typing: true, events: [ItemMade, BoxChanged]}
"""
_TABLES = (
    *("account_mail_tokens", "account_refresh_tokens", "account_roles"),
    *("account_sessions", "accounts", "outbox"),
    *("realtime_events", "realtime_presence", "realtime_rooms"),
)
_REPOSITORIES = {
    f"src/lab/{slice_}/repository.py"
    for slice_ in ("store/boxes", "store/items", "words/tags")
}

CAPABILITY = Capability(
    folder=Path(__file__).parent,
    steps={
        ("realtime on", "realtime off"): [
            ("name: lab\n", _SECURITY),
            ("words: [Tag]", "words: [Tag, Seat]"),
            ("on_delete(set_null)\n", _ROOMS),
        ],
    },
    later={
        ("room open to more", "room open to fewer"): [
            ("member or boss", "authenticated"),
        ],
        ("room of silence", "room of typing"): [("typing: true, ", "")],
        ("room told of less", "room told of more"): [
            ("[ItemMade, BoxChanged]", "[ItemMade]"),
        ],
        ("room renamed", "room renamed back"): [("  box: {of", "  crate: {of")],
        ("room described", "room no longer described"): [
            ("{of: Box, ", "{of: Box, description: Who packs., "),
        ],
    },
    conflicts={
        "other quotes": {"realtime on": _REPOSITORIES, "realtime off": _REPOSITORIES},
    },
    destructive={"realtime off": [f"drop:{each}" for each in (*_TABLES, "Seat")]},
)
