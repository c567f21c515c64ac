"""What is exported and erased of a person."""

from pathlib import Path

from capability import Capability

_SECURITY = """\
name: lab
security: {authentication: jwt, defaults: {read: authenticated, write: authenticated}}
"""
_ITEMS = """\
on_delete(set_null)
      keeper: user?
    owner: keeper
    erase: {keep: "Tax law, ten years."}
"""

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
        ("rows kept", "no rows kept"): [
            ("name: lab\n", _SECURITY),
            ("on_delete(set_null)\n", _ITEMS),
        ],
    },
    later={
        ("rows erased", "rows kept again"): [
            ('    erase: {keep: "Tax law, ten years."}\n', ""),
        ],
    },
    conflicts={
        "other quotes": {"rows kept": _REPOSITORIES, "no rows kept": _REPOSITORIES},
    },
    destructive={
        "no rows kept": [
            "drop:Item.keeper",
            *(f"drop:{table}" for table in _TABLES),
        ],
    },
)
