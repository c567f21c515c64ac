"""Who may do what, by roles, permissions and rows."""

from pathlib import Path

from capability import Capability

_SECURITY = """\
name: lab
security: {roles: {boss: "*", clerk: ["item:read"], guest: []}, defaults: {read: authenticated, write: boss}}
"""  # noqa: E501 - a line, as designs of steps are short
_ITEMS = """\
on_delete(set_null)
      keeper: user?
    owner: keeper
    access: {read: owner or item:read, write: owner}
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
        ("security on", "security off"): [
            ("name: lab\n", _SECURITY),
            ("on_delete(set_null)\n", _ITEMS),
        ],
    },
    later={
        ("rule opened", "rule closed"): [
            ("write: owner}", "write: owner or clerk and state = 'open'}"),
        ],
        ("permission given", "permission taken"): [
            ('["item:read"]', '["item:read", "item:count"]'),
        ],
        ("role renamed", "role replaced"): [
            ('clerk: ["item:read"]', 'seller: {was: clerk, may: "item:read"}'),
        ],
        ("role added", "role removed"): [("guest: []", 'guest: [], audit: "item:*"')],
        ("access for everybody", "access for a few"): [
            ("read: authenticated", "read: public"),
        ],
    },
    conflicts={
        "other quotes": {
            "security on": _REPOSITORIES,
            "security off": _REPOSITORIES,
        },
    },
    one_step={
        "role renamed": "account_roles.role can't hold clerk for the old code and seller",
    },
    destructive={
        "security off": [
            "drop:Item.keeper",
            *(f"drop:{table}" for table in _TABLES),
        ],
    },
)
