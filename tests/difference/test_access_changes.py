"""Who may do what, then and now: each operation that opens or closes, in words."""

from __future__ import annotations

import pytest

from bd_scaffold import impact, pipeline
from bd_scaffold.difference import Change, compare
from bd_scaffold.model.types import Model

SECURITY = """\
security:
  authentication: {ways}
  roles: {{admin: "*", clerk: {clerk}, guest: []}}
  defaults: {{read: authenticated, write: admin}}
"""
ENTITIES = """\
entities:
  Customer:
    fields: {account: user, city: string(20)}
    owner: account
    access: {read: owner or order:read, create: authenticated, update: owner}
  Order:
    fields: {customer: Customer, state: string(9), open: boolean, by: user?}
    owner: customer.account
    access: {read: owner or order:read, write: owner}
  Tag:
    fields: {label: string(9)}
"""


def _design(
    *edits: tuple[str, str], clerk: str = '["order:read"]', ways: str = "jwt"
) -> Model:
    text = "name: lab\n" + SECURITY.format(clerk=clerk, ways=ways) + ENTITIES
    for before, after in edits:
        assert before in text
        text = text.replace(before, after)
    return pipeline.build(pipeline.check(text.encode(), "design.yaml"))


def _without() -> Model:
    words = ("owner:", "access:")
    lines = [e for e in ENTITIES.splitlines() if not e.strip().startswith(words)]
    text = "\n".join(["name: lab", *lines]).replace("account: user, ", "")
    text = text.replace(", by: user?", "")
    return pipeline.build(pipeline.check(text.encode(), "design.yaml"))


def _told(old: Model, new: Model) -> list[str]:
    about = [e for e in compare(old, new) if e.kind in ("opened", "closed") or e.allow]
    about += [e for e in compare(old, new) if e.subject.startswith("security")]
    return [_line(each) for each in dict.fromkeys(about)]


def _line(each: Change) -> str:
    effects = ", ".join(each.effects)
    return f"{each} [{effects}]{f' {each.allow}' if each.allow else ''}"


ORDER = "write: owner}\n  Tag"

CHANGES = {
    "a permission more in a rule": (
        [(ORDER, "write: owner or clerk}\n  Tag")],
        ["Order.write: opened to clerk [opens access] open:Order.write"],
    ),
    "one operation alone": (
        [(ORDER, "write: owner, delete: admin or owner}\n  Tag")],
        ["Order.delete: opened to admin [opens access] open:Order.delete"],
    ),
    "a list for everybody": (
        [("read: owner or order:read, write", "list: public, get: owner, write")],
        [
            "Order.list: opened to everybody [opens access] open:Order.list",
            "Order.get: closed to admin and clerk, but for own rows [breaks clients]",
        ],
    ),
    "some rows for everybody": (
        [
            (
                "read: owner or order:read, write",
                "read: owner or order:read or open, write",
            )
        ],
        [
            "Order.read: opened to anonymous, rows where open [opens access] open:Order.read",
            (
                "Order.read: opened to whoever signs in, own rows or where open [opens access] "
                "open:Order.read"
            ),
        ],
    ),
    "other rows": (
        [("write: owner}\n  Tag", "write: open}\n  Tag")],
        [
            (
                "Order.write: opened to anonymous, rows where open [opens access] "
                "open:Order.write"
            ),
            (
                "Order.write: other rows for whoever signs in: where open, not own rows "
                "[opens access, breaks clients] open:Order.write"
            ),
        ],
    ),
    "fewer rows": (
        [(ORDER, "write: owner and open}\n  Tag")],
        [
            (
                "Order.write: closed to whoever signs in, but for own rows where open "
                "[breaks clients]"
            ),
        ],
    ),
    "nobody any more": (
        [
            (
                "defaults: {read: authenticated, write: admin}",
                "defaults: {read: authenticated}",
            )
        ],
        [
            "Customer.delete: closed to admin [breaks clients]",
            "Tag.write: closed to admin [breaks clients]",
        ],
    ),
    "another owner": (
        [("owner: customer.account", "owner: by")],
        [
            (
                "Order.owner: a row belongs to by, not to customer.account [opens access] "
                "open:Order.owner"
            ),
        ],
    ),
    "a role by another name": (
        [
            ("clerk: ", "seller: {was: clerk, may: "),
            ('["order:read"]', '["order:read"]}'),
        ],
        ["security.roles.clerk: renamed to seller [safe]"],
    ),
    "a field by another name": (
        [
            ("account: user, city", "user_of: user was(account), city"),
            ("owner: account", "owner: user_of"),
            ("customer.account", "customer.user_of"),
        ],
        [],
    ),
    "a field hidden": (
        [("by: user?", "by: user? readable(clerk)")],
        [
            ("Order.by: read: closed to everybody but clerk [breaks clients]"),
        ],
    ),
    "a new role": (
        [("guest: []", 'guest: [], boss: ["order:*"]')],
        ["security.roles.boss: added, and may order:* [safe]"],
    ),
    "a role less": (
        [(", guest: []", "")],
        [
            (
                "security.roles.guest: removed: who has it has no role any more "
                "[breaks clients]"
            ),
        ],
    ),
}


