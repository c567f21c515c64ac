"""What a reviewer should know of who may do what: nobody, everybody, and words without effect."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator

from ..language.finding import Finding
from ..language.permissions import EVERYTHING, covers, grants
from ..language.tree import Path
from ..resolve import Resolved
from ..resolve.access_matrix import (
    CustomMatrix,
    Matrix,
    Row,
    custom_matrices,
    matrices,
    rules_of_fields,
)
from ..resolve.access_rules import HasPermission, Rule, Term, leaves
from .finding import either, listed

_WRITING = ("create", "update", "delete")
_LESS = "Write authenticated, a role or a permission, if that is not meant."


def notes(resolved: Resolved) -> Iterator[Finding]:
    """Yield what rules of access come to that nobody may have meant."""
    for matrix in matrices(resolved):
        yield from _refused(matrix)
        own = matrix.entity.name
        anywhere = ("create", *_on_no_row(resolved, own))
        yield from _open(matrix, _changing(resolved, own), anywhere)
        yield from _unowned(matrix)
    for beside in custom_matrices(resolved):
        yield from _of_none(beside, _changing(resolved, beside.name))
    yield from _permissions(resolved)


def _refused(matrix: Matrix) -> Iterator[Finding]:
    """What nobody may, by the lack of a rule or by one that holds for nobody."""
    path: Path = ("entities", matrix.entity.name)
    silent = [each for each in matrix.rows if each.rule is None]
    if silent:
        message = f"Nobody may {_deeds(silent)}: nothing says who."
        place = (*path, "access") if matrix.entity.written.access else path
        hint = "Say it in `access`, or for all entities in `defaults` of security."
        yield Finding(place, "BD959", message, hint, subject=path)
    said = [each for each in matrix.rows if not any(e.verdict for e in each.cells)]
    for rule, rows in _by_rule(said):
        message = f"Nobody may {_deeds(rows)}: {rule.text} holds for nobody."
        yield _about(matrix, rule, "BD959", message, "Say who may.")


def _by_rule(rows: Iterable[Row]) -> Iterable[tuple[Rule, list[Row]]]:
    """Return rows by the rule that decides them, without those that none does."""
    found: dict[Path, tuple[Rule, list[Row]]] = {}
    for row in rows:
        if row.rule is not None:
            found.setdefault(row.rule.place, (row.rule, []))[1].append(row)
    return found.values()


def _deeds(rows: list[Row]) -> str:
    return either(each for row in rows for each in row.operations)


def _about(
    matrix: Matrix, rule: Rule, code: str, message: str, hint: str = ""
) -> Finding:
    """Return a finding at a rule, or at the entity for which a default is one."""
    entity: Path = ("entities", matrix.entity.name)
    place = entity if rule.is_default else rule.place
    return Finding(place, code, message, hint, subject=entity)


def _changing(resolved: Resolved, owner: str) -> list[str]:
    """Return an owner's operations of the design's own that change something."""
    own = (each for each in resolved.custom if each.owner.name == owner)
    return [each.name for each in own if not each.reads]


def _on_no_row(resolved: Resolved, owner: str) -> list[str]:
    """Return an owner's operations of the design's own that are on no single row."""
    own = (each for each in resolved.custom if each.owner.name == owner)
    return [each.name for each in own if each.written.on != "item"]


def _open(
    matrix: Matrix, custom: Iterable[str], anywhere: Container[str]
) -> Iterator[Finding]:
    """What everybody may who finds the address, and that changes data.

    What is done `anywhere` needs no row that the caller may get.
    """
    actions = matrix.entity.access.actions if matrix.entity.access else {}
    changing = (*_WRITING, *actions, *custom)
    writing = [each for each in matrix.rows if each.operation in changing]
    seen = next((e.cells[0].verdict for e in matrix.rows if e.operation == "get"), True)
    for rule, rows in _by_rule(e for e in writing if e.cells[0].verdict is True):
        made = [each for each in rows if each.operation in anywhere or seen is True]
        if made:
            message = f"Everybody may {_deeds(made)}, without signing in."
            yield _about(matrix, rule, "BD960", message, _LESS)
        if rest := [each for each in rows if each not in made]:
            yield _about(matrix, rule, "BD960", _of_seen(rest, any_=bool(seen)), _LESS)


def _of_seen(rows: list[Row], *, any_: bool) -> str:
    """Say of what is done to single rows that it is done to those alone that `get` shows."""
    message = f"Everybody may {_deeds(rows)} the rows that they may get"
    if any_:
        return f"{message}, without signing in."
    return f"{message}: without signing in, none."


def _of_none(matrix: CustomMatrix, changing: Container[str]) -> Iterator[Finding]:
    """The same of operations of an area, or of the project."""
    for row in matrix.rows:
        path: Path = ("operations", f"{matrix.name}.{row.operation}")
        place = path if row.rule is None or row.rule.is_default else row.rule.place
        if row.rule is None:
            message = f"Nobody may {row.operation}: nothing says who."
            hint = "Say it in `access`, or for all in `defaults` of security."
            yield Finding(place, "BD959", message, hint, subject=path)
        elif not any(each.verdict for each in row.cells):
            message = f"Nobody may {row.operation}: {row.rule.text} holds for nobody."
            yield Finding(place, "BD959", message, "Say who may.", subject=path)
        elif row.operation in changing and row.cells[0].verdict is True:
            message = f"Everybody may {row.operation}, without signing in."
            yield Finding(place, "BD960", message, _LESS, subject=path)


def _unowned(matrix: Matrix) -> Iterator[Finding]:
    """An owner that no rule asks for."""
    access = matrix.entity.access
    if access is None or access.owner is None:
        return
    said = (*access.rules.values(), *access.beside.values())
    rules = [each for each in said if each is not None]
    if not any(Term("owner") in leaves(each.tree) for each in rules):
        place: Path = ("entities", matrix.entity.name, "owner")
        message = "No rule asks for the owner."
        yield Finding(place, "BD962", message, "Write owner in `access`.")


def _permissions(resolved: Resolved) -> Iterator[Finding]:
    """What roles may that no rule asks for, and what rules ask for that no role may."""
    security = resolved.design.security
    if security is None:
        return
    asked = dict(_asked(resolved))
    used = {f.name for each in resolved.entities.values() for f in each.features}
    known = [
        permission
        for feature in resolved.features
        if feature.name in used
        for permission in feature.permissions
    ]
    for name, role in security.roles.items():
        for position, pattern in enumerate(role.may):
            is_asked = any(covers(pattern, each) for each in (*asked, *known))
            if pattern != EVERYTHING and not is_asked:
                place: Path = ("security", "roles", name, "may", position)
                message = f"No rule asks for {pattern}."
                hint = "Ask for it in `access`, or leave it out."
                yield Finding(place, "BD961", message, hint, place[:3])
    granted = [pattern for role in security.roles.values() for pattern in role.may]
    for permission, rule in asked.items():
        if not grants(granted, permission):
            message = f"No role has {permission}."
            hint = f"Roles are {listed(security.roles)}." if security.roles else ""
            yield Finding(rule.place, "BD961", message, hint)


def _asked(resolved: Resolved) -> Iterator[tuple[str, Rule]]:
    """Yield every permission that rules ask for, with one that does."""
    found: dict[str, Rule] = {}
    rules: list[Rule | None] = []
    for entity in resolved.entities.values():
        if entity.access is None:
            continue
        of_fields = (rule for _, _, rule in rules_of_fields(entity.access))
        beside = entity.access.beside.values()
        rules += (*entity.access.rules.values(), *beside, *of_fields)
    rules += (each.rule for each in resolved.custom)
    for rule in rules:
        for leaf in leaves(rule.tree) if rule is not None else ():
            if isinstance(leaf, HasPermission) and rule is not None:
                found.setdefault(leaf.name, rule)
    yield from found.items()
