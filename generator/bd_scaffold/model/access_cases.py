"""What each caller is answered of each row, for the tests of access that a project has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from ..language.security import AccessOperation
from ..record import Record
from ..resolve.custom import CustomOperation
from .access_answers import (
    ADDED,
    GONE,
    HIDDEN,
    MISSING,
    OK,
    REFUSED,
    SHOWN,
    Answers,
    Outcome,
    callers,
)
from .access_moves import Move, closed_moves, moves_of
from .access_rows import Rows, access_of, variables
from .access_trees import referring, tree_of
from .access_truth import Caller, Mark, Path, Row, Whose, leads_on
from .field_cases import FieldCase, field_cases
from .nested_links import nested_links_of
from .parts import EntityParts
from .types import Filter, Sort

_OPERATIONS: tuple[AccessOperation, ...] = ("list", "get", "create", "update", "delete")


class Stored(Record, frozen=True):
    """A row that a test stores."""

    name: str
    row: Row


class Case(Record, frozen=True):
    """What a caller is answered of a row."""

    caller: Caller
    stored: Stored
    outcomes: Mapping[str, Outcome]  # by operation


class Attempt(Record, frozen=True):
    """A row that a caller adds, or what they want of one that is there."""

    caller: Caller
    stored: Stored
    values: Mapping[str, Any]  # by attribute or relation: a value, or a row
    outcome: Outcome


class Call(Record, frozen=True):
    """What a caller is answered who calls an operation of the design's own."""

    caller: Caller
    stored: Stored
    operation: str  # its id: "recount_order"
    outcome: Outcome  # OK where it is theirs to call


class Cases(Record, frozen=True):
    """All that tests try of the rows of an entity."""

    stored: tuple[Stored, ...]
    cases: tuple[Case, ...]
    creates: tuple[Attempt, ...]
    changes: tuple[Attempt, ...]
    nested: tuple[Attempt, ...]  # the row, in a list under the path of another one
    linked: tuple[Attempt, ...]  # whether a row shows another one that it is linked to
    pairs: tuple[Attempt, ...]  # the same under its path, where one is added
    taken: tuple[Attempt, ...]  # rows that aren't a caller's to delete any more
    closed: Mapping[
        str, tuple[str, ...]
    ]  # who is refused whatever the row, by operation
    untold: tuple[str, ...]  # what rules read that no test can set
    fields: tuple[FieldCase, ...] = ()  # with rules of their own
    moves: tuple[Move, ...] = ()
    closed_moves: Mapping[str, tuple[str, ...]] = MappingProxyType({})
    """Who is refused a transition whatever the row, before one is looked for."""
    calls: tuple[Call, ...] = ()  # operations of the design's own, of one row


def cases_of(
    parts: EntityParts,
    filters: Sequence[Filter] = (),
    sorts: Sequence[Sort] = (),
    looked_into: Sequence[str] = (),
) -> Cases:
    """Return all that tests try of the rows of an entity."""
    asking = callers(parts.resolved)
    fields = field_cases(parts, asking, filters, sorts, looked_into)
    return _Tried(parts, Rows(parts.resolved, asking), fields).all()