def _allowed(old: Model, new: Model) -> list[str]:
    return [each.name for each in impact.impact_of(old, old, new).allowances]


def test_a_role_that_may_more_is_asked_for_and_so_is_what_it_opens() -> None:
    old, new = _design(clerk="[]"), _design()
    assert _told(old, new) == [
        "security.roles.clerk: may order:read, too [opens access] open:roles.clerk",
        "Customer.read: opened to clerk [opens access] open:Customer.read",
        "Order.read: opened to clerk [opens access] open:Order.read",
    ]
    assert _told(new, old) == [
        "Customer.read: closed to clerk, but for own rows [breaks clients]",
        "Order.read: closed to clerk, but for own rows [breaks clients]",
        "security.roles.clerk: may no longer order:read [breaks clients]",
    ]


def test_security_closes_what_everybody_could_do_and_opens_it_again() -> None:
    assert [e for e in _told(_without(), _design()) if "Tag" in e or "sec" in e] == [
        "Tag.read: closed to anonymous [breaks clients]",
        "Tag.write: closed to everybody but admin [breaks clients]",
        "security: on: callers sign in by jwt [breaks clients]",
        "security.roles.admin: added, and may * [safe]",
        "security.roles.clerk: added, and may order:read [safe]",
        "security.roles.guest: added [safe]",
    ]
    assert [e for e in _told(_design(), _without()) if "Tag" in e or "sec" in e] == [
        "Tag.read: opened to anonymous [opens access] open:Tag.read",
        "Tag.write: opened to everybody [opens access] open:Tag.write",
        "security: off: nobody signs in any more [breaks clients]",
    ]


def test_ways_to_sign_in_come_and_go() -> None:
    found = _told(_design(), _design(ways="[oidc, api_keys]"))
    assert found == [
        "security.authentication: oidc added [safe]",
        "security.authentication: api_keys added [safe]",
        "security.authentication: jwt removed [breaks clients]",
    ]
    browsers = _design(ways="oidc\n  browser: true")
    assert _told(_design(ways="oidc"), browsers) == [
        "security.browser: on: browsers sign in, and have a cookie [safe]",
    ]
    assert _told(browsers, _design(ways="oidc")) == [
        (
            "security.browser: off: browsers sign in no more, and their sessions are over "
            "[breaks clients]"
        ),
    ]
    later = _design(
        ("authentication: jwt", "authentication: jwt\n  revocation: immediate")
    )
    assert _told(_design(), later) == [
        "security.revocation: roles that are taken away are lost at once [safe]",
    ]


def test_fields_open_and_close_to_those_who_see_and_write_their_rows() -> None:
    old = _design(("city: string(20)", "city: string(20) readable(clerk)"))
    new = _design(
        ("city: string(20)", "town: string(20) was(city) readable(clerk or guest)"),
    )
    written = _design(("city: string(20)", "city: string(20) writable(guest)"))
    assert _told(old, new) == [
        "Customer.city: read: opened to guest [opens access] open:Customer.town",
    ]
    assert _told(old, _design()) == [
        "Customer.city: read: opened to everybody [opens access] open:Customer.city",
    ]
    assert _told(_design(), written) == [
        "Customer.city: write: closed to everybody but guest [breaks clients]",
    ]


def test_what_opens_is_asked_for_by_name_and_what_closes_is_not() -> None:
    wider = _design((ORDER, "write: owner or clerk}\n  Tag"))
    assert _allowed(_design(), wider) == ["open:Order.write"]
    assert _allowed(wider, _design()) == []
    impact.check_allowed([impact.Allowance("open:Order.write", "")], ["open:*"])
    impact.check_matched([], ["open:*"])


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_of_rules_is_told(name: str) -> None:
    edits, told = CHANGES[name]
    assert _told(_design(), _design(*edits)) == told
