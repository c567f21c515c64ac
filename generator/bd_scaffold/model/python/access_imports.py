<<<<<<< HEAD
"""What a module imports that says rules of access."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
=======
"""What the code of rules imports."""

from __future__ import annotations

from collections.abc import Collection, Sequence
>>>>>>> realtime
from decimal import Decimal

from ...features.feature import Use
from ...language.expression import Literal
<<<<<<< HEAD
from ...layout import imports
=======
>>>>>>> realtime
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
<<<<<<< HEAD
    reads,
)


def imports_of(
    package: str,
    found: Sequence[Leaf],
    owned: Read | None,
    *,
    nobody: bool,
    joined: Collection[str],
    uses: Sequence[Use] = (),
    alone: bool = False,
) -> Iterator[str]:
    """Yield the imports of a module that says rules of access."""
    added = [(f"{package}.{module}", name) for module, name in uses]
    uses = [] if alone else [(f"{package}.core.security.access", "Access")]
    uses += added
    uses += uses_of(package, found, owned, nobody=nobody, joined=joined)
    yield from imports(uses, package)


def uses_of(
=======
)


def uses_of_rules(
>>>>>>> realtime
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
<<<<<<< HEAD
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
=======
    rules = f"{package}.core.security.rules" if package else "core.security.rules"
    uses = [(rules, name) for name, used in names.items() if used]
    if any(isinstance(each, Decimal) for each in values):
        uses.append(("decimal", "Decimal"))
    return uses
>>>>>>> realtime