class _Tried(Answers, frozen=True):
    def all(self) -> Cases:
        called = [each.name for each in self._called()]
        stored = tuple(
            Stored(self._title(row), self.rows.filled(self.name, row))
            for row in self.rows.telling(self.name, (*self._operations(), *called))
        )
        return Cases(
            stored=stored,
            cases=tuple(self._cases(stored)),
            creates=tuple(_each_once(self._creates(stored))),
            changes=tuple(_each_once(self._changes(stored))),
            nested=tuple(_known(self._nested(stored))),
            linked=tuple(_each_once(self._linked(stored))),
            pairs=tuple(_known(self._pairs(stored))),
            taken=tuple(_each_once(self._taken(stored))),
            closed=dict(self._closed()),
            untold=tuple(self._untold()),
            fields=self.fields,
            moves=tuple(
                moves_of(self, (((e.name, e.row), self._asking(e.row)) for e in stored))
            ),
            closed_moves=dict(closed_moves(self)),
            calls=tuple(self._calls(stored)),
        )

    def _operations(self) -> tuple[str, ...]:
        """Return what rules are about: operations of the API, and what else is done."""
        return (*_OPERATIONS, *access_of(self.entity).actions)

    def _called(self) -> Iterator[CustomOperation]:
        """Yield the operations of the design's own that are about one row."""
        for each in self.parts.resolved.custom:
            if each.owner.name == self.name and each.is_of_row:
                yield each

    def _calls(self, stored: tuple[Stored, ...]) -> Iterator[Call]:
        for called in self._called():
            for each in stored:
                for caller in self._asking(each.row):
                    found = self.called(called, each.row, caller)
                    if found is not None:
                        yield Call(caller, each, called.id, found)

    def _closed(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Yield operations, each with those who are refused before a row is looked for."""
        for operation in ("list", "get", "create", "replace", "update", "delete"):
            if operation not in self.entity.written.operations:
                continue
            found = [
                c for c in self.rows.callers if self.decided(operation, c) is False
            ]
            if operation not in ("list", "get", "create"):
                found = [each for each in found if each.account is None]
            if found:
                yield operation, tuple(each.name for each in found)

    def _untold(self) -> Iterator[str]:
        """Yield what rules read of which no test can say what it is."""
        read = variables(self.entity, self._operations(), told=False)
        return (".".join(each.path) for each in read)

    def _title(self, row: Row) -> str:
        access = access_of(self.entity)
        owner = access.owner
        words: list[str] = []
        for path, value in row.items():
            name = ".".join(path)
            if value is Mark.THERE:
                continue
            if owner is not None and name == _owner_path(owner):
                words.insert(0, {Whose.OWNER: "owner's"}.get(value, "another's"))
            elif isinstance(value, Whose):
                words.append(f"{name} {value.value.lower()}")
            elif value is None:
                words.append(f"no {name}")
            elif isinstance(value, bool):
                words.append(name if value else f"not {name}")
            else:
                words.append(f"{name} {value}")
        return ", ".join(words) or "any"

    def _cases(self, stored: tuple[Stored, ...]) -> Iterator[Case]:
        offered = self.entity.written.operations
        for each in stored:
            for caller in self._asking(each.row):
                known: dict[str, Outcome] = {
                    "list": self.listed(each.row, caller),
                    "get": self.read(each.row, caller),
                    "update": self.written("update", each.row, caller),
                    "delete": self.written("delete", each.row, caller),
                }
                if "update" not in offered and "replace" not in offered:
                    del known["update"]
                found = {
                    name: outcome
                    for name, outcome in known.items()
                    if outcome is not None and (name == "update" or name in offered)
                }
                if found:
                    yield Case(caller, each, found)

    def _asking(self, row: Row) -> Iterator[Caller]:
        """Yield who is answered something of their own."""
        anonymous, owner, *others = self.rows.callers
        yield anonymous
        if any(isinstance(each, Whose) for each in row.values()):
            yield owner
        yield from others

    # new rows

    def _creates(self, stored: tuple[Stored, ...]) -> Iterator[Attempt]:
        if "create" not in self.entity.written.operations:
            return
        for caller in self.rows.callers:
            likely = None
            if self.decided("create", caller) is False:
                yield Attempt(caller, stored[0], {}, caller.refused)
                continue
            for each in stored:
                found = self.added(each.row, caller)
                yield Attempt(caller, each, {}, found)
                if likely is None or found == ADDED:
                    likely = each
            for each in stored:
                without = self._unsaid(each, caller)
                if without is not None:
                    yield without
            if likely is not None:
                yield from self._referring(likely, caller)

    def _referring(self, base: Stored, caller: Caller) -> Iterator[Attempt]:
        """Yield rows that refer to others: to those that a caller sees, and to hidden ones."""
        for field, there in self._targets("create", caller):
            row = referring(base.row, field, there)
            values = {field: tree_of(row, (field,))}
            yield Attempt(caller, base, values, self.added(row, caller))

    def _unsaid(self, stored: Stored, caller: Caller) -> Attempt | None:
        """Return an attempt whose body doesn't say whose a row is."""
        own = [slot for slot in self.said_by("create") if slot.from_caller]
        if not own:
            return None
        left = {slot.attribute: Mark.LEFT_OUT for slot in own}
        said: dict[Path, Any] = dict(stored.row)
        said |= {(name,): caller.account for name in left}
        if caller.account is None and any(not s.schema.nullable for s in own):
            return Attempt(caller, stored, left, caller.refused)
        return Attempt(caller, stored, left, self.added(said, caller))

    def _targets(self, operation: str, caller: Caller) -> Iterator[tuple[str, Row]]:
        """Yield relations that a body may say, with rows for them: some seen, some hidden."""
        writable = {slot.field_name for slot in self.said_by(operation)}
        writable -= self.unwritten(caller)
        for field in self.rows.relations(self.name):
            if field.name in writable and field.source.type != self.name:
                for row in self.rows.telling(field.source.type, ("get",)):
                    yield field.name, row

    # changes of rows

    def _changes(self, stored: tuple[Stored, ...]) -> Iterator[Attempt]:
        """Yield changes that take a row away from whoever makes them, and some that don't."""
        if "update" not in self.entity.written.operations:
            return
        own = {slot.attribute: slot for slot in self.said_by("update")}
        found = variables(self.entity, ("update", "get"))
        for each, caller in ((s, c) for s in stored for c in self._asking(s.row)):
            if self.written("update", each.row, caller) != OK:
                continue
            may = {*own} - self.unwritten(caller)
            for variable in found:
                name, *rest = variable.path
                if rest or name not in may or leads_on(own[name]):
                    continue
                for value in variable.values:
                    if value != each.row.get((name,)):
                        row = {**each.row, (name,): value}
                        answer = self.changed(row, caller)
                        yield Attempt(caller, each, {name: value}, answer)
            for field, there in self._targets("update", caller):
                moved = referring(each.row, field, there)
                values = {field: tree_of(moved, (field,))}
                hidden = self.hides(field, moved, caller)
                outcome = None if hidden is None else self.changed(moved, caller)
                yield Attempt(caller, each, values, REFUSED if hidden else outcome)

    def _taken(self, stored: tuple[Stored, ...]) -> Iterator[Attempt]:
        """Yield values by which a row that somebody may delete is theirs no longer."""
        if "delete" not in self.entity.written.operations:
            return
        found = variables(self.entity, ("delete",))
        own = {slot.attribute for slot in self.entity.slots if not slot.key}
        for each, caller in ((s, c) for s in stored for c in self._asking(s.row)):
            if self.written("delete", each.row, caller) != GONE:
                continue
            for variable in found:
                name, *rest = variable.path
                for value in variable.values if not rest and name in own else ():
                    row = {**each.row, (name,): value}
                    if self.rows.allows(self.name, "delete", row, caller) is False:
                        yield Attempt(caller, each, {name: value}, caller.refused)

    # rows beside others

    def _nested(self, stored: tuple[Stored, ...]) -> Iterator[Attempt]:
        """Yield whether a row is under the path of one that it refers to."""
        offered = self.entity.written.operations
        for _, inverse in self.parts.declared[self.name]:
            many, by = bool(inverse.source.many), inverse.by
            if ("list" if many else "get") not in offered:
                continue
            for each, caller in ((s, c) for s in stored for c in self.rows.callers):
                if each.row.get((by,), Mark.THERE) is None:
                    continue
                row = self.rows.filled(self.name, {**each.row, (by,): Mark.THERE})
                outcome = self.under(by, row, caller, many=many)
                yield Attempt(caller, each, {by: tree_of(row, (by,))}, outcome)

    def _linked(self, stored: tuple[Stored, ...]) -> Iterator[Attempt]:
        """Yield whether somebody who sees a row sees what it is linked to."""
        if "get" not in self.entity.written.operations:
            return
        for link in self.parts.listed_keys:
            asked = [(s, c) for s in stored for c in self._asking(s.row)]
            # Of rows that somebody may change, those links are tried in bodies, too.
            asked.sort(key=lambda e: self.written("update", e[0].row, e[1]) != OK)
            for each, caller in asked:
                if self.read(each.row, caller) != OK:
                    continue
                if self.unread(caller, link.field):
                    continue
                if link.field in self.unwritten(caller):
                    continue
                for there in self.rows.telling(link.target, ("get",)):
                    seen = self.rows.allows(link.target, "get", there, caller)
                    outcome = None if seen is None else SHOWN if seen else HIDDEN
                    full = self.rows.filled(link.target, there)
                    values = {link.attribute: tree_of(full, ())}
                    yield Attempt(caller, each, values, outcome)

    def _pairs(self, stored: tuple[Stored, ...]) -> Iterator[Attempt]:
        """Yield what somebody is answered who links two rows under the path of one."""
        for link in nested_links_of(self.parts):
            if not link.written:
                continue
            for each, caller in ((s, c) for s in stored for c in self._asking(s.row)):
                for there in self.rows.telling(link.target, ("get",)):
                    full = self.rows.filled(link.target, there)
                    seen = self.rows.allows(link.target, "get", full, caller)
                    outcome = self.written("update", each.row, caller)
                    if outcome == OK:
                        outcome = None if seen is None else GONE if seen else MISSING
                    elif seen is not True and outcome == 403:
                        continue  # two reasons at once, and either may be told
                    values = {link.relationship: tree_of(full, ())}
                    yield Attempt(caller, each, values, outcome)


def _owner_path(owner: Any) -> str:
    return ".".join((*(each.field for each in owner.steps), owner.slot.attribute))


def _known(attempts: Iterator[Attempt]) -> Iterator[Attempt]:
    """Yield attempts whose outcome is known."""
    return (each for each in attempts if each.outcome is not None)


def _each_once(attempts: Iterator[Attempt]) -> Iterator[Attempt]:
    """Yield attempts whose outcome is known, each once."""
    seen = set()
    for each in _known(attempts):
        key = (each.caller.name, str(each.values), each.outcome)
        if each.values and key in seen:
            continue
        seen.add(key)
        yield each
