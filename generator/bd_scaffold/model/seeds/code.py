"""The rows of an entity as a module of their own: what makes one, value by value."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from ...language.scalars import ACCOUNT
from ...layout import Node, Source, after, block, import_block, lines
from ...names import python_string as quoted
from ...resolve.relations import Link
from ...resolve.slots import (
    ACCOUNTS,
    Slot,
    default_value,
    has_default,
    is_computed,
    is_numbered,
    made,
)
from ...resolve.values import INTEGER_BOUNDS
from ..links import dividing_of_links
from ..python.imports import standard
from ..python.values import python_literal
from ..types import SeedCode
from .allotment import Allotment
from .owners import SharedOwners, shared_owners
from .pieces import constant, fitted, function, one, told
from .ruled import States
from .values import any_value, capacity, value_at

_HELPERS = re.compile(r"(?<![.\w])(day|moment|wall_clock|clock|letters|time_of_day)\(")
_NAMES = re.compile(r"(?<![.\w\"])(dt|uuid|Decimal|base64)\.|\b(Decimal)\(")
_PER_LINK = 2
_ENOUGH = 10**9 - 1


def seed_code(own: Allotment, others: Mapping[str, Allotment]) -> SeedCode:
    """Return the module that makes an entity's rows, and those of its relations."""
    return _Module(own, others).code()


