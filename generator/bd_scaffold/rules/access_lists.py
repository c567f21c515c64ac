"""Rules of access that lead into a list: they ask whose any of its rows is, and nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..language import access_expression as said
from ..language.access_expression import PRINCIPAL_ID
from ..language.finding import Finding
from ..language.scalars import ACCOUNT
from ..language.tree import Path
from ..resolve import Resolved, ResolvedEntity
from ..resolve.access import OPERATIONS, is_account
from ..resolve.access_rules import EntityAccess, Read, Rule, Step, reads

_READING = ("list", "get")


def asked_of_lists(
    resolved: Resolved, leaf: said.Tree, found: Iterable[Read]
) -> Iterator[tuple[str, str, str]]:
    """Yield what a rule can't ask of the rows of a list."""
    for read in found:
        if not read.many:
            continue
        if not (is_account(read) and _is_whose(leaf)):
            message = (
                f"{read.text} is of any row of a list: a rule asks only whose it is."
            )
            account = _account_of(resolved, read)
            hint = f"Write {account} = principal.id." if account else ""
            yield "BD1028", message, hint


def _is_whose(leaf: said.Tree) -> bool:
    if not isinstance(leaf, said.Comparison) or leaf.operator not in ("=", "=="):
        return False
    return said.Name(PRINCIPAL_ID) in (leaf.left, leaf.right)


def _account_of(resolved: Resolved, read: Read) -> str:
    """Return the path to an account of the rows of a list; empty where they have none."""
    fields = resolved.entities[read.entity].fields.values()
    accounts = [each.said for each in fields if each.source.type == ACCOUNT]
    before = read.text.split(".")[: len(read.steps)]
    return ".".join((*before, accounts[0])) if accounts else ""


def lists_of_rules(resolved: Resolved) -> Iterator[Finding]:
    """Yield rules of access that lead into a list whose rows can't decide them."""
    for entity in resolved.entities.values():
        access = entity.access
        if access is None:
            continue
        for name, rule in _rules(access):
            for read in reads(rule.tree):
                for position, step in enumerate(read.steps):
                    if step.many:
                        first = position == 0
                        yield from _step(
                            resolved, entity, (name, rule), step, first=first
                        )


def _rules(access: EntityAccess) -> Iterator[tuple[str, Rule]]:
    for name in (*OPERATIONS, *access.beside):
        rule = access.rule_of(name)
        if rule is not None:
            yield name, rule


def _step(
    resolved: Resolved,
    entity: ResolvedEntity,
    said_of: tuple[str, Rule],
    step: Step,
    *,
    first: bool,
) -> Iterator[Finding]:
    name, rule = said_of
    place: Path = rule.place if not rule.is_default else ("entities", entity.name)
    listed = resolved.entities[step.target]
    if listed.keeps_rows:
        message = f"A {step.target} that is deleted stays, and would still count in {step.field}."
        hint = f"Have rows of {step.target} go when they are deleted."
        yield Finding(place, "BD1029", message, hint)
    if first and name in _READING and any(each.copies for each in entity.features):
        message = (
            f"What a {entity.name} was has no {step.field}, which say who reads it."
        )
        yield Finding(place, "BD1029", message, "Leave the trait out that keeps it.")
    if first and name == "create":
        message = (
            f"A new {entity.name} has no {step.field} yet, which say who creates it."
        )
        yield Finding(place, "BD1029", message, "Say who creates them in another way.")
    if (
        listed.name == entity.name
        and name == "create"
        and _adds_several(resolved, entity)
    ):
        message = f"Of several new rows, each {entity.name} would let in the others."
        hint = f"Make the account of a {entity.name} unique together with its relation."
        yield Finding(place, "BD1029", message, hint)


def _adds_several(resolved: Resolved, entity: ResolvedEntity) -> bool:
    """Tell whether one request adds several rows that may be alike."""
    owned = any(
        each.source.owned and each.source.type == entity.name
        for other in resolved.entities.values()
        for each in other.inverses
    )
    if not owned and "batch" not in entity.written.operations:
        return False
    accounts = {e.name for e in entity.fields.values() if e.source.type == ACCOUNT}
    groups = [{*each.fields} for each in entity.written.unique]
    return not any(accounts & each for each in groups)
