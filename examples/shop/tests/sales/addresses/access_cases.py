"""What everybody is answered of addresses, as the design says it: a line a case.

A case has who asks, for which row, and what list, get, update and delete answer. An attempt
has who asks, of which row, what they are answered, and what is other than in the row.
"""

from tests.access.case import HIDDEN, OWNER, SHOWN, STRANGER, Attempt, Case, Cases
from tests.sales.addresses.resource import RESOURCE

CASES = Cases(
    resource=RESOURCE,
    rows={
        "owner's": {"customer": {"account_id": OWNER}},
        "another's": {"customer": {"account_id": STRANGER}},
    },
    cases=(
        Case("anonymous", "owner's", 401, 401, 401, 401),
        Case("owner", "owner's", SHOWN, 200, 200, 204),
        Case("somebody else", "owner's", HIDDEN, 404, 404, 404),
        Case("role admin", "owner's", HIDDEN, 404, 404, 404),
        Case("role clerk", "owner's", HIDDEN, 404, 404, 404),
        Case("role customer", "owner's", HIDDEN, 404, 404, 404),
        Case("every role", "owner's", HIDDEN, 404, 404, 404),
        Case("anonymous", "another's", 401, 401, 401, 401),
        Case("owner", "another's", HIDDEN, 404, 404, 404),
        Case("somebody else", "another's", HIDDEN, 404, 404, 404),
        Case("role admin", "another's", HIDDEN, 404, 404, 404),
        Case("role clerk", "another's", HIDDEN, 404, 404, 404),
        Case("role customer", "another's", HIDDEN, 404, 404, 404),
        Case("every role", "another's", HIDDEN, 404, 404, 404),
    ),
    creates=(
        Attempt("anonymous", "owner's", 401),
        Attempt("owner", "owner's", 201),
        Attempt("owner", "another's", 409),
        Attempt("owner", "owner's", 201, {"customer": {"account_id": OWNER}}),
        Attempt("owner", "owner's", 409, {"customer": {"account_id": STRANGER}}),
        Attempt("somebody else", "owner's", 409),
        Attempt("somebody else", "another's", 409),
        Attempt("somebody else", "owner's", 409, {"customer": {"account_id": OWNER}}),
        Attempt(
            "somebody else",
            "owner's",
            409,
            {"customer": {"account_id": STRANGER}},
        ),
        Attempt("role admin", "owner's", 403),
        Attempt("role admin", "another's", 403),
        Attempt("role admin", "owner's", 403, {"customer": {"account_id": OWNER}}),
        Attempt("role admin", "owner's", 403, {"customer": {"account_id": STRANGER}}),
        Attempt("role clerk", "owner's", 409),
        Attempt("role clerk", "another's", 409),
        Attempt("role clerk", "owner's", 409, {"customer": {"account_id": OWNER}}),
        Attempt("role clerk", "owner's", 409, {"customer": {"account_id": STRANGER}}),
        Attempt("role customer", "owner's", 409),
        Attempt("role customer", "another's", 409),
        Attempt("role customer", "owner's", 409, {"customer": {"account_id": OWNER}}),
        Attempt(
            "role customer",
            "owner's",
            409,
            {"customer": {"account_id": STRANGER}},
        ),
        Attempt("every role", "owner's", 403),
        Attempt("every role", "another's", 403),
        Attempt("every role", "owner's", 403, {"customer": {"account_id": OWNER}}),
        Attempt("every role", "owner's", 403, {"customer": {"account_id": STRANGER}}),
    ),
    changes=(
        Attempt("owner", "owner's", 200, {"customer": {"account_id": OWNER}}),
        Attempt("owner", "owner's", 409, {"customer": {"account_id": STRANGER}}),
    ),
    closed={
        "list": ("anonymous",),
        "get": ("anonymous",),
        "create": ("anonymous",),
        "replace": ("anonymous",),
        "update": ("anonymous",),
        "delete": ("anonymous",),
    },
)
