"""What each caller is answered of each row, for the tests of access that a project has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ..language.security import AccessOperation
from ..record import Record
from ..resolve import Resolved, ResolvedEntity
from ..resolve.slots import Slot, default_value, has_default, is_server_set
from .access_rows import Rows, access_of, variables
from .access_truth import Caller, Mark, Path, Row, Whose, leads_on
from .field_cases import FieldCase, field_cases
from .nested_links import nested_links_of
from .parts import EntityParts
from .types import Filter, Sort

SHOWN, HIDDEN = "shown", "hidden"
Outcome = int | str | None
"""A status; of a list, whether a row is in it; None where it isn't known, or not offered."""

_OPERATIONS: tuple[AccessOperation, ...] = ("list", "get", "create", "update", "delete")
_OK, _CREATED, _GONE, _MISSING, _REFUSED = 200, 201, 204, 404, 409


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


class _Tried(Record, frozen=True):
    parts: EntityParts
    rows: Rows
    fields: tuple[FieldCase, ...]

    @property
    def name(self) -> str:
        return self.parts.name

    @property
    def entity(self) -> ResolvedEntity:
        return self.parts.entity

    def all(self) -> Cases:
        stored = tuple(
            Stored(self._title(row), self.rows.filled(self.name, row))
            for row in self.rows.telling(self.name, _OPERATIONS)
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
        )

    def _unwritten(self, caller: Caller) -> frozenset[str]:
        """Return the fields to which somebody may give no value, by all their names."""
        return frozenset(
            name
            for each in self.fields
            if caller.name in each.unwritten
            for name in (each.field, each.attribute, *each.attributes)
        )

    def _unread(self, caller: Caller, name: str) -> bool:
        """Tell whether somebody may not read a field."""
        return any(
            name in (each.field, each.attribute) and caller.name in each.unread
            for each in self.fields
        )

    def _closed(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Yield operations, each with those who are refused before a row is looked for."""
        for operation in ("list", "get", "create", "replace", "update", "delete"):
            if operation not in self.entity.written.operations:
                continue
            found = [c for c in self.rows.callers if self._fold(operation, c) is False]
            if operation not in ("list", "get", "create"):
                found = [each for each in found if each.account is None]
            if found:
                yield operation, tuple(each.name for each in found)

    def _untold(self) -> Iterator[str]:
        """Yield what rules read of which no test can say what it is."""
        read = variables(self.entity, _OPERATIONS, told=False)
        return (".".join(each.path) for each in read)

    def _title(self, row: Row) -> str:
        access = access_of(self.entity)
        owner = access.owner
        words = []
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

    # what is answered

    def _fold(self, operation: str, caller: Caller) -> bool | None:
        return self.rows.allows(self.name, operation, {}, caller)

    def _lists(self, row: Row, caller: Caller) -> Outcome:
        if self._fold("list", caller) is False:
            return caller.refused
        found = self.rows.allows(self.name, "list", row, caller)
        return None if found is None else SHOWN if found else HIDDEN

    def _gets(self, row: Row, caller: Caller) -> Outcome:
        if self._fold("get", caller) is False:
            return caller.refused
        found = self.rows.allows(self.name, "get", row, caller)
        return None if found is None else _OK if found else _MISSING

    def _writes(self, operation: str, row: Row, caller: Caller) -> Outcome:
        if caller.account is None and self._fold(operation, caller) is False:
            return caller.refused
        seen = self._gets(row, caller)
        if seen != _OK:
            return seen if seen is None or caller.account is None else _MISSING
        found = self.rows.allows(self.name, operation, row, caller)
        if found is None:
            return None
        done = _GONE if operation == "delete" else _OK
        return done if found else caller.refused

    def _cases(self, stored: tuple[Stored, ...]) -> Iterator[Case]:
        offered = self.entity.written.operations
        for each in stored:
            for caller in self._asking(each.row):
                known: dict[str, Outcome] = {
                    "list": self._lists(each.row, caller),
                    "get": self._gets(each.row, caller),
                    "update": self._writes("update", each.row, caller),
                    "delete": self._writes("delete", each.row, caller),
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
            if self._fold("create", caller) is False:
                yield Attempt(caller, stored[0], {}, caller.refused)
                continue
            for each in stored:
                found = self._added(each.row, caller)
                yield Attempt(caller, each, {}, found)
                if likely is None or found == _CREATED:
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
            row = _moved(base.row, field, there)
            values = {field: _beneath(row, (field,))}
            yield Attempt(caller, base, values, self._added(row, caller))

    def _unsaid(self, stored: Stored, caller: Caller) -> Attempt | None:
        """Return an attempt whose body doesn't say whose a row is."""
        own = [slot for slot in self._slots("create") if slot.from_caller]
        if not own:
            return None
        left = {slot.attribute: Mark.LEFT_OUT for slot in own}
        said = {**stored.row, **{(name,): caller.account for name in left}}
        if caller.account is None and any(not s.schema.nullable for s in own):
            return Attempt(caller, stored, left, caller.refused)
        return Attempt(caller, stored, left, self._added(said, caller))

    def _added(self, row: Row, caller: Caller) -> Outcome:
        """Return what somebody is answered who adds a row."""
        if self._fold("create", caller) is False:
            return caller.refused
        if any(e.needed and caller.name in e.unwritten for e in self.fields):
            return caller.refused
        if any(path[0] in self._unwritten(caller) for path in row):
            return None  # what such a row has in the end hangs on its defaults
        hidden = self._refers_to_hidden(row, caller)
        if hidden is not False:
            return None if hidden is None else _REFUSED
        found = self.rows.allows(self.name, "create", self._as_made(row), caller)
        return None if found is None else _CREATED if found else caller.refused

    def _as_made(self, row: Row) -> Row:
        """Return a row as a create leaves it: what no body says has its default."""
        made = dict(row)
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
            if there is None and not _beneath(row, (field.name,)):
                continue
            if field not in [*self.rows.relations(self.name)]:
                found.append(None)
                continue
            prefix = (field.name,)
            seen = self.rows.allows(field.source.type, "get", _cut(row, prefix), caller)
            found.append(None if seen is None else not seen)
        return True if True in found else None if None in found else False

    def _targets(self, operation: str, caller: Caller) -> Iterator[tuple[str, Row]]:
        """Yield relations that a body may say, with rows for them: some seen, some hidden."""
        writable = {slot.field_name for slot in self._slots(operation)}
        writable -= self._unwritten(caller)
        for field in self.rows.relations(self.name):
            if field.name in writable and field.source.type != self.name:
                for row in self.rows.telling(field.source.type, ("get",)):
                    yield field.name, row

    def _slots(self, operation: str) -> Iterator[Slot]:
        """Yield the columns that a body says."""
        for slot in self.entity.slots:
            source = slot.source
            fixed = slot.key or (source is not None and source.immutable)
            if not is_server_set(slot) and not (fixed and operation == "update"):
                yield slot

    # changes of rows

    def _changes(self, stored: tuple[Stored, ...]) -> Iterator[Attempt]:
        """Yield changes that take a row away from whoever makes them, and some that don't."""
        if "update" not in self.entity.written.operations:
            return
        own = {slot.attribute: slot for slot in self._slots("update")}
        found = variables(self.entity, ("update", "get"))
        for each, caller in ((s, c) for s in stored for c in self._asking(s.row)):
            if self._writes("update", each.row, caller) != _OK:
                continue
            may = {*own} - self._unwritten(caller)
            for variable in found:
                name, *rest = variable.path
                if rest or name not in may or leads_on(own[name]):
                    continue
                for value in variable.values:
                    if value != each.row.get((name,)):
                        row = each.row | {(name,): value}
                        found_ = self._changed(row, caller)
                        yield Attempt(caller, each, {name: value}, found_)
            for field, there in self._targets("update", caller):
                row = _moved(each.row, field, there)
                values = {field: _beneath(row, (field,))}
                hidden = self._hides(field, row, caller)
                outcome = None if hidden is None else self._changed(row, caller)
                yield Attempt(caller, each, values, _REFUSED if hidden else outcome)

    def _taken(self, stored: tuple[Stored, ...]) -> Iterator[Attempt]:
        """Yield values by which a row that somebody may delete is theirs no longer."""
        if "delete" not in self.entity.written.operations:
            return
        found = variables(self.entity, ("delete",))
        own = {slot.attribute for slot in self.entity.slots if not slot.key}
        for each, caller in ((s, c) for s in stored for c in self._asking(s.row)):
            if self._writes("delete", each.row, caller) != _GONE:
                continue
            for variable in found:
                name, *rest = variable.path
                for value in variable.values if not rest and name in own else ():
                    row = {**each.row, (name,): value}
                    if self.rows.allows(self.name, "delete", row, caller) is False:
                        yield Attempt(caller, each, {name: value}, caller.refused)

    def _changed(self, row: Row, caller: Caller) -> Outcome:
        said = [
            self.rows.allows(self.name, each, row, caller) for each in ("update", "get")
        ]
        if None in said:
            return None
        return _OK if all(said) else caller.refused

    def _hides(self, field: str, row: Row, caller: Caller) -> bool | None:
        target = self.entity.fields[field].source.type
        seen = self.rows.allows(target, "get", _cut(row, (field,)), caller)
        return None if seen is None else not seen

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
                outcome = self._under(by, row, caller, many=many)
                yield Attempt(caller, each, {by: _beneath(row, (by,))}, outcome)

    def _under(self, by: str, row: Row, caller: Caller, *, many: bool) -> Outcome:
        if self._fold("list" if many else "get", caller) is False:
            return caller.refused
        target = self.entity.fields[by].source.type
        if self.rows.allows(target, "get", {}, caller) is False:
            return caller.refused
        hidden = self._hides(by, row, caller)
        if hidden is not False:
            return None if hidden is None else _MISSING
        if self._unread(caller, by):
            return caller.refused
        return self._lists(row, caller) if many else self._gets(row, caller)

    def _linked(self, stored: tuple[Stored, ...]) -> Iterator[Attempt]:
        """Yield whether somebody who sees a row sees what it is linked to."""
        if "get" not in self.entity.written.operations:
            return
        for link in self.parts.listed_keys:
            asked = [(s, c) for s in stored for c in self._asking(s.row)]
            # Of rows that somebody may change, those links are tried in bodies, too.
            asked.sort(key=lambda e: self._writes("update", e[0].row, e[1]) != _OK)
            for each, caller in asked:
                if self._gets(each.row, caller) != _OK:
                    continue
                if self._unread(caller, link.field):
                    continue
                if link.field in self._unwritten(caller):
                    continue
                for there in self.rows.telling(link.target, ("get",)):
                    seen = self.rows.allows(link.target, "get", there, caller)
                    outcome = None if seen is None else SHOWN if seen else HIDDEN
                    full = self.rows.filled(link.target, there)
                    values = {link.attribute: _beneath(full, ())}
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
                    outcome = self._writes("update", each.row, caller)
                    if outcome == _OK:
                        outcome = None if seen is None else _GONE if seen else _MISSING
                    elif seen is not True and outcome == 403:
                        continue  # two reasons at once, and either may be told
                    values = {link.relationship: _beneath(full, ())}
                    yield Attempt(caller, each, values, outcome)


def _owner_path(owner: Any) -> str:
    return ".".join((*(each.field for each in owner.steps), owner.slot.attribute))


def _moved(row: Row, field: str, there: Row) -> Row:
    """Return a row that refers to another one instead."""
    kept = {path: value for path, value in row.items() if path[0] != field}
    beneath = {(field, *path): value for path, value in there.items()}
    return kept | {(field,): Mark.THERE} | beneath


def _cut(row: Row, prefix: Path) -> Row:
    """Return the row that a relation leads to."""
    size = len(prefix)
    found = row.items()
    return {p[size:]: v for p, v in found if len(p) > size and p[:size] == prefix}


def _beneath(row: Row, prefix: Path) -> dict[str, Any]:
    """Return the same as a tree: values by attribute, rows by relation."""
    tree: dict[str, Any] = {}
    for path, value in sorted(_cut(row, prefix).items(), key=lambda each: len(each[0])):
        *steps, last = path
        inner = tree
        for step in steps:
            inner = inner.setdefault(step, {})
        inner[last] = {} if value is Mark.THERE else value
    return tree


def as_tree(row: Row) -> dict[str, Any]:
    """Return a row as a tree: values by attribute, rows by relation."""
    return _beneath(row, ())


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
