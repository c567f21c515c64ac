"""Who may do what, then and now: each operation that opens or closes, and for whom."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from ..language.access_expression import (
    PUBLIC,
    Name,
    Tree,
    parse_access,
    renamed,
)
from ..language.access_folding import (
    ANONYMOUS,
    SIGNED_IN,
    Caller,
    Verdict,
    callers,
    folded,
    is_within,
    shown,
)
from ..language.security import GROUPS
from ..model import matching
from ..model.types import (
    AccessTable,
    CustomGroup,
    CustomOperation,
    Entity,
    Model,
    Role,
    Security,
)
from ..record import Record, replace
from .change import BREAKING, OPENING, SAFE, Change
from .lists import came_and_went, listed, reworded
from .renames import DeclaredRenames


class _Told(Record, frozen=True):
    """How a rule differs for somebody: what it let through, and what it lets through."""

    before: Verdict
    after: Verdict
    roles: tuple[tuple[str, Verdict], ...] = ()  # what it lets each role through now

    @property
    def apart(self) -> list[str]:
        """The roles that it lets more through."""
        return [name for name, each in self.roles if not is_within(each, self.after)]

    @property
    def as_told(self) -> _Told:
        """The same but for what isn't told of then, where all of that opens or closes."""
        if self.opens and self.closes:
            return self
        return replace(self, before=not self.opens)

    @property
    def opens(self) -> bool:
        """True unless all that is let through was let through before."""
        return not is_within(self.after, self.before)

    @property
    def closes(self) -> bool:
        """True unless all that was let through still is."""
        return not is_within(self.before, self.after)


Differences = tuple[tuple[str, _Told], ...]
"""How a rule differs, for each caller for whom it does."""


def access(old: Model, new: Model, renames: DeclaredRenames) -> Iterator[Change]:
    """Yield what differs in who signs in, in roles, and in who may do what."""
    if old.security == new.security:
        return
    yield from _ways_in(old.security, new.security)
    roles = matching.matched(_roles(old), _roles(new), lambda each: each.name)
    if new.security is not None:  # without it, nobody has a role any more
        yield from _of_roles(roles)
    for older, newer in matching.entities(old, new).kept:
        yield from _Entity(old, new, renames, roles, older, newer).changes()
    for pair in _groups(old, new):
        yield from _Entity(old, new, renames, roles, *pair).calls()


def _groups(old: Model, new: Model) -> Iterator[tuple[CustomGroup, CustomGroup]]:
    """Yield what is no entity and has operations of the design's own, then and now."""
    before = {each.name: each for each in old.custom}
    then = {each.full_name: each.full_name.partition(".")[0] for each in _called(old)}
    for group in new.custom:
        pairs = matching.custom(old, new).kept
        own = [older.full_name for older, newer in pairs if newer in group.operations]
        if own and group.kind != "entity":
            yield before[then[own[0]]], group


def _called(model: Model) -> Iterator[CustomOperation]:
    yield from (each for group in model.custom for each in group.operations)


def _roles(model: Model) -> tuple[Role, ...]:
    return model.security.roles if model.security is not None else ()


def _ways_in(old: Security | None, new: Security | None) -> Iterator[Change]:
    if old is None and new is not None:
        text = f"on: callers sign in by {listed(new.authentication)}"
        yield Change("security", text, "added", BREAKING)
    elif new is None:
        yield Change("security", "off: nobody signs in any more", "removed", BREAKING)
    elif old is not None:
        subject = "security.authentication"
        ways = (old.authentication, new.authentication)
        yield from came_and_went(subject, *ways, removed=BREAKING)
        if old.browser != new.browser:
            yield _browsers(new)
        if old.immediate != new.immediate:
            then = "at once" if new.immediate else "once their tokens have run out"
            text = f"roles that are taken away are lost {then}"
            yield Change("security.revocation", text, "changed")


def _browsers(new: Security) -> Change:
    if new.browser:
        text = "on: browsers sign in, and have a cookie"
        return Change("security.browser", text, "added")
    text = "off: browsers sign in no more, and their sessions are over"
    return Change("security.browser", text, "removed", BREAKING)


def _of_roles(found: matching.Matching[Role]) -> Iterator[Change]:
    for older, newer in found.kept:
        subject = f"security.roles.{older.name}"
        if older.name != newer.name:
            yield Change(subject, f"renamed to {newer.name}", "renamed")
        yield from reworded(
            subject, "description", older.description, newer.description
        )
        before, after = older.permissions, newer.permissions
        if added := [each for each in after if each not in before]:
            allow = f"open:roles.{newer.name}"
            text = f"may {listed(added)}, too"
            yield Change(subject, text, "widened", OPENING, allow)
        if removed := [each for each in before if each not in after]:
            text = f"may no longer {listed(removed)}"
            yield Change(subject, text, "narrowed", BREAKING)
        elif not added and before != after:
            yield Change(subject, "permissions in another order", "changed")
    for each in found.added:
        may = f", and may {listed(each.permissions)}" if each.permissions else ""
        yield Change(f"security.roles.{each.name}", f"added{may}", "added")
    for each in found.removed:
        text = "removed: who has it has no role any more"
        yield Change(f"security.roles.{each.name}", text, "removed", BREAKING)


