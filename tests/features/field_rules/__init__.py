"""Fields that not everybody sees, or writes, who sees or writes their row."""

from pathlib import Path

from capability import Capability

_SECURITY = """\
name: lab
security:
  authentication: jwt
  roles: {boss: "*", clerk: ["item:read"]}
  defaults: {read: authenticated, write: authenticated}
"""
_RULED = "note: text? readable(boss) writable(boss or clerk)"

_TABLES = (
    *("account_mail_tokens", "account_refresh_tokens", "account_roles"),
    *("account_sessions", "accounts"),
)
_REPOSITORIES = {
    f"src/lab/{slice_}/repository.py"
    for slice_ in ("store/boxes", "store/items", "words/tags")
}

CAPABILITY = Capability(
    folder=Path(__file__).parent,
    steps={
        ("field rules on", "field rules off"): [
            ("name: lab\n", _SECURITY),
            ("note: text?", _RULED),
        ],
    },
    later={
        ("field opened", "field closed"): [("readable(boss)", "readable(item:read)")],
        ("field for all", "field for a few"): [(_RULED, "note: text?")],
    },
    conflicts={
        "other quotes": {
            "field rules on": _REPOSITORIES,
            "field rules off": _REPOSITORIES,
            "field for all": {"src/lab/store/items/repository.py"},
            "field for a few": {"src/lab/store/items/repository.py"},
        },
    },
    destructive={"field rules off": [f"drop:{table}" for table in _TABLES]},
)
