"""What everybody is answered of suppliers, as the design says it: a line a case.

A case has who asks, for which row, and what list, get, update and delete answer. An attempt
has who asks, of which row, what they are answered, and what is other than in the row.
"""

from tests.access.case import SHOWN, Attempt, Case, Cases
from tests.store.suppliers.resource import RESOURCE

CASES = Cases(
    resource=RESOURCE,
    rows={
        "any": {},
    },
    cases=(
        Case("anonymous", "any", SHOWN, 200, 401, 401),
        Case("somebody else", "any", SHOWN, 200, 403, 403),
        Case("role admin", "any", SHOWN, 200, 200, 204),
        Case("role mechanic", "any", SHOWN, 200, 403, 403),
        Case("role store", "any", SHOWN, 200, 200, 204),
        Case("every role", "any", SHOWN, 200, 200, 204),
    ),
    creates=(
        Attempt("anonymous", "any", 401),
        Attempt("owner", "any", 403),
        Attempt("somebody else", "any", 403),
        Attempt("role admin", "any", 201),
        Attempt("role mechanic", "any", 403),
        Attempt("role store", "any", 201),
        Attempt("every role", "any", 201),
    ),
    closed={
        "create": ("anonymous", "owner", "somebody else", "role mechanic"),
        "replace": ("anonymous",),
        "update": ("anonymous",),
        "delete": ("anonymous",),
    },
)
