"""The matrix of a design: each operation, and who may do it with which rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..language.access_folding import Caller, Verdict, callers, folded, shown
from ..record import Record
from .access_rules import EntityAccess, Rule
from .endpoints import subject_of
from .owned import done_within
from .resolved import Resolved, ResolvedEntity

_ROWS = (
    ("list", ("list",)),
    ("get", ("get",)),
    ("create", ("create",)),
    ("update", ("update", "replace")),
    ("delete", ("delete",)),
)
"""What is decided by a rule each, and the operations of the API that it stands for."""

REFER = "refer"
"""What the rule of `get` decides in any case: whether rows of others may refer to a row."""


class Cell(Record, frozen=True):
    """What one rule comes to for one caller."""

    caller: Caller
    verdict: Verdict

    @property
    def text(self) -> str:
        """How the table shows it."""
        return shown(self.verdict)


class Row(Record, frozen=True):
    """Who may do one thing."""

    operation: str  # "update"; of a field alone, "read phone"
    operations: tuple[str, ...]  # of the API: "update", "replace"; or REFER
    rule: Rule | None  # None: nobody
    cells: tuple[Cell, ...]


class Matrix(Record, frozen=True):
    """Who may do what with the rows of one entity."""

    entity: ResolvedEntity
    callers: tuple[Caller, ...]
    rows: tuple[Row, ...]


class CustomMatrix(Record, frozen=True):
    """Who may call the operations of an area, or of the project."""

    name: str
    callers: tuple[Caller, ...]
    rows: tuple[Row, ...]


def custom_matrices(resolved: Resolved) -> Iterator[CustomMatrix]:
    """Yield the matrix of each area, and of the project, that has operations of its own."""
    security = resolved.design.security
    if security is None:
        return
    asking = tuple(callers({name: role.may for name, role in security.roles.items()}))
    found: dict[str, list[Row]] = {}
    for each in resolved.custom:
        if each.owner.kind != "entity":
            row = Row(each.name, (each.name,), each.rule, _cells(each.rule, asking))
            found.setdefault(each.owner.name, []).append(row)
    for name, rows in found.items():
        yield CustomMatrix(name, asking, tuple(rows))


def matrices(resolved: Resolved) -> Iterator[Matrix]:
    """Yield the matrix of each entity."""
    for entity in resolved.entities.values():
        found = matrix_of(resolved, entity)
        if found is not None:
            yield found


def matrix_of(resolved: Resolved, entity: ResolvedEntity) -> Matrix | None:
    """Return who may do what with an entity; nothing where nobody is told apart."""
    security, access = resolved.design.security, entity.access
    if security is None or access is None:
        return None
    may = {name: role.may for name, role in security.roles.items()}
    asking = tuple(callers(may, owned=access.owner is not None))
    rows, within = [], {*done_within(resolved, entity)}
    for name, kinds in _ROWS:
        offered: tuple[str, ...] = tuple(
            each for each in kinds if each in entity.written.operations
        )
        offered += tuple(_held_to(entity, name))
        if not offered and name in within:
            offered = (f"{name} within",)
        if not offered and name == "get":
            offered = (REFER,)
        if offered:
            rule = access.rule_of(name)
            rows.append(Row(name, offered, rule, _cells(rule, asking)))
    for name, rule in access.beside.items():
        rows.append(Row(name, (name,), rule, _cells(rule, asking)))
    for name, deed, rule in rules_of_fields(access):
        label = f"{deed} {entity.fields[name].said}"
        rows.append(Row(label, (label,), rule, _cells(rule, asking)))
    return Matrix(entity, asking, tuple(rows))


def _held_to(entity: ResolvedEntity, rule: str) -> Iterator[str]:
    """Yield the operations of capabilities that a rule decides."""
    for feature in entity.features:
        for each in feature.operations(subject_of(entity)):
            if each.rule == rule:
                yield each.name


def rules_of_fields(access: EntityAccess) -> Iterator[tuple[str, str, Rule]]:
    """Yield what is said of single fields: each with its name, and `read` or `write`."""
    for name, each in access.fields.items():
        for deed, rule in (("read", each.readable), ("write", each.writable)):
            if rule is not None:
                yield name, deed, rule


def _cells(rule: Rule | None, asking: Sequence[Caller]) -> tuple[Cell, ...]:
    tree = rule.meant if rule is not None else None
    return tuple(Cell(each, folded(tree, each)) for each in asking)
