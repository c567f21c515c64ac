"""What a caller is answered of a row, by what the rules say of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..record import Record
from ..resolve import Resolved, ResolvedEntity
from ..resolve.access_rules import ListName
from ..resolve.custom import CustomOperation
from ..resolve.slots import Slot, default_value, has_default, is_server_set
from .access_rows import Rows
from .access_truth import Caller, Mark, Path, Row, Whose, leads_on
from .field_cases import FieldCase
from .parts import EntityParts

SHOWN, HIDDEN = "shown", "hidden"
Outcome = int | str | None
"""A status; of a list, whether a row is in it; None where it isn't known, or not offered."""

OK, ADDED, GONE, MISSING, REFUSED = 200, 201, 204, 404, 409


def callers(resolved: Resolved) -> tuple[Caller, ...]:
    """Return who asks: nobody known, an owner, and somebody with each of the roles."""
    security = resolved.design.security
    roles = security.roles if security is not None else {}
    every = tuple(dict.fromkeys(each for role in roles.values() for each in role.may))
    found = [
        Caller("anonymous"),
        Caller("owner", Whose.OWNER),
        Caller("somebody else", Whose.SOMEBODY),
        *(
            Caller(f"role {name}", Whose.SOMEBODY, (name,), role.may)
            for name, role in roles.items()
        ),
    ]
    if len(roles) > 1:
        found.append(Caller("every role", Whose.SOMEBODY, tuple(roles), every))
    return tuple(found)


