"""What everybody is answered of people, as the design says it: a line a case.

A case has who asks, for which row, and what list, get, update and delete answer. An attempt
has who asks, of which row, what they are answered, and what is other than in the row.
"""

from tests.access.case import LEFT_OUT, OWNER, SHOWN, STRANGER, Attempt, Case, Cases
from tests.people.resource import RESOURCE

CASES = Cases(
    resource=RESOURCE,
    rows={
        "owner's": {"account_id": OWNER},
        "another's": {"account_id": STRANGER},
    },
    cases=(
        Case("anonymous", "owner's", 401, 401, 401, 401),
        Case("owner", "owner's", SHOWN, 200, 200, 204),
        Case("somebody else", "owner's", SHOWN, 200, 403, 403),
        Case("role admin", "owner's", SHOWN, 200, 403, 403),
        Case("role talker", "owner's", SHOWN, 200, 403, 403),
        Case("every role", "owner's", SHOWN, 200, 403, 403),
        Case("anonymous", "another's", 401, 401, 401, 401),
        Case("owner", "another's", SHOWN, 200, 403, 403),
        Case("somebody else", "another's", SHOWN, 200, 403, 403),
        Case("role admin", "another's", SHOWN, 200, 403, 403),
        Case("role talker", "another's", SHOWN, 200, 403, 403),
        Case("every role", "another's", SHOWN, 200, 403, 403),
    ),
    creates=(
        Attempt("anonymous", "owner's", 401),
        Attempt("owner", "owner's", 201),
        Attempt("owner", "another's", 403),
        Attempt("owner", "owner's", 201, {"account_id": LEFT_OUT}),
        Attempt("somebody else", "owner's", 403),
        Attempt("somebody else", "another's", 403),
        Attempt("somebody else", "owner's", 201, {"account_id": LEFT_OUT}),
        Attempt("role admin", "owner's", 403),
        Attempt("role admin", "another's", 403),
        Attempt("role admin", "owner's", 201, {"account_id": LEFT_OUT}),
        Attempt("role talker", "owner's", 403),
        Attempt("role talker", "another's", 403),
        Attempt("role talker", "owner's", 201, {"account_id": LEFT_OUT}),
        Attempt("every role", "owner's", 403),
        Attempt("every role", "another's", 403),
        Attempt("every role", "owner's", 201, {"account_id": LEFT_OUT}),
    ),
    changes=(Attempt("owner", "owner's", 403, {"account_id": STRANGER}),),
    taken=(Attempt("owner", "owner's", 403, {"account_id": STRANGER}),),
    closed={
        "list": ("anonymous",),
        "get": ("anonymous",),
        "create": ("anonymous",),
        "replace": ("anonymous",),
        "update": ("anonymous",),
        "delete": ("anonymous",),
    },
)