def _tables(model: Model) -> Mapping[str, AccessTable]:
    tables = model.security.access if model.security is not None else ()
    return {each.entity: each for each in tables}


class _Entity(Record, frozen=True):
    """One entity, as two models know it."""

    old: Model
    new: Model
    renames: DeclaredRenames
    roles: matching.Matching[Role]
    older: Entity | CustomGroup
    newer: Entity | CustomGroup

    def changes(self) -> Iterator[Change]:
        """Yield what differs in who may do what with its rows."""
        yield from self._owner()
        told = {each: self._differences(each, each) for each in GROUPS}
        for words, differences in _together(told):
            yield from self._change(words, differences)
        for older, newer in self._actions():
            yield from self._change(older, self._differences(older, newer), newer)
        yield from self.calls()
        for field, now in self._fields():
            for deed in ("read", "write"):
                found = self._differences(f"{deed} {field}", f"{deed} {now}")
                yield from self._field_change(field, now, deed, found)

    def _actions(self) -> Iterator[tuple[str, str]]:
        """Yield the changes of state that both models have; one that is new opens nothing."""
        if isinstance(self.older, CustomGroup) or isinstance(self.newer, CustomGroup):
            return iter(())
        kept = matching.matched(
            self.older.transitions, self.newer.transitions, lambda each: each.name
        ).kept
        return ((older.name, newer.name) for older, newer in kept)

    def calls(self) -> Iterator[Change]:
        """Yield what differs in who may call its operations of the design's own."""
        for then, now in matching.custom(self.old, self.new).kept:
            if now.full_name == f"{self.newer.name}.{now.name}":
                found = self._differences(then.name, now.name)
                for each in self._change(now.name, found):
                    yield replace(each, subject=f"{self.older.name}.{then.name}")

    def _fields(self) -> Iterator[tuple[str, str]]:
        """Yield the fields that are in both models, and that a rule of their own is about."""
        if isinstance(self.older, CustomGroup) or isinstance(self.newer, CustomGroup):
            return
        before, after = _tables(self.old), _tables(self.new)
        then, now = before.get(self.older.name), after.get(self.newer.name)
        ruled = {
            *(_field_of(each) for each in (then.rules if then else ())),
            *(_field_of(each) for each in (now.rules if now else ())),
        }
        renamed_ = self.renames.fields.get(self.newer.name, {})
        there = _all_fields(self.new, self.newer)
        for field in _all_fields(self.old, self.older):
            today = renamed_.get(field, field)
            if today in there and {field, today} & ruled:
                yield field, today

    def _field_change(
        self, field: str, now: str, deed: str, differences: Differences
    ) -> Iterator[Change]:
        subject, allow = f"{self.older.name}.{field}", f"open:{self.newer.name}.{now}"
        for each in self._change(deed, differences):
            yield replace(
                each,
                subject=subject,
                text=f"{deed}: {each.text}",
                allow=allow if each.allow else "",
            )

    def _owner(self) -> Iterator[Change]:
        before, after = _tables(self.old), _tables(self.new)
        then, now = before.get(self.older.name), after.get(self.newer.name)
        if then is None or now is None:
            return
        path = self._path(then.owner)
        if path == now.owner:
            return
        subject = f"{self.older.name}.owner"
        if not (path and now.owner):
            word = "added" if now.owner else "removed"
            text = f"{word}: a row belongs to {now.owner or 'nobody'}"
            yield Change(subject, text, word)
            return
        text = f"a row belongs to {now.owner}, not to {path}"
        yield Change(subject, text, "changed", OPENING, f"open:{self.newer.name}.owner")

    def _differences(self, older: str, newer: str) -> Differences:
        before, after = self._tree(older), self._tree_of_now(newer)
        found, roles = [], self._by_role(after)
        for then, now in self._callers():
            verdict = _verdict(self.old, before, then)
            pair = _Told(verdict, _verdict(self.new, after, now), roles)
            if pair.opens or pair.closes:
                found.append((now.name, pair))
        return tuple(found)

    def _by_role(self, tree: Tree | None) -> tuple[tuple[str, Verdict], ...]:
        """Return what a rule of now lets each role through."""
        every = callers({each.name: each.permissions for each in _roles(self.new)})
        return tuple((each.name, folded(tree, each)) for each in every if each.role)

    def _callers(self) -> Iterator[tuple[Caller, Caller]]:
        """Yield everybody of then, each as they are now."""
        now = {newer.name: older.permissions for older, newer in self.roles.kept}
        now |= {each.name: each.permissions for each in self.roles.removed}
        then = callers(now)
        today = {
            each.name: each
            for each in callers({n.name: n.permissions for n in _roles(self.new)})
        }
        for each in then:
            if each.name in today:
                yield each, today[each.name]

    def _tree(self, operation: str) -> Tree | None:
        """Return a rule of then in the names of today."""
        table = _tables(self.old).get(self.older.name)
        tree = _rule(table, operation)
        return None if tree is None else renamed(tree, self._path)

    def _tree_of_now(self, operation: str) -> Tree | None:
        table = _tables(self.new).get(self.newer.name)
        return _rule(table, operation)

    def _path(self, path: str) -> str:
        """Return a role, or a path of fields, by the names of today."""
        roles = {older.name: newer.name for older, newer in self.roles.kept}
        if path in roles:
            return roles[path]
        entity = self.newer if isinstance(self.newer, Entity) else None
        steps = []
        for name in path.split("."):
            own = self.renames.fields.get(entity.name, {}) if entity else {}
            steps.append(own.get(name, name))
            entity = self._target(entity, steps[-1]) if entity else None
        return ".".join(steps)

    def _target(self, entity: Entity, field: str) -> Entity | None:
        """Return the entity that a relation leads to."""
        columns = self.new.tables[entity.table].columns
        held = {each.attribute for each in columns if each.field == field}
        names = {e.references for e in entity.properties if e.attribute in held}
        return next((e for e in self.new.entities if e.name in names), None)

    def _change(
        self, words: str, differences: Differences, now: str = ""
    ) -> Iterator[Change]:
        """Yield what differs in a rule: what opens, then what closes."""
        groups: dict[_Told, list[str]] = {}
        for name, told in differences:
            groups.setdefault(told.as_told, []).append(name)
        subject = f"{self.older.name}.{words}"
        for told, names in groups.items():
            text = _text(told, names)
            allow = f"open:{self.newer.name}.{now or words}" if told.opens else ""
            effects = (OPENING if told.opens else ()) + (
                BREAKING if told.closes else ()
            )
            kind = "opened" if told.opens else "closed"
            yield Change(subject, text, kind, effects or SAFE, allow)