class _Module:
    def __init__(self, own: Allotment, others: Mapping[str, Allotment]) -> None:
        self._own = own
        self._others = others
        self._parts = own.parts
        self._entity = own.parts.name
        self._classes = {own.name}
        self._head: list[str] = []

    def code(self) -> SeedCode:
        functions = [self._function()]
        rows = [self._rows()]
        constants = ["ROWS"]
        for link in self._parts.entity.links:
            functions.append(self._link(link))
            rows.append(self._link_rows(link))
            constants.append(constant(link))
        return SeedCode(
            imports=self._imports("\n".join((*functions, *rows))),
            blocks=tuple(functions),
            rows=tuple(rows),
            names=tuple(constants),
        )

    # What makes a row

    def _function(self) -> str:
        body = [fitted(each, 8) for each in self._items()]
        label = self._parts.own.label
        article = "an" if label[:1].lower() in "aeiou" else "a"
        said = f'    """Return {article} {label}: the same one for the same number."""'
        head = ["def row(draw: Draw) -> Row:", said, *self._head]
        found = [*head, *lines(Node("return {", tuple(body), "}", spread=True), 4)]
        return "\n".join(found)

    def _items(self) -> Iterator[Source]:
        """Yield the values: rows that it refers to first, since it is created after these."""
        if any(re.search(r"\bn\b", each) for each in self._own.ruled.sources.values()):
            self._head.append(f"    n = {self._number()}")
        owned = shared_owners(self._own, self._others)
        slots = self._parts.slots
        first = [each for each in slots if each.source is None and not each.added]
        first += [each for each in slots if each.added and each.added.references]
        for slot in first:
            yield from self._item(slot)
        for name in owned.through:
            self._head.append(f"    {told(name)} = {self._drawn(name)}")
        for name in self._own.references():
            yield from self._reference(name, owned)
        for slot in slots:
            if slot not in first:
                yield from self._item(slot)

    def _item(self, slot: Slot) -> Iterator[Source]:
        if slot.added:
            yield from self._added(slot)
        elif slot.schema.type == "file":
            yield f"{quoted(slot.attribute)}: None"
        elif not (slot.references or is_computed(slot)):
            yield after(f"{quoted(slot.attribute)}: ", self._value(slot))

    def _number(self) -> str:
        """Return the number of values that keep rules, as far as they are known to."""
        ruled = self._own.ruled
        fields = {s.field_name for s in self._parts.slots if s.name in ruled.varied}
        if fields & ruled.sources.keys():
            return "draw.number"  # and there are no more rows
        return f"1 + draw.n % {ruled.room:_}"

    def _added(self, slot: Slot) -> Iterator[Source]:
        """Yield a column that a capability adds, as far as nothing else fills it."""
        column, name = slot.added, quoted(slot.attribute)
        if column is None or column.stands_for:
            return
        if column.divides:
            yield f'{name}: draw.division({quoted(column.references)})["id"]'
        elif column.references == ACCOUNTS:
            yield f'{name}: draw.one({quoted(ACCOUNTS)})["id"]'
        elif column.on_insert == "now":
            yield f"{name}: draw.created"
        elif column.on_insert == "version":
            yield f"{name}: 1"
        elif column.nullable:
            yield f"{name}: None"

    def _value(self, slot: Slot) -> Source:
        ruled = self._own.ruled
        source = slot.source
        if source is None:
            return "draw.id()"
        if slot.field_name in ruled.sources:
            return ruled.sources[slot.field_name]
        if slot.field_name in ruled.fixed:
            return _as_new(slot, self._entity)
        if is_numbered(slot) or made(slot) == "next":
            return "draw.number"
        if source.auto and slot.schema.type == "string":
            return f"draw.code({slot.schema.max_length})"
        if slot.name in self._own.places:
            return value_at(slot, self._own.places[slot.name], self._entity)
        if slot.field_name in ruled.states:
            return self._state(ruled.states[slot.field_name])
        if slot.name in ruled.moments:
            return self._moment(slot, ruled.states.get(ruled.moments[slot.name]))
        value = any_value(slot, self._entity)
        needed = slot.part is not None and slot.part.needed
        if slot.schema.nullable and not needed:
            return Node("draw.maybe(", (value,), ")")
        return value

    def _state(self, states: States) -> Source:
        """Have a state in a variable, by which other values are known."""
        slot = states.slot
        found = tuple(_member(slot, each) for each in states.moments)
        pick: Source = Node("draw.pick(", found, ")") if len(found) > 1 else found[0]
        if not any(states.moments.values()):
            return pick
        name = _variable(slot)
        self._head += lines(after(f"{name} = ", pick), 4)
        return name

    def _moment(self, slot: Slot, states: States | None) -> Source:
        """Return a moment that rows have in some states alone."""
        if states is None or not slot.schema.nullable:
            return any_value(slot, self._entity)
        there = [each for each, names in states.moments.items() if slot.name in names]
        if not there:
            return "None"
        kinds = {"date": "on", "datetime": "at", "datetime_local": "locally"}
        among = (_member(states.slot, each) for each in there)
        items = (_variable(states.slot), *among)
        return Node(f"draw.reached_{kinds[slot.schema.type]}(", items, ")")

    # Other rows

    def _drawn(self, name: str) -> str:
        """Return what draws the row that a field refers to."""
        target = str(self._own.references()[name][0].references)
        return self._row(name, self._own.related[name], target)

    def _reference(self, name: str, owned: SharedOwners) -> Iterator[Source]:
        slots = self._own.references()[name]
        if name in owned.attributes:
            for slot, attribute in zip(slots, owned.attributes[name], strict=True):
                row = told(next(iter(owned.through)))
                yield f"{quoted(slot.attribute)}: {row}[{quoted(attribute)}]"
            return
        nullable = slots[0].schema.nullable
        kind = self._own.related[name]
        if kind == "none":
            yield from (f"{quoted(slot.attribute)}: None" for slot in slots)
            return
        row = self._drawn(name)
        if name in owned.through or name in owned.alike:
            row = told(owned.alike.get(name, name))
        if kind == "above":
            yield from self._above(slots, nullable=nullable)
            return
        optional = nullable and kind == "one"
        if len(slots) > 1:
            values = Node(f"{row}.values(", self._pairs(slots), ")")
            yield after(
                "**", Node("draw.maybe_all(", (values,), ")") if optional else values
            )
            return
        (slot,) = slots
        value = f"{row}[{quoted(self._there(slot))}]"
        if self._own.circle and self._waits(slot):
            value = f"{row}.later({quoted(self._there(slot))})"
        item = Node("draw.maybe(", (value,), ")") if optional else value
        yield after(f"{quoted(slot.attribute)}: ", item)

    def _waits(self, slot: Slot) -> bool:
        """True where the other row needs this one in turn, and is told by more than an id."""
        other = self._others.get(str(slot.references))
        together = other is not None and other.circle == self._own.circle
        return together and self._there(slot) != "id"

    def _above(self, slots: Sequence[Slot], *, nullable: bool) -> Iterator[Source]:
        row = f"draw.above({self._class(self._entity)})"
        first = f"{row} or draw.same({self._class(self._entity)})"
        line = f"    above = {row if nullable else first}"
        if line not in self._head:
            self._head.append(line)
        if not nullable:
            for slot in slots:
                yield f"{quoted(slot.attribute)}: above[{quoted(self._there(slot))}]"
            return
        for slot in slots:
            there = quoted(self._there(slot))
            yield f"{quoted(slot.attribute)}: above and above[{there}]"

    def _row(self, name: str, kind: str, target: str) -> str:
        subject = quoted(ACCOUNTS) if target == ACCOUNT else self._class(target)
        if kind == "other":
            return f"draw.other({subject}, {self._own.places[name]})"
        return f"draw.{kind}({subject})"

    def _pairs(self, slots: Sequence[Slot]) -> tuple[str, ...]:
        return tuple(f"{slot.attribute}={quoted(self._there(slot))}" for slot in slots)

    def _there(self, slot: Slot) -> str:
        """Return the attribute of the other row that a slot has the value of."""
        if slot.references == ACCOUNT:
            return str(slot.target)
        there = self._others[str(slot.references)].parts.slots
        return next(each.attribute for each in there if each.name == slot.target)

    def _class(self, entity: str) -> str:
        self._classes.add(entity)
        return self._others[entity].parts.own.class_name

    # Relations of many to many

    def _link(self, link: Link) -> str:
        there = self._others[link.target].parts.own.label
        own, other = self._class(self._entity), self._class(link.target)
        near_ = tuple(
            f"{quoted(c.name)}: row[{quoted(c.part.attribute)}]" for c in link.near
        )
        far_ = tuple(
            f"{quoted(c.name)}: other[{quoted(c.part.attribute)}]" for c in link.far
        )
        divided = self._divided(link)
        apart = tuple(f"{quoted(name)}: row[{quoted(name)}]" for name in divided)
        found = [
            f"def {function(link)}(draw: Draw) -> Row:",
            f'    """Return which {there} belongs to {one(self._parts.own.label)}."""',
            f"    row = draw.group({own})",
            f"    other = draw.other({other}, draw.place)",
            *lines(Node("return {", (*near_, *far_, *apart), "}"), 4),
        ]
        return "\n".join(found)

    def _divided(self, link: Link) -> list[str]:
        slots = dividing_of_links(self._parts.resolved, self._entity, link)
        return [slot.column for slot in slots]

    def _link_rows(self, link: Link) -> str:
        per = min(_PER_LINK, self._others[link.target].least)
        items = [
            f"of=link_table({quoted(link.table)})",
            f"row={function(link)}",
            f"share={self._own.share * per}",
        ]
        if self._own.most is not None:
            items.append(f"most={self._own.most * per}")
        items.append(f"per={per}")
        if self._divided(link):
            items.append("divided=True")
        return block(after(f"{constant(link)} = ", Node("Rows(", tuple(items), ")")))

    # What stands around them

    def _rows(self) -> str:
        own = self._own
        items: list[Source] = [
            f"of={self._class(own.name)}",
            "row=row",
            f"share={own.share}",
        ]
        if (most := self._most()) is not None:
            items.append(f"most={most}")
        if own.per > 1:
            items.append(f"per={own.per}")
        if self._parts.slots[0].source is None:
            items.append("own_id=True")
        if own.divided:
            items.append("divided=True")
        if own.late:
            slots = [s for name in own.late for s in own.references()[name]]
            late = tuple(quoted(slot.attribute) for slot in slots)
            items.append(after("late=", Node("(", late, ")", comma=len(late) == 1)))
        if own.circle:
            items.append(f"circle={quoted(own.circle)}")
        return block(after("ROWS = ", Node("Rows(", tuple(items), ")")))

    def _most(self) -> int | None:
        """Return how many rows there may be at the most, if values run out before."""
        found = [] if self._own.most is None else [self._own.most]
        ruled = self._own.ruled
        for slot in self._parts.slots:
            if slot.field_name in ruled.sources and slot.name in ruled.varied:
                found.append(ruled.room)
            elif slot.references or slot.source is None:
                continue
            elif is_numbered(slot) or made(slot) == "next":
                found.append(INTEGER_BOUNDS[slot.schema.type][1])
            elif self._own.places.get(slot.name) == "draw.n":
                found.append(capacity(slot))
        least = min(found, default=_ENOUGH)
        return None if least >= _ENOUGH else least

    def _imports(self, code: str) -> str:
        used = {one or two for one, two in _NAMES.findall(code)}
        drawing = {"Draw", *_HELPERS.findall(code)}
        package = self._parts.package
        modules: dict[str, set[str]] = {
            "seeds.drawing": drawing,
            "seeds.rows": {"Row", "Rows"},
        }
        if "link_table(" in code:
            modules["seeds.rows"].add("link_table")
        if "enums." in code:
            modules[f"{package}.models"] = {"enums"}
        for each in self._classes:
            own = self._others[each].parts.own
            modules[f"{package}.models.{own.variable}"] = {own.class_name}
        first = [*standard(used)]
        return "\n".join((*first, *([""] if first else []), *import_block(modules)))


def _member(slot: Slot, value: str) -> str:
    """Return one of an enum's values."""
    members = slot.enum.members if slot.enum else ()
    name = next(each.name for each in members if each.value == value)
    return f"enums.{slot.enum.class_name if slot.enum else ''}.{name}"


def _variable(slot: Slot) -> str:
    taken = {"draw", "n", "above", "enums", "dt", "uuid", "row"}
    return f"{slot.attribute}_" if slot.attribute in taken else slot.attribute


def _as_new(slot: Slot, entity: str) -> Source:
    """Return what a new row has, where a rule speaks of it."""
    if has_default(slot):
        return python_literal(default_value(slot), slot.schema, slot.enum)
    return "None" if slot.schema.nullable else any_value(slot, entity)
