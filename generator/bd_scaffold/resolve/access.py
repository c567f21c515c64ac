"""Who may do what with the rows of an entity: each rule, and what its words stand for.

A word that leads nowhere leaves its rule out, which refuses everybody; the rules report it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, cast, get_args
from typing import Literal as Choice

from ..language import access_expression as said
from ..language.access_expression import (
    AUTHENTICATED,
    OWNER,
    PRINCIPAL_ID,
    PUBLIC,
    AccessExpression,
)
from ..language.access_folding import on_create
from ..language.expression import Literal
from ..language.scalars import ACCOUNT
from ..language.security import GROUPS, AccessOperation
from ..record import Record, replace
from .access_rules import (
    AnyOf,
    Compared,
    EntityAccess,
    Every,
    FieldAccess,
    HasPermission,
    HasRole,
    Holds,
    Inverted,
    IsMissing,
    IsOneOf,
    ListName,
    PrincipalId,
    Read,
    Rule,
    Step,
    Term,
    Tree,
    Value,
)

if TYPE_CHECKING:
    from ..language.design import Design
    from ..language.security import Access
    from ..language.tree import Path
    from .fields import Field
    from .resolved import ResolvedEntity
    from .slots import Slot

Entities = Mapping[str, "ResolvedEntity"]

OPERATIONS: tuple[AccessOperation, ...] = get_args(AccessOperation)


class Dead(Record, frozen=True):
    """A path that leads to no value, and where it ends."""

    entity: str  # at which it can't go on: "Customer"
    name: str  # the word that doesn't: "citty"
    why: Choice["unknown", "many", "inverse", "value", "whole"]
    field: Field | None = None  # that has the name


def with_access(design: Design, entities: Entities) -> dict[str, ResolvedEntity]:
    """Return entities with who may do what with them."""
    return {
        name: replace(each, access=access_of(design, entities, each))
        for name, each in entities.items()
    }


def access_of(
    design: Design, entities: Entities, entity: ResolvedEntity
) -> EntityAccess:
    """Return who may do what with the rows of one entity."""
    roles = design.security.roles if design.security is not None else {}
    reader = Words(entities, entity, frozenset(roles))
    owner = owner_of(entities, entity)
    rules = {}
    for operation, (written, place) in _said(design, entity):
        meant = written.tree if written is not None else None
        if meant is not None and owner is not None and operation == "create":
            meant = on_create(meant, owner.text, reader.roles)
        rules[operation] = reader.rule(written, meant, place)
    return EntityAccess(
        owner,
        rules,
        dict(_fields(reader, entity)),
        dict(_actions(reader, entity, rules["update"])),
    )


def _actions(
    reader: Words, entity: ResolvedEntity, update: Rule | None
) -> Iterator[tuple[str, Rule | None]]:
    """Yield who may ask for each change of state: whoever may change the row, unless it is said."""
    for name, each in entity.written.transitions.items():
        if each.access is None:
            yield name, update
        else:
            place = ("entities", entity.name, "transitions", name, "access")
            yield name, reader.rule(each.access, each.access.tree, place)


def _fields(reader: Words, entity: ResolvedEntity) -> Iterator[tuple[str, FieldAccess]]:
    """Yield the fields that have rules of their own."""
    for name, field in entity.fields.items():
        source = field.source
        if source.readable is None and source.writable is None:
            continue
        found = {}
        for word in ("readable", "writable"):
            written: AccessExpression | None = getattr(source, word)
            meant = written.tree if written is not None else None
            found[word] = reader.rule(written, meant, field.path(word))
        yield name, FieldAccess(found["readable"], found["writable"])


def owner_of(entities: Entities, entity: ResolvedEntity) -> Read | None:
    """Return what leads from a row to the account that it belongs to."""
    path = entity.written.owner
    found = read_of(entities, entity, path) if path else None
    if not isinstance(found, Read) or found.many:
        return None
    return found if is_account(found) else None


def is_account(read: Read) -> bool:
    """True for a value that says an account."""
    return read.slot.source is not None and read.slot.source.type == ACCOUNT


def _said(
    design: Design, entity: ResolvedEntity
) -> Iterator[tuple[AccessOperation, tuple[AccessExpression | None, Path]]]:
    """Yield for each operation what holds for it, and where that is said."""
    places: list[tuple[Access | None, Path]] = [
        (entity.written.access, ("entities", entity.name, "access"))
    ]
    if design.security is not None:
        places.append((design.security.defaults, ("security", "defaults")))
    for operation in OPERATIONS:
        found = (
            (expression, (*place, word))
            for access, place in places
            if access is not None
            for word in (operation, GROUPS[operation])
            if (expression := getattr(access, word)) is not None
        )
        yield operation, next(found, (None, ()))


class Words(Record, frozen=True):
    """Resolves what expressions about the rows of one entity say, or about who asks alone."""

    entities: Entities
    entity: ResolvedEntity | None  # None where there are no rows
    roles: frozenset[str]

    def rule(
        self, written: AccessExpression | None, meant: said.Tree | None, place: Path
    ) -> Rule | None:
        """Return a rule; nothing where none is said, or it makes no sense."""
        tree = self.tree(meant) if meant is not None else None
        if written is None or meant is None or tree is None:
            return None
        return Rule(written, meant, tree, place)

    def tree(self, tree: said.Tree) -> Tree | None:
        """Return what a part of an expression stands for."""
        match tree:
            case said.Name(name):
                return self._name(name)
            case said.Permission(name):
                return HasPermission(name)
            case said.Not(part):
                inner = self.tree(part)
                return None if inner is None else Inverted(inner)
            case said.All(parts) | said.Some(parts):
                found = [self.tree(each) for each in parts]
                known = tuple(each for each in found if each is not None)
                if len(known) < len(found):
                    return None
                return Every(known) if isinstance(tree, said.All) else AnyOf(known)
            case said.Comparison(operator, left, right):
                one, other = self.value(left), self.value(right)
                return None if not (one and other) else Compared(operator, one, other)
            case said.Missing(operand, negated):
                read = self.read(operand.name)
                return None if read is None else IsMissing(read, negated)
            case said.OneOf(operand, values, negated):
                read = self.read(operand.name)
                return None if read is None else IsOneOf(read, values, negated)

    def _name(self, name: str) -> Tree | None:
        if name in (PUBLIC, AUTHENTICATED, OWNER):
            return Term(cast("Choice['public', 'authenticated', 'owner']", name))
        if name in self.roles:
            return HasRole(name)
        read = self.read(name)
        return None if read is None else Holds(read)

    def value(self, operand: said.Operand) -> Value | None:
        """Return what stands on a side of a comparison."""
        if isinstance(operand, Literal):
            return operand
        return (
            PrincipalId() if operand.name == PRINCIPAL_ID else self.read(operand.name)
        )

    def read(self, path: str) -> Read | None:
        """Return the value that a path leads to."""
        if self.entity is None:
            return None
        found = read_of(self.entities, self.entity, path)
        return found if isinstance(found, Read) else None


def read_of(entities: Entities, entity: ResolvedEntity, path: str) -> Read | Dead:
    """Return the value to which a path of fields leads from an entity's rows, or where it ends.

    At its end a relation stands for what its column holds, which is all that `is null` asks.
    """
    steps: list[Step] = []
    names = path.split(".")
    while True:
        rest = ".".join(names)
        field = _field(entity, rest) or _field(entity, names[0])
        if field is None:
            return _of_column(entity, path, tuple(steps), rest)
        if len(names) == 1 or field.said == rest:
            slot = _slot(entity, field)
            if slot is None or not field.has_column:
                return Dead(entity.name, rest, _why(field), field)
            return Read(path, tuple(steps), entity.name, slot)
        target = entities.get(field.source.type)
        step = _onward(entity, field, target) if target is not None else None
        if step is None or target is None:
            return Dead(entity.name, names[0], _why(field), field)
        steps.append(step)
        entity, names = target, names[1:]


def _field(entity: ResolvedEntity, name: str) -> Field | None:
    found = entity.fields.get(name)
    if found is not None and found.said == name:
        return found
    return next((e for e in entity.fields.values() if e.said == name), None)


def _slot(entity: ResolvedEntity, field: Field) -> Slot | None:
    return next((e for e in entity.slots if e.field_name == field.name), None)


def _of_column(
    entity: ResolvedEntity, path: str, steps: tuple[Step, ...], name: str
) -> Read | Dead:
    """Return the value of a column that no field writes: a generated key, those of traits."""
    for slot in entity.slots:
        if slot.name == name and slot.source is None:
            return Read(path, steps, entity.name, slot)
    whole = any(each.name == name for each in entity.composites)
    first = name.partition(".")[0]
    return Dead(entity.name, name if whole else first, "whole" if whole else "unknown")


def _why(field: Field) -> Choice["many", "inverse", "value", "unknown"]:
    if field.kind == "inverse" and not field.source.many:
        return "inverse"
    if field.is_relation and field.kind != "reference":
        return "many"
    return "value" if field.is_known else "unknown"


def _onward(
    entity: ResolvedEntity, field: Field, target: ResolvedEntity
) -> Step | None:
    """Return the step to the row that a relation leads to, or to the rows of its list."""
    if field.kind == "reference":
        return _step(entity, field, target)
    back = target.fields.get(field.source.by or "")
    if field.kind != "inverse" or not field.source.many or back is None:
        return None
    columns = tuple(
        (here, there) for there, here in _step(target, back, entity).columns
    )
    name = ListName(field.name, target.name, back.name)
    return Step(name, entity.name, target.name, columns, nullable=True, many=True)


def _step(entity: ResolvedEntity, field: Field, target: ResolvedEntity) -> Step:
    there = {each.name: each for each in target.slots}
    columns = tuple(
        (slot, there[slot.target])
        for slot in entity.slots
        if slot.field_name == field.name and slot.target in there
    )
    return Step(field.name, entity.name, target.name, columns, field.source.nullable)
