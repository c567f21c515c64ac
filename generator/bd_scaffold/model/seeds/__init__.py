"""The rows that fill a database: what each is made of, and how many there are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from ...language.security import Security as SecuritySaid
from ...layout import Node, after, block, import_block
from ...names import python_string as quoted
from ...record import replace
from ..parts import EntityParts
from ..types import Entity, Seeds
from .allotment import accounts_of, allotments_of
from .code import seed_code


def with_seeds(
    parts: Mapping[str, EntityParts], order: Sequence[str], entities: Sequence[Entity]
) -> tuple[Seeds, tuple[Entity, ...]]:
    """Return the plan of all rows, and the entities with what makes those of each."""
    allotments = allotments_of(parts, order)
    codes = {name: seed_code(each, allotments) for name, each in allotments.items()}
    said = next(iter(parts.values())).resolved.design.security
    divided = any(each.divided for each in allotments.values())
    modules: dict[str, list[str]] = {"seeds.entities": []}
    plan: list[str] = []
    if divided:
        modules["seeds.tenants"] = ["TENANTS"]
        plan.append("TENANTS")
    if said is not None:
        modules["seeds.accounts"] = ["ACCOUNT_ROLES", "ACCOUNTS"]
        plan += ["ACCOUNTS", "ACCOUNT_ROLES"]
    for name in codes:
        modules["seeds.entities"].append(parts[name].own.variable)
    plan += _rows(parts, dict.fromkeys(codes, ("ROWS",)))
    plan += _rows(parts, {name: each.names[1:] for name, each in codes.items()})
    seeds = Seeds(
        imports="\n".join(import_block(modules)),
        plan=tuple(plan),
        accounts=_accounts(accounts_of(allotments), divided=divided) if said else (),
        roles=_roles(said) if said else "",
        divided=divided,
        passwords=said is not None and "jwt" in said.authentication,
    )
    return seeds, tuple(replace(each, seeds=codes[each.name]) for each in entities)


def _roles(said: SecuritySaid) -> str:
    names = tuple(map(quoted, said.roles))
    return block(after("ROLES = ", Node("(", names, ")", comma=len(names) == 1)))


def _accounts(share: int, *, divided: bool) -> tuple[str, ...]:
    """Return how many accounts there are, and of how many their roles are said."""
    apart = ["divided=True"] if divided else []
    accounts = ["of=Account", "row=account", f"share={share}", "own_id=True"]
    roles = ["of=AccountRole", "row=role", f"share={share}", "most=len(ROLES)"]
    return tuple(
        block(after(f"{name} = ", Node("Rows(", (*items, *apart), ")")))
        for name, items in (("ACCOUNTS", accounts), ("ACCOUNT_ROLES", roles))
    )


def _rows(
    parts: Mapping[str, EntityParts], names: Mapping[str, Sequence[str]]
) -> Iterator[str]:
    for entity, found in names.items():
        yield from (f"{parts[entity].own.variable}.{each}" for each in found)