class Answers(Record, frozen=True):
    """What callers are answered of the rows of an entity."""

    parts: EntityParts
    rows: Rows
    fields: tuple[FieldCase, ...] = ()  # with rules of their own

    @property
    def name(self) -> str:
        """Return the name of the entity."""
        return self.parts.name

    @property
    def entity(self) -> ResolvedEntity:
        """Return the entity as the design says it."""
        return self.parts.entity

    def decided(self, operation: str, caller: Caller) -> bool | None:
        """Return whether a caller may do something whatever the row; None where it decides."""
        return self.rows.allows(self.name, operation, {}, caller)

    def listed(self, row: Row, caller: Caller) -> Outcome:
        """Return what a list answers, or whether it has a row."""
        if self.decided("list", caller) is False:
            return caller.refused
        found = self.rows.allows(self.name, "list", row, caller)
        return None if found is None else SHOWN if found else HIDDEN

    def read(self, row: Row, caller: Caller) -> Outcome:
        """Return what the path of a row answers."""
        if self.decided("get", caller) is False:
            return caller.refused
        found = self.rows.allows(self.name, "get", row, caller)
        return None if found is None else OK if found else MISSING

    def written(self, operation: str, row: Row, caller: Caller) -> Outcome:
        """Return what somebody is answered who changes a row or takes it away."""
        if caller.account is None and self.decided(operation, caller) is False:
            return caller.refused
        seen = self.read(row, caller)
        if seen != OK:
            return seen if seen is None or caller.account is None else MISSING
        found = self.rows.allows(self.name, operation, row, caller)
        if found is None:
            return None
        done = GONE if operation == "delete" else OK
        return done if found else caller.refused

    def called(self, each: CustomOperation, row: Row, caller: Caller) -> Outcome:
        """Return what somebody is answered who calls an operation of the design's own."""
        if each.reads and self.read(row, caller) not in (OK, None):
            refused = caller.account is None
            refused &= self.decided(each.name, caller) is False
            return caller.refused if refused else self.read(row, caller)
        return self.written(each.name, row, caller)

    def under(self, by: str, row: Row, caller: Caller, *, many: bool) -> Outcome:
        """Return what is answered under the path of the row that this one refers to."""
        if self.decided("list" if many else "get", caller) is False:
            return caller.refused
        target = self.entity.fields[by].source.type
        if self.rows.allows(target, "get", {}, caller) is False:
            return caller.refused
        hidden = self.hides(by, row, caller)
        if self.hides(by, self._listing_itself(by, row), caller) is not hidden:
            return None
        if hidden is not False:
            return None if hidden is None else MISSING
        if self.unread(caller, by):
            return caller.refused
        return self.listed(row, caller) if many else self.read(row, caller)

    def unwritten(self, caller: Caller) -> frozenset[str]:
        """Return the fields to which somebody may give no value, by all their names."""
        return frozenset(
            name
            for each in self.fields
            if caller.name in each.unwritten
            for name in (each.field, each.attribute, *each.attributes)
        )

    def unread(self, caller: Caller, name: str) -> bool:
        """Tell whether somebody may not read a field."""
        return any(
            name in (each.field, each.attribute) and caller.name in each.unread
            for each in self.fields
        )

    def changed(self, row: Row, caller: Caller) -> Outcome:
        """Return what somebody is answered who makes a row that they may change one like this."""
        said = [
            self.rows.allows(self.name, each, row, caller) for each in ("update", "get")
        ]
        if None in said or self._has_twin(row):
            return None
        return OK if all(said) else caller.refused

    def hides(self, field: str, row: Row, caller: Caller) -> bool | None:
        """Return whether somebody doesn't see the row that a relation leads to."""
        target = self.entity.fields[field].source.type
        seen = self.rows.allows(target, "get", beneath(row, (field,)), caller)
        return None if seen is None else not seen

    def added(self, row: Row, caller: Caller) -> Outcome:
        """Return what somebody is answered who adds a row."""
        if self.decided("create", caller) is False:
            return caller.refused
        if any(e.needed and caller.name in e.unwritten for e in self.fields):
            return caller.refused
        if any(path[0] in self.unwritten(caller) for path in row):
            return None  # what such a row has in the end hangs on its defaults
        if self._has_twin(row):
            return None  # which may be refused as there is such a row
        hidden = self._refers_to_hidden(row, caller)
        if hidden is not False:
            return None if hidden is None else REFUSED
        found = self.rows.allows(self.name, "create", self._as_made(row), caller)
        return None if found is None else ADDED if found else caller.refused

    def _listing_itself(self, by: str, row: Row) -> Row:
        """Return a row that stands in the list of the one it refers to, where rules ask for it."""
        found = dict(row)
        for path in row:
            name = path[1] if len(path) > 2 and path[0] == by else None
            if isinstance(name, ListName) and (name.entity, name.by) == (self.name, by):
                found[path] = row.get(path[2:], Mark.UNKNOWN)
        return found

    def _has_twin(self, row: Row) -> bool:
        """Tell whether a row like it stands beside it in a list."""
        for path, value in row.items():
            for at, name in enumerate(path[:-1]):
                if not isinstance(name, ListName) or name.entity != self.name:
                    continue
                if path[:at] == (name.by,) and row.get(path[at + 1 :]) == value:
                    return True
        return False

    def _as_made(self, row: Row) -> Row:
        """Return a row as a create leaves it: what no body says has its default."""
        # Nothing refers to a row that is new.
        lists = {p[0]: None for p in row if isinstance(p[0], ListName)}
        made: dict[Path, Any] = {p: v for p, v in row.items() if p[0] not in lists}
        made |= {(name,): None for name in lists}
        for slot in self.entity.slots:
            if is_server_set(slot) and not leads_on(slot):
                default = default_value(slot) if has_default(slot) else Mark.UNKNOWN
                made[(slot.attribute,)] = default
        return made

    def _refers_to_hidden(self, row: Row, caller: Caller) -> bool | None:
        """Return whether a row refers to one that somebody doesn't see."""
        found: list[bool | None] = []
        for field in self.rows.resolved.entities[self.name].fields.values():
            if field.kind != "reference":
                continue
            there = row.get(
                (field.name,), None if field.source.nullable else Mark.THERE
            )
            if there is None and not beneath(row, (field.name,)):
                continue
            if field not in [*self.rows.relations(self.name)]:
                found.append(None)
                continue
            prefix = (field.name,)
            seen = self.rows.allows(
                field.source.type, "get", beneath(row, prefix), caller
            )
            found.append(None if seen is None else not seen)
        return True if True in found else None if None in found else False

    def said_by(self, operation: str) -> Iterator[Slot]:
        """Yield the columns that a body says."""
        for slot in self.entity.slots:
            source = slot.source
            fixed = slot.key or (source is not None and source.immutable)
            if not is_server_set(slot) and not (fixed and operation == "update"):
                yield slot


def beneath(row: Row, prefix: Path) -> Row:
    """Return the row that a relation leads to."""
    size = len(prefix)
    found = row.items()
    return {p[size:]: v for p, v in found if len(p) > size and p[:size] == prefix}
