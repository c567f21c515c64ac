"""What the code of rules imports."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from decimal import Decimal

from ...features.use import Use
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
    reads,
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
    at = f"{package}." if package else ""
    uses = [(f"{at}core.security.rules", name) for name, used in names.items() if used]
    if into_lists(found):
        uses.append((f"{at}core.security.lists", "rows_of"))
    if any(isinstance(each, Decimal) for each in values):
        uses.append(("decimal", "Decimal"))
    return uses


def into_lists(found: Sequence[Leaf]) -> bool:
    """Tell whether a rule asks for any row of a list."""
    return any(read.many for each in found for read in reads(each))