def _rule(table: AccessTable | None, word: str) -> Tree | None:
    """Return a rule; a field that none is about is for everybody."""
    text = table.rules.get(word) if table is not None else None
    if text is None:
        return Name(PUBLIC) if _field_of(word) else None
    return parse_access(text).tree


def _field_of(rule: str) -> str:
    """Return the field that a rule is about: "read phone" → "phone"."""
    return rule.partition(" ")[2]


def _all_fields(model: Model, entity: Entity) -> tuple[str, ...]:
    columns = (each.field for each in model.tables[entity.table].columns if each.field)
    links = (each.field for each in entity.links)
    return tuple(dict.fromkeys((*columns, *links)))


def _verdict(model: Model, tree: Tree | None, caller: Caller) -> Verdict:
    """Return what a rule comes to; where nobody signs in, everybody may do everything."""
    return True if model.security is None else folded(tree, caller)


def _together(
    told: Mapping[str, Differences],
) -> Iterator[tuple[str, Differences]]:
    """Yield differences by operation, or by `read` and `write` where all of these differ alike."""
    for group in ("read", "write"):
        operations = [each for each, word in GROUPS.items() if word == group]
        first = told[operations[0]]
        if all(told[each] == first for each in operations):
            if first:
                yield group, first
            continue
        for each in operations:
            if told[each]:
                yield each, told[each]


def _text(told: _Told, names: Sequence[str]) -> str:
    who = _whom(names)
    if told.opens and told.closes:
        return f"other rows for {who}: {shown(told.after)}, not {shown(told.before)}"
    if told.opens:
        rows = "" if told.after is True else f", {_rows(told.after)}"
        return f"opened to {who}{rows}"
    apart = [each for each in told.apart if each not in names]
    beside = f" but {listed(apart)}" if apart and SIGNED_IN in names else ""
    left = "" if told.after is False else f", but for {_rows(told.after)}"
    return f"closed to {who}{beside}{left}"


def _rows(verdict: Verdict) -> str:
    text = shown(verdict)
    return f"rows {text}" if text.startswith("where") else text


def _whom(names: Sequence[str]) -> str:
    if ANONYMOUS in names:
        return "everybody" if SIGNED_IN in names else listed(names)
    if SIGNED_IN in names:
        return "whoever signs in"
    return listed(names)
