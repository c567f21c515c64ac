"""The rows that fill a database: what each is made of, and how many there are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from ...layout import import_block
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
    has_accounts = next(iter(parts.values())).resolved.design.security is not None
    divided = any(each.divided for each in allotments.values())
    modules: dict[str, list[str]] = {"seeds.entities": []}
    plan: list[str] = []
    if divided:
        modules["seeds.tenants"] = ["TENANTS"]
        plan.append("TENANTS")
    if has_accounts:
        modules["seeds.accounts"] = ["ACCOUNT_ROLES", "ACCOUNTS"]
        plan += ["ACCOUNTS", "ACCOUNT_ROLES"]
    for name in codes:
        modules["seeds.entities"].append(parts[name].own.variable)
    plan += _rows(parts, dict.fromkeys(codes, ("ROWS",)))
    plan += _rows(parts, {name: each.names[1:] for name, each in codes.items()})
    seeds = Seeds(
        imports="\n".join(import_block(modules)),
        plan=tuple(plan),
        accounts=accounts_of(allotments),
        divided=divided,
    )
    return seeds, tuple(replace(each, seeds=codes[each.name]) for each in entities)


def _rows(
    parts: Mapping[str, EntityParts], names: Mapping[str, Sequence[str]]
) -> Iterator[str]:
    for entity, found in names.items():
        yield from (f"{parts[entity].own.variable}.{each}" for each in found)
