"""What everybody is answered of jobs, as the design says it: a line a case.

A case has who asks, for which row, and what list, get, update and delete answer. An attempt
has who asks, of which row, what they are answered, and what is other than in the row.
"""

from tests.access.case import HIDDEN, OWNER, SHOWN, STRANGER, Attempt, Case, Cases
from tests.front.jobs.resource import RESOURCE

CASES = Cases(
    resource=RESOURCE,
    rows={
        "owner's": {"repair": {"bicycle": {"customer": {"account_id": OWNER}}}},
        "another's": {"repair": {"bicycle": {"customer": {"account_id": STRANGER}}}},
    },
    cases=(
        Case("anonymous", "owner's", 401, 401, 401, 401),
        Case("owner", "owner's", SHOWN, 200, 403, 403),
        Case("somebody else", "owner's", HIDDEN, 404, 404, 404),
        Case("role admin", "owner's", SHOWN, 200, 200, 204),
        Case("role mechanic", "owner's", SHOWN, 200, 200, 204),
        Case("role store", "owner's", HIDDEN, 404, 404, 404),
        Case("every role", "owner's", SHOWN, 200, 200, 204),
        Case("anonymous", "another's", 401, 401, 401, 401),
        Case("owner", "another's", HIDDEN, 404, 404, 404),
        Case("somebody else", "another's", HIDDEN, 404, 404, 404),
        Case("role admin", "another's", SHOWN, 200, 200, 204),
        Case("role mechanic", "another's", SHOWN, 200, 200, 204),
        Case("role store", "another's", HIDDEN, 404, 404, 404),
        Case("every role", "another's", SHOWN, 200, 200, 204),
    ),
    creates=(
        Attempt("anonymous", "owner's", 401),
        Attempt("owner", "owner's", 403),
        Attempt("somebody else", "owner's", 403),
        Attempt("role admin", "owner's", 201),
        Attempt("role admin", "another's", 201),
        Attempt(
            "role admin",
            "another's",
            201,
            {"repair": {"bicycle": {"customer": {"account_id": OWNER}}}},
        ),
        Attempt(
            "role admin",
            "another's",
            201,
            {"repair": {"bicycle": {"customer": {"account_id": STRANGER}}}},
        ),
        Attempt("role admin", "another's", 201, {"part": {}}),
        Attempt("role mechanic", "owner's", 201),
        Attempt("role mechanic", "another's", 201),
        Attempt(
            "role mechanic",
            "another's",
            201,
            {"repair": {"bicycle": {"customer": {"account_id": OWNER}}}},
        ),
        Attempt(
            "role mechanic",
            "another's",
            201,
            {"repair": {"bicycle": {"customer": {"account_id": STRANGER}}}},
        ),
        Attempt("role mechanic", "another's", 201, {"part": {}}),
        Attempt("role store", "owner's", 403),
        Attempt("every role", "owner's", 201),
        Attempt("every role", "another's", 201),
        Attempt(
            "every role",
            "another's",
            201,
            {"repair": {"bicycle": {"customer": {"account_id": OWNER}}}},
        ),
        Attempt(
            "every role",
            "another's",
            201,
            {"repair": {"bicycle": {"customer": {"account_id": STRANGER}}}},
        ),
        Attempt("every role", "another's", 201, {"part": {}}),
    ),
    changes=(
        Attempt(
            "role admin",
            "owner's",
            200,
            {"repair": {"bicycle": {"customer": {"account_id": OWNER}}}},
        ),
        Attempt(
            "role admin",
            "owner's",
            200,
            {"repair": {"bicycle": {"customer": {"account_id": STRANGER}}}},
        ),
        Attempt("role admin", "owner's", 200, {"part": {}}),
        Attempt(
            "role mechanic",
            "owner's",
            200,
            {"repair": {"bicycle": {"customer": {"account_id": OWNER}}}},
        ),
        Attempt(
            "role mechanic",
            "owner's",
            200,
            {"repair": {"bicycle": {"customer": {"account_id": STRANGER}}}},
        ),
        Attempt("role mechanic", "owner's", 200, {"part": {}}),
        Attempt(
            "every role",
            "owner's",
            200,
            {"repair": {"bicycle": {"customer": {"account_id": OWNER}}}},
        ),
        Attempt(
            "every role",
            "owner's",
            200,
            {"repair": {"bicycle": {"customer": {"account_id": STRANGER}}}},
        ),
        Attempt("every role", "owner's", 200, {"part": {}}),
    ),
    nested=(
        Attempt(
            "anonymous",
            "owner's",
            401,
            {"repair": {"bicycle": {"customer": {"account_id": OWNER}}}},
        ),
        Attempt(
            "owner",
            "owner's",
            SHOWN,
            {"repair": {"bicycle": {"customer": {"account_id": OWNER}}}},
        ),
        Attempt(
            "somebody else",
            "owner's",
            404,
            {"repair": {"bicycle": {"customer": {"account_id": OWNER}}}},
        ),
        Attempt(
            "role admin",
            "owner's",
            SHOWN,
            {"repair": {"bicycle": {"customer": {"account_id": OWNER}}}},
        ),
        Attempt(
            "role mechanic",
            "owner's",
            SHOWN,
            {"repair": {"bicycle": {"customer": {"account_id": OWNER}}}},
        ),
        Attempt(
            "role store",
            "owner's",
            404,
            {"repair": {"bicycle": {"customer": {"account_id": OWNER}}}},
        ),
        Attempt(
            "every role",
            "owner's",
            SHOWN,
            {"repair": {"bicycle": {"customer": {"account_id": OWNER}}}},
        ),
        Attempt(
            "anonymous",
            "another's",
            401,
            {"repair": {"bicycle": {"customer": {"account_id": STRANGER}}}},
        ),
        Attempt(
            "owner",
            "another's",
            404,
            {"repair": {"bicycle": {"customer": {"account_id": STRANGER}}}},
        ),
        Attempt(
            "somebody else",
            "another's",
            404,
            {"repair": {"bicycle": {"customer": {"account_id": STRANGER}}}},
        ),
        Attempt(
            "role admin",
            "another's",
            SHOWN,
            {"repair": {"bicycle": {"customer": {"account_id": STRANGER}}}},
        ),
        Attempt(
            "role mechanic",
            "another's",
            SHOWN,
            {"repair": {"bicycle": {"customer": {"account_id": STRANGER}}}},
        ),
        Attempt(
            "role store",
            "another's",
            404,
            {"repair": {"bicycle": {"customer": {"account_id": STRANGER}}}},
        ),
        Attempt(
            "every role",
            "another's",
            SHOWN,
            {"repair": {"bicycle": {"customer": {"account_id": STRANGER}}}},
        ),
    ),
    closed={
        "list": ("anonymous",),
        "get": ("anonymous",),
        "create": ("anonymous", "owner", "somebody else", "role store"),
        "replace": ("anonymous",),
        "update": ("anonymous",),
        "delete": ("anonymous",),
    },
)
