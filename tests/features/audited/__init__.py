"""Rows that say which accounts made and changed them."""

from pathlib import Path

from capability import Capability

_SECURITY = """\
name: lab
security: {authentication: jwt, defaults: {read: authenticated, write: authenticated}}
"""
_TABLES = (
    *("account_mail_tokens", "account_refresh_tokens", "account_roles"),
    *("account_sessions", "accounts"),
)
_ITEMS = "src/lab/store/items/repository.py"
_REPOSITORIES = {
    *("src/lab/store/boxes/repository.py", "src/lab/words/tags/repository.py"),
    _ITEMS,
}

CAPABILITY = Capability(
    folder=Path(__file__).parent,
    steps={
        ("audited on", "audited off"): [
            ("name: lab\n", _SECURITY),
            ("on_delete(set_null)\n", "on_delete(set_null)\n    traits: [audited]\n"),
        ],
    },
    later={
        ("audited filter", "audited unfiltered"): [
            ("traits: [audited]\n", "traits: [audited]\n    filter: updated_by_id\n"),
        ],
        ("audited alone off", "audited alone on"): [("    traits: [audited]\n", "")],
    },
    destructive={
        "audited off": [
            *("drop:Item.created_by_id", "drop:Item.updated_by_id"),
            *(f"drop:{table}" for table in _TABLES),
        ],
        "audited alone off": ["drop:Item.created_by_id", "drop:Item.updated_by_id"],
    },
    conflicts={
        "other quotes": {
            **dict.fromkeys(("audited on", "audited off"), _REPOSITORIES),
            **{
                each: {_ITEMS}
                for each in (
                    *("audited filter", "audited unfiltered"),
                    *("audited alone off", "audited alone on"),
                )
            },
        },
    },
)
