"""What everybody is answered of members, as the design says it: a line a case.

A case has who asks, for which row, and what list, get, update and delete answer. An attempt
has who asks, of which row, what they are answered, and what is other than in the row.
"""

from tests.access.case import (
    HIDDEN,
    LEFT_OUT,
    OWNER,
    SHOWN,
    SOMEBODY,
    STRANGER,
    Attempt,
    Case,
    Cases,
    Listed,
)
from tests.members.resource import RESOURCE

CASES = Cases(
    resource=RESOURCE,
    rows={
        "owner's, room.owner_id stranger, room.members.account_id somebody": {
            "account_id": OWNER,
            "room": {
                "owner_id": STRANGER,
                "members": Listed("Member", "room", {"account_id": SOMEBODY}),
            },
        },
        "another's, room.owner_id owner, room.members.account_id somebody": {
            "account_id": STRANGER,
            "room": {
                "owner_id": OWNER,
                "members": Listed("Member", "room", {"account_id": SOMEBODY}),
            },
        },
        "another's, room.owner_id stranger, room.members.account_id owner": {
            "account_id": STRANGER,
            "room": {
                "owner_id": STRANGER,
                "members": Listed("Member", "room", {"account_id": OWNER}),
            },
        },
        "another's, room.owner_id stranger, no room.members": {
            "account_id": STRANGER,
            "room": {"owner_id": STRANGER, "members": Listed("Member", "room")},
        },
    },
    cases=(
        Case(
            "anonymous",
            "owner's, room.owner_id stranger, room.members.account_id somebody",
            401,
            401,
            None,
            401,
        ),
        Case(
            "owner",
            "owner's, room.owner_id stranger, room.members.account_id somebody",
            SHOWN,
            200,
            None,
            204,
        ),
        Case(
            "somebody else",
            "owner's, room.owner_id stranger, room.members.account_id somebody",
            SHOWN,
            200,
            None,
            403,
        ),
        Case(
            "role admin",
            "owner's, room.owner_id stranger, room.members.account_id somebody",
            SHOWN,
            200,
            None,
            403,
        ),
        Case(
            "role talker",
            "owner's, room.owner_id stranger, room.members.account_id somebody",
            SHOWN,
            200,
            None,
            403,
        ),
        Case(
            "every role",
            "owner's, room.owner_id stranger, room.members.account_id somebody",
            SHOWN,
            200,
            None,
            403,
        ),
        Case(
            "anonymous",
            "another's, room.owner_id owner, room.members.account_id somebody",
            401,
            401,
            None,
            401,
        ),
        Case(
            "owner",
            "another's, room.owner_id owner, room.members.account_id somebody",
            SHOWN,
            200,
            None,
            204,
        ),
        Case(
            "somebody else",
            "another's, room.owner_id owner, room.members.account_id somebody",
            SHOWN,
            200,
            None,
            403,
        ),
        Case(
            "role admin",
            "another's, room.owner_id owner, room.members.account_id somebody",
            SHOWN,
            200,
            None,
            403,
        ),
        Case(
            "role talker",
            "another's, room.owner_id owner, room.members.account_id somebody",
            SHOWN,
            200,
            None,
            403,
        ),
        Case(
            "every role",
            "another's, room.owner_id owner, room.members.account_id somebody",
            SHOWN,
            200,
            None,
            403,
        ),
        Case(
            "anonymous",
            "another's, room.owner_id stranger, room.members.account_id owner",
            401,
            401,
            None,
            401,
        ),
        Case(
            "owner",
            "another's, room.owner_id stranger, room.members.account_id owner",
            SHOWN,
            200,
            None,
            403,
        ),
        Case(
            "somebody else",
            "another's, room.owner_id stranger, room.members.account_id owner",
            HIDDEN,
            404,
            None,
            404,
        ),
        Case(
            "role admin",
            "another's, room.owner_id stranger, room.members.account_id owner",
            HIDDEN,
            404,
            None,
            404,
        ),
        Case(
            "role talker",
            "another's, room.owner_id stranger, room.members.account_id owner",
            HIDDEN,
            404,
            None,
            404,
        ),
        Case(
            "every role",
            "another's, room.owner_id stranger, room.members.account_id owner",
            HIDDEN,
            404,
            None,
            404,
        ),
        Case(
            "anonymous",
            "another's, room.owner_id stranger, no room.members",
            401,
            401,
            None,
            401,
        ),
        Case(
            "owner",
            "another's, room.owner_id stranger, no room.members",
            HIDDEN,
            404,
            None,
            404,
        ),
        Case(
            "somebody else",
            "another's, room.owner_id stranger, no room.members",
            HIDDEN,
            404,
            None,
            404,
        ),
        Case(
            "role admin",
            "another's, room.owner_id stranger, no room.members",
            HIDDEN,
            404,
            None,
            404,
        ),
        Case(
            "role talker",
            "another's, room.owner_id stranger, no room.members",
            HIDDEN,
            404,
            None,
            404,
        ),
        Case(
            "every role",
            "another's, room.owner_id stranger, no room.members",
            HIDDEN,
            404,
            None,
            404,
        ),
    ),
    creates=(
        Attempt(
            "anonymous",
            "owner's, room.owner_id stranger, room.members.account_id somebody",
            401,
        ),
        Attempt(
            "owner",
            "owner's, room.owner_id stranger, room.members.account_id somebody",
            409,
        ),
        Attempt(
            "owner",
            "another's, room.owner_id owner, room.members.account_id somebody",
            201,
        ),
        Attempt(
            "owner",
            "another's, room.owner_id stranger, room.members.account_id owner",
            403,
        ),
        Attempt("owner", "another's, room.owner_id stranger, no room.members", 409),
        Attempt(
            "owner",
            "owner's, room.owner_id stranger, room.members.account_id somebody",
            409,
            {"account_id": LEFT_OUT},
        ),
        Attempt(
            "owner",
            "another's, room.owner_id owner, room.members.account_id somebody",
            201,
            {"account_id": LEFT_OUT},
        ),
        Attempt(
            "owner",
            "another's, room.owner_id owner, room.members.account_id somebody",
            201,
            {
                "room": {
                    "owner_id": OWNER,
                    "members": Listed("Member", "room", {"account_id": SOMEBODY}),
                },
            },
        ),
        Attempt(
            "owner",
            "another's, room.owner_id owner, room.members.account_id somebody",
            403,
            {
                "room": {
                    "owner_id": STRANGER,
                    "members": Listed("Member", "room", {"account_id": OWNER}),
                },
            },
        ),
        Attempt(
            "owner",
            "another's, room.owner_id owner, room.members.account_id somebody",
            409,
            {"room": {"owner_id": STRANGER, "members": Listed("Member", "room")}},
        ),
        Attempt(
            "somebody else",
            "owner's, room.owner_id stranger, room.members.account_id somebody",
            403,
        ),
        Attempt(
            "somebody else",
            "another's, room.owner_id owner, room.members.account_id somebody",
            403,
        ),
        Attempt(
            "somebody else",
            "another's, room.owner_id stranger, room.members.account_id owner",
            409,
        ),
        Attempt(
            "somebody else",
            "another's, room.owner_id stranger, no room.members",
            409,
        ),
        Attempt(
            "somebody else",
            "another's, room.owner_id stranger, room.members.account_id owner",
            409,
            {"account_id": LEFT_OUT},
        ),
        Attempt(
            "somebody else",
            "owner's, room.owner_id stranger, room.members.account_id somebody",
            403,
            {
                "room": {
                    "owner_id": OWNER,
                    "members": Listed("Member", "room", {"account_id": SOMEBODY}),
                },
            },
        ),
        Attempt(
            "somebody else",
            "owner's, room.owner_id stranger, room.members.account_id somebody",
            409,
            {"room": {"owner_id": STRANGER, "members": Listed("Member", "room")}},
        ),
        Attempt(
            "role admin",
            "owner's, room.owner_id stranger, room.members.account_id somebody",
            403,
        ),
        Attempt(
            "role admin",
            "another's, room.owner_id owner, room.members.account_id somebody",
            403,
        ),
        Attempt(
            "role admin",
            "another's, room.owner_id stranger, room.members.account_id owner",
            409,
        ),
        Attempt(
            "role admin",
            "another's, room.owner_id stranger, no room.members",
            409,
        ),
        Attempt(
            "role admin",
            "another's, room.owner_id stranger, room.members.account_id owner",
            409,
            {"account_id": LEFT_OUT},
        ),
        Attempt(
            "role admin",
            "owner's, room.owner_id stranger, room.members.account_id somebody",
            403,
            {
                "room": {
                    "owner_id": OWNER,
                    "members": Listed("Member", "room", {"account_id": SOMEBODY}),
                },
            },
        ),
        Attempt(
            "role admin",
            "owner's, room.owner_id stranger, room.members.account_id somebody",
            409,
            {"room": {"owner_id": STRANGER, "members": Listed("Member", "room")}},
        ),
        Attempt(
            "role talker",
            "owner's, room.owner_id stranger, room.members.account_id somebody",
            403,
        ),
        Attempt(
            "role talker",
            "another's, room.owner_id owner, room.members.account_id somebody",
            403,
        ),
        Attempt(
            "role talker",
            "another's, room.owner_id stranger, room.members.account_id owner",
            409,
        ),
        Attempt(
            "role talker",
            "another's, room.owner_id stranger, no room.members",
            409,
        ),
        Attempt(
            "role talker",
            "another's, room.owner_id stranger, room.members.account_id owner",
            409,
            {"account_id": LEFT_OUT},
        ),
        Attempt(
            "role talker",
            "owner's, room.owner_id stranger, room.members.account_id somebody",
            403,
            {
                "room": {
                    "owner_id": OWNER,
                    "members": Listed("Member", "room", {"account_id": SOMEBODY}),
                },
            },
        ),
        Attempt(
            "role talker",
            "owner's, room.owner_id stranger, room.members.account_id somebody",
            409,
            {"room": {"owner_id": STRANGER, "members": Listed("Member", "room")}},
        ),
        Attempt(
            "every role",
            "owner's, room.owner_id stranger, room.members.account_id somebody",
            403,
        ),
        Attempt(
            "every role",
            "another's, room.owner_id owner, room.members.account_id somebody",
            403,
        ),
        Attempt(
            "every role",
            "another's, room.owner_id stranger, room.members.account_id owner",
            409,
        ),
        Attempt(
            "every role",
            "another's, room.owner_id stranger, no room.members",
            409,
        ),
        Attempt(
            "every role",
            "another's, room.owner_id stranger, room.members.account_id owner",
            409,
            {"account_id": LEFT_OUT},
        ),
        Attempt(
            "every role",
            "owner's, room.owner_id stranger, room.members.account_id somebody",
            403,
            {
                "room": {
                    "owner_id": OWNER,
                    "members": Listed("Member", "room", {"account_id": SOMEBODY}),
                },
            },
        ),
        Attempt(
            "every role",
            "owner's, room.owner_id stranger, room.members.account_id somebody",
            409,
            {"room": {"owner_id": STRANGER, "members": Listed("Member", "room")}},
        ),
    ),
    nested=(
        Attempt(
            "anonymous",
            "owner's, room.owner_id stranger, room.members.account_id somebody",
            401,
            {
                "room": {
                    "owner_id": STRANGER,
                    "members": Listed("Member", "room", {"account_id": SOMEBODY}),
                },
            },
        ),
        Attempt(
            "anonymous",
            "another's, room.owner_id owner, room.members.account_id somebody",
            401,
            {
                "room": {
                    "owner_id": OWNER,
                    "members": Listed("Member", "room", {"account_id": SOMEBODY}),
                },
            },
        ),
        Attempt(
            "owner",
            "another's, room.owner_id owner, room.members.account_id somebody",
            SHOWN,
            {
                "room": {
                    "owner_id": OWNER,
                    "members": Listed("Member", "room", {"account_id": SOMEBODY}),
                },
            },
        ),
        Attempt(
            "anonymous",
            "another's, room.owner_id stranger, room.members.account_id owner",
            401,
            {
                "room": {
                    "owner_id": STRANGER,
                    "members": Listed("Member", "room", {"account_id": OWNER}),
                },
            },
        ),
        Attempt(
            "somebody else",
            "another's, room.owner_id stranger, room.members.account_id owner",
            404,
            {
                "room": {
                    "owner_id": STRANGER,
                    "members": Listed("Member", "room", {"account_id": OWNER}),
                },
            },
        ),
        Attempt(
            "role admin",
            "another's, room.owner_id stranger, room.members.account_id owner",
            404,
            {
                "room": {
                    "owner_id": STRANGER,
                    "members": Listed("Member", "room", {"account_id": OWNER}),
                },
            },
        ),
        Attempt(
            "role talker",
            "another's, room.owner_id stranger, room.members.account_id owner",
            404,
            {
                "room": {
                    "owner_id": STRANGER,
                    "members": Listed("Member", "room", {"account_id": OWNER}),
                },
            },
        ),
        Attempt(
            "every role",
            "another's, room.owner_id stranger, room.members.account_id owner",
            404,
            {
                "room": {
                    "owner_id": STRANGER,
                    "members": Listed("Member", "room", {"account_id": OWNER}),
                },
            },
        ),
        Attempt(
            "anonymous",
            "another's, room.owner_id stranger, no room.members",
            401,
            {"room": {"owner_id": STRANGER, "members": Listed("Member", "room")}},
        ),
        Attempt(
            "owner",
            "another's, room.owner_id stranger, no room.members",
            404,
            {"room": {"owner_id": STRANGER, "members": Listed("Member", "room")}},
        ),
        Attempt(
            "somebody else",
            "another's, room.owner_id stranger, no room.members",
            404,
            {"room": {"owner_id": STRANGER, "members": Listed("Member", "room")}},
        ),
        Attempt(
            "role admin",
            "another's, room.owner_id stranger, no room.members",
            404,
            {"room": {"owner_id": STRANGER, "members": Listed("Member", "room")}},
        ),
        Attempt(
            "role talker",
            "another's, room.owner_id stranger, no room.members",
            404,
            {"room": {"owner_id": STRANGER, "members": Listed("Member", "room")}},
        ),
        Attempt(
            "every role",
            "another's, room.owner_id stranger, no room.members",
            404,
            {"room": {"owner_id": STRANGER, "members": Listed("Member", "room")}},
        ),
    ),
    taken=(
        Attempt(
            "owner",
            "owner's, room.owner_id stranger, room.members.account_id somebody",
            403,
            {"account_id": STRANGER},
        ),
    ),
    closed={
        "list": ("anonymous",),
        "get": ("anonymous",),
        "create": ("anonymous",),
        "delete": ("anonymous",),
    },
)
