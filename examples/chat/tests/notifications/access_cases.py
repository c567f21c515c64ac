"""What everybody is answered of notifications, as the design says it: a line a case.

A case has who asks, for which row, and what list, get, update and delete answer. An attempt
has who asks, of which row, what they are answered, and what is other than in the row.
"""

from tests.access.case import (
    HIDDEN,
    OWNER,
    SHOWN,
    STRANGER,
    Attempt,
    Case,
    Cases,
    Listed,
)
from tests.notifications.resource import RESOURCE

CASES = Cases(
    resource=RESOURCE,
    rows={
        "owner's": {
            "account_id": OWNER,
            "room": {
                "owner_id": OWNER,
                "members": Listed("Member", "room", {"account_id": OWNER}),
            },
            "message": {
                "room": {
                    "owner_id": OWNER,
                    "members": Listed("Member", "room", {"account_id": OWNER}),
                },
            },
        },
        "another's": {
            "account_id": STRANGER,
            "room": {
                "owner_id": OWNER,
                "members": Listed("Member", "room", {"account_id": OWNER}),
            },
            "message": {
                "room": {
                    "owner_id": OWNER,
                    "members": Listed("Member", "room", {"account_id": OWNER}),
                },
            },
        },
    },
    cases=(
        Case("anonymous", "owner's", 401, 401, None, 401),
        Case("owner", "owner's", SHOWN, 200, None, 204),
        Case("somebody else", "owner's", HIDDEN, 404, None, 404),
        Case("role admin", "owner's", HIDDEN, 404, None, 404),
        Case("role talker", "owner's", HIDDEN, 404, None, 404),
        Case("every role", "owner's", HIDDEN, 404, None, 404),
        Case("anonymous", "another's", 401, 401, None, 401),
        Case("owner", "another's", HIDDEN, 404, None, 404),
        Case("somebody else", "another's", HIDDEN, 404, None, 404),
        Case("role admin", "another's", HIDDEN, 404, None, 404),
        Case("role talker", "another's", HIDDEN, 404, None, 404),
        Case("every role", "another's", HIDDEN, 404, None, 404),
    ),
    taken=(Attempt("owner", "owner's", 403, {"account_id": STRANGER}),),
    closed={
        "list": ("anonymous",),
        "get": ("anonymous",),
        "delete": ("anonymous",),
    },
)
