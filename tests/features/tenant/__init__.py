"""Rows that belong to tenants, which takes accounts that do."""

from pathlib import Path

from capability import Capability

_REPOSITORIES = {
    "src/lab/store/boxes/repository.py",
    "src/lab/store/items/repository.py",
    "src/lab/words/tags/repository.py",
}

_OF_ITEMS = {"src/lab/store/items/repository.py"}

CAPABILITY = Capability(
    folder=Path(__file__).parent,
    steps={
        ("tenant on", "tenant off"): [
            ("name: lab\n", "name: lab\nsecurity: {authentication: jwt}\n"),
            ("unique}}\n", "unique}, traits: [tenant]}\n"),
            (
                "on_delete(set_null)\n",
                "on_delete(set_null)\n    traits: [tenant]\n",
            ),
        ],
    },
    later={
        ("own key in tenants", "generated key in tenants"): [
            (
                "on_delete(set_null)\n    traits: [tenant]\n",
                "on_delete(set_null)\n    traits: [tenant]\n    key: code\n",
            ),
        ],
        ("keyed entity in tenants added", "keyed entity in tenants removed"): [
            ("words: [Tag]", "words: [Tag, Shelf]"),
            (
                "  Item:\n",
                "  Shelf: {key: row, fields: {row: integer}, traits: [tenant]}\n  Item:\n",
            ),
            (
                "on_delete(set_null)\n",
                "on_delete(set_null)\n      shelf: Shelf? on_delete(restrict)\n",
            ),
        ],
    },
    destructive={
        "tenant on": ["require:Box.tenant_id", "require:Item.tenant_id"],
        "tenant off": [
            *("drop:Box.tenant_id", "drop:Item.tenant_id", "drop:tenants"),
            *("unique:Box.label", "unique:Item.code"),
            *("drop:account_mail_tokens", "drop:account_refresh_tokens"),
            *("drop:account_roles", "drop:account_sessions", "drop:accounts"),
        ],
        "own key in tenants": ["drop:Item.id"],
        "keyed entity in tenants removed": ["drop:Item.shelf", "drop:Shelf"],
    },
    one_step={
        "tenant on": "The old code would not give Box.tenant_id a value.",
        "own key in tenants": "The key of items can't be two at once",
        "generated key in tenants": "The key of items can't be two at once",
    },
    conflicts={
        "other quotes": {
            "tenant on": _REPOSITORIES,
            "tenant off": _REPOSITORIES,
            "own key in tenants": _OF_ITEMS,
            "generated key in tenants": _OF_ITEMS,
            "keyed entity in tenants added": _OF_ITEMS,
            "keyed entity in tenants removed": _OF_ITEMS,
        },
    },
)
