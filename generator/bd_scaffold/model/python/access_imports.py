"""What the code of rules imports."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from decimal import Decimal

from ...features.feature import Use
from ...language.expression import Literal
from ...resolve.access_rules import (
    Compared,
    HasPermission,
    HasRole,
    Holds,
    IsMissing,
    IsOneOf,
    Leaf,
    Read,
    Term,
)


def uses_of_rules(
    package: str,
    found: Sequence[Leaf],
    owned: Read | None,
    *,
    nobody: bool,
    joined: Collection[str],
) -> list[Use]:
    """Return what rules are made with; without a package, by modules of it."""
    of_rows = (Holds, Compared, IsMissing, IsOneOf)
    names = {
        "AUTHENTICATED": Term("authenticated") in found,
        "NOBODY": nobody,
        "PUBLIC": Term("public") in found,
        "either": "either" in joined,
        "every": "every" in joined,
        "field": any(isinstance(each, of_rows) for each in found),
        "may": any(isinstance(each, HasPermission) for each in found),
        "owned_by": owned is not None,
        "role": any(isinstance(each, HasRole) for each in found),
    }
    values = [
        v.value for each in found if isinstance(each, IsOneOf) for v in each.values
    ]
    for each in found:
        if isinstance(each, Compared):
            sides = (each.left, each.right)
            values += [side.value for side in sides if isinstance(side, Literal)]
    rules = f"{package}.core.security.rules" if package else "core.security.rules"
    uses = [(rules, name) for name, used in names.items() if used]
    if any(isinstance(each, Decimal) for each in values):
        uses.append(("decimal", "Decimal"))
    return uses
