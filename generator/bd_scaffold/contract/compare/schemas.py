"""Two schemas side by side, in one direction: what is narrower, what is wider, and where."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from ...record import Record, replace
from ..forms import JsonSchema
from .facets import ANNOTATIONS, FACETS, TYPES, allows, beyond, of_type
from .findings import Finding
from .naming import Naming
from .renames import ContractRenames, Names

Direction = Literal["request", "response"]
Schema = JsonSchema | bool

_PREFIX = "#/components/schemas/"


class At(Record, frozen=True):
    """Where a value stands: in which component, at what place, on the way to whom."""

    direction: Direction
    name: str  # what its changes are called by, where no component has it
    schema: str = ""
    place: str = ""
    within: str = ""  # "in the query parameter sku", where it is no body

    @property
    def words(self) -> str:
        """What a message begins with."""
        return self.within or f"in {self.direction}s"

    def inside(self, place: str) -> At:
        """Return a place within this one."""
        inner = place if self.place.strip() == self.place != "" else place.lstrip(".")
        return replace(self, place=f"{self.place}{inner}")


@dataclass(frozen=True, slots=True)
class Schemas:
    """The schemas of two documents, and what comparing them has found so far."""

    old: Mapping[str, JsonSchema]
    new: Mapping[str, JsonSchema]
    renames: ContractRenames
    naming: Naming
    _found: dict[tuple[Direction, str, str], tuple[Finding, ...]] = field(
        default_factory=dict
    )
    _open: set[tuple[str, str]] = field(default_factory=set)

    def differences(self, old: Schema, new: Schema, at: At) -> Iterator[Finding]:
        """Yield what a value may be by one of the schemas only, as far as clients see it."""
        if _is_anything(old) or _is_anything(new):
            yield from self._anything(old, new, at)
            return
        lefts, rights = list(_branches(old)), list(_branches(new))
        if at.direction == "response":
            lefts, rights = map(self._of_any_request, (lefts, rights))
        yield from self._null(at, old=_NULL in lefts, new=_NULL in rights)
        left = [each for each in lefts if each != _NULL]
        right = [each for each in rights if each != _NULL]
        names = _only_name(left), _only_name(right)
        if all(names) and self.renames.schemas.get(names[0], names[0]) == names[1]:
            yield from self._component(names[0], names[1], at.direction)
        elif not all(names) or names not in self._open:
            self._open.add(names)  # they may refer to themselves
            ones = list(_single(left, self.old)), list(_single(right, self.new))
            yield from self._alternatives(*ones, at)
            self._open.discard(names)

    def _of_any_request(self, branches: Sequence[JsonSchema]) -> list[JsonSchema]:
        """Return what is answered whatever a request says: not the fields that it names."""
        said = (each for each in branches if not self._names_fields(each))
        return [*said] or [*branches]

    def _names_fields(self, branch: JsonSchema) -> bool:
        return self.naming.has_named_fields(_only_name([branch]))

    def _anything(self, old: Schema, new: Schema, at: At) -> Iterator[Finding]:
        was, now = _is_anything(old), _is_anything(new)
        words = "anything now" if now else "no longer anything"
        yield from self._verdict(
            at, "type", words, narrowed=was and not now, widened=now and not was
        )

    def _component(
        self, old: str, new: str, direction: Direction
    ) -> tuple[Finding, ...]:
        """Return what differs in a component, once for all that refer to it."""
        key = (direction, old, new)
        if key not in self._found:
            self._found[key] = ()  # a component may refer to itself
            at = At(direction, new, schema=new)
            self._found[key] = tuple(
                self.differences(self.old.get(old, {}), self.new.get(new, {}), at)
            )
        return self._found[key]

    def _null(self, at: At, *, old: bool, new: bool) -> Iterator[Finding]:
        words = "null is allowed now" if new else "null is not allowed any more"
        yield from self._verdict(
            at, "null", words, narrowed=old and not new, widened=new and not old
        )

    def _alternatives(
        self, old: Sequence[JsonSchema], new: Sequence[JsonSchema], at: At
    ) -> Iterator[Finding]:
        """Compare schemas of one type each: in detail where each type has one, else as sets."""
        lefts = {each["type"]: each for each in old}
        rights = {each["type"]: each for each in new}
        if lefts.keys() == rights.keys() and len(lefts) == len(old) == len(new):
            for kind, left in lefts.items():
                yield from self._of_one_type(left, rights[kind], at)
            return
        yield from self._verdict(
            at,
            "type",
            f"{_kinds(new)} now, {_kinds(old)} before",
            narrowed=not self.all_in(old, new),
            widened=not self._turned().all_in(new, old),
        )

    def _turned(self) -> Schemas:
        return Schemas(self.new, self.old, ContractRenames(), self.naming)

    def all_in(self, old: Sequence[JsonSchema], new: Sequence[JsonSchema]) -> bool:
        """Tell whether every old value is certainly a new one, whichever it follows."""
        return all(any(self._is_in(each, other) for other in new) for each in old)

    def _is_in(self, old: JsonSchema, new: JsonSchema) -> bool:
        """Tell whether every value of an old type is certainly one of a new type."""
        if old["type"] != new["type"] and (old["type"], new["type"]) != _WIDER:
            return False
        if "enum" in old:
            return all(allows(new, value) for value in old["enum"])
        same = {**old, "type": new["type"]}
        found = list(self._of_one_type(same, new, At("request", "")))
        return not any(each.breaking for each in found)

    def _of_one_type(
        self, old: JsonSchema, new: JsonSchema, at: At
    ) -> Iterator[Finding]:
        if beyond(old) != beyond(new):
            words = " and ".join(sorted({*beyond(old), *beyond(new)}))
            yield self._finding(at, "schema-changed", f"{words} changed")
        if "enum" in old or "enum" in new:
            yield from self._enum(old, new, at)
            return
        yield from self._facets(old, new, at)
        if old["type"] == "array":
            yield from self.differences(
                old.get("items", {}), new.get("items", {}), at.inside("[]")
            )
        if old["type"] == "object":
            yield from self._properties(old, new, at)
            yield from self._additional(old, new, at)

    def _facets(self, old: JsonSchema, new: JsonSchema, at: At) -> Iterator[Finding]:
        # Another format is a break either way; what its texts look like adds nothing to that.
        formats = {old.get("format"), new.get("format")}
        told = {"pattern"} if len(formats) == 2 and None not in formats else set()
        for each in FACETS:
            if each.name not in told and each.differs(old, new):
                yield from self._verdict(
                    at,
                    each.name,
                    f"{each.words(new)} now, {each.words(old)} before",
                    narrowed=not each.includes(new, old),
                    widened=not each.includes(old, new),
                )

    def _enum(self, old: JsonSchema, new: JsonSchema, at: At) -> Iterator[Finding]:
        if "enum" not in old or "enum" not in new:
            yield from self._verdict(
                at,
                "enum",
                f"{_choice(new)} now, {_choice(old)} before",
                narrowed=not _finite_in(old, new),
                widened=not _finite_in(new, old),
            )
            return
        former = {new: old for old, new in self._renamed_values(at).items()}
        gone = [each for each in old["enum"] if each not in new["enum"]]
        for value in new["enum"]:
            was = former.get(value) if isinstance(value, str) else None
            if was in gone:
                gone.remove(was)
                words = f"{was} is {value} now"
                yield from self._verdict(at, "enum", words, narrowed=True, widened=True)
            elif value not in old["enum"]:
                words = f"{_json(value)} is a new value"
                yield from self._verdict(
                    at, "enum", words, narrowed=False, widened=True
                )
        for value in gone:
            words = f"{_json(value)} is no value any more"
            yield from self._verdict(at, "enum", words, narrowed=True, widened=False)

    def _renamed_values(self, at: At) -> Names:
        return {} if at.place else self.renames.values.get(at.schema, {})

    def _properties(
        self, old: JsonSchema, new: JsonSchema, at: At
    ) -> Iterator[Finding]:
        before, after = _properties(old, at), _properties(new, at)
        pairs = self._paired(before, after, at)
        for name, other in pairs.items():
            here = at.inside(f".{other}")
            if name != other:
                yield self._finding(here, "property-renamed", f"{name} is {other} now")
            was = name in old.get("required", ())
            now = other in new.get("required", ())
            yield from self._presence(here, was=was, now=now)
            if not (was or now):
                yield from self._default(before[name], after[other], here)
            yield from self.differences(before[name], after[other], here)
        for name in [each for each in before if each not in pairs]:
            yield self._removed(at.inside(f".{name}"), new)
        for name in sorted(after.keys() - set(pairs.values())):
            here = at.inside(f".{name}")
            yield self._added(here, required=name in new.get("required", ()))
            if isinstance(extra := old.get("additionalProperties"), dict):
                yield from self.differences(extra, after[name], here)

    def _paired(self, before: Iterable[str], after: Iterable[str], at: At) -> Names:
        """Return the new name of each old property that is still there."""
        entity = self.naming.entity(at.schema)
        renamed = {} if at.place else self.renames.properties.get(entity, {})
        pairs = {name: name for name in before if name in after}
        for name, other in renamed.items():
            if name in before and other in after and not {name, other} & pairs.keys():
                pairs[name] = other
        return pairs

    def _presence(self, at: At, *, was: bool, now: bool) -> Iterator[Finding]:
        asked = at.direction == "request"
        if now and not was:
            words = "it is required now" if asked else "it is always there now"
            yield self._finding(at, "property-became-required", words)
        if was and not now:
            words = "it may be left out now" if asked else "it may be missing now"
            yield self._finding(at, "property-became-optional", words)

    def _default(self, old: Schema, new: Schema, at: At) -> Iterator[Finding]:
        was, now = default(old), default(new)
        if was != now and at.direction == "request":
            words = f"what is left out is {now} now, {was} before"
            yield self._finding(at, "default-changed", words)

    def _removed(self, at: At, schema: JsonSchema) -> Finding:
        is_open = schema.get("additionalProperties", True) is True
        if is_open and at.direction == "request":
            return self._finding(at, "property-ignored", "it is ignored now")
        return self._finding(at, "property-removed", "it is not there any more")

    def _added(self, at: At, *, required: bool) -> Finding:
        if required and at.direction == "request":
            return self._finding(
                at, "property-added-required", "it is new and required"
            )
        return self._finding(at, "property-added", "it is new")

    def _additional(
        self, old: JsonSchema, new: JsonSchema, at: At
    ) -> Iterator[Finding]:
        was, now = (each.get("additionalProperties", True) for each in (old, new))
        if was is False or now is False:
            yield from self._verdict(
                at,
                "additional-properties",
                f"other properties are {'refused' if now is False else 'allowed'} now",
                narrowed=was is not False,
                widened=now is not False,
            )
        else:
            yield from self.differences(was, now, at.inside(".*"))
        text = {"type": "string"}
        left, right = (each.get("propertyNames", text) for each in (old, new))
        yield from self.differences(left, right, at.inside(".(names)"))

    def _verdict(
        self, at: At, facet: str, words: str, *, narrowed: bool, widened: bool
    ) -> Iterator[Finding]:
        """Yield what a change of a set of values means: the worse of two where it is both."""
        sides = [(narrowed, f"{facet}-narrowed"), (widened, f"{facet}-widened")]
        if at.direction == "response":
            sides.reverse()
        if rule := next((rule for happened, rule in sides if happened), ""):
            yield self._finding(at, rule, words)

    def _finding(self, at: At, rule: str, words: str) -> Finding:
        name = self.naming.schema(at.schema, at.place) if at.schema else at.name
        said = at.within or not at.place or name.endswith(f".{at.place}")
        return Finding(
            rule=f"{at.direction}-{rule}",
            name=name,
            message=f"{at.words}{'' if said else f' at {at.place}'}, {words}",
            place=at.place,
            schemas=(at.schema,) if at.schema else (),
        )


_NULL: JsonSchema = {"type": "null"}
_WIDER = ("integer", "number")


def _is_anything(schema: Schema) -> bool:
    """Tell whether a schema allows every value."""
    return schema is True or (schema is not False and not schema.keys() - ANNOTATIONS)


def _branches(schema: Schema) -> Iterator[JsonSchema]:
    """Yield the schemas of which a value follows one, null by itself."""
    if isinstance(schema, bool):
        schema = {} if schema else {"anyOf": []}
    if schema.keys() - ANNOTATIONS == {"anyOf"}:
        for each in schema["anyOf"]:
            yield from _branches(each)
        return
    kinds = schema.get("type", [*TYPES, "null"])
    if "$ref" in schema or isinstance(kinds, str):
        yield _NULL if kinds == "null" else schema
        return
    yield {**schema, "type": [each for each in kinds if each != "null"]}
    if "null" in kinds and None in schema.get("enum", [None]):
        yield _NULL


def _only_name(branches: Sequence[JsonSchema]) -> str:
    """Return the component that is all that the branches refer to, or nothing."""
    if len(branches) != 1 or branches[0].keys() - ANNOTATIONS != {"$ref"}:
        return ""
    return str(branches[0]["$ref"]).removeprefix(_PREFIX)


def _single(
    branches: Iterable[JsonSchema], known: Mapping[str, JsonSchema]
) -> Iterator[JsonSchema]:
    """Yield schemas of one type each that allow together what the branches do."""
    for branch in branches:
        if "$ref" in branch:
            rest = {key: value for key, value in branch.items() if key != "$ref"}
            meant = known.get(branch["$ref"].removeprefix(_PREFIX), {})
            inner = [each for each in _branches(meant) if each != _NULL]
            yield from _single([{**each, **rest} for each in inner], known)
        else:
            kinds = branch.get("type", TYPES)
            for kind in [kinds] if isinstance(kinds, str) else kinds:
                yield of_type(branch, kind)


def _properties(schema: JsonSchema, at: At) -> dict[str, Schema]:
    """Return the properties that a schema names, be it only as required.

    What a request may only send back to no effect counts as what it can't say.
    """
    required: dict[str, Schema] = dict.fromkeys(schema.get("required", ()), True)
    named = {**required, **schema.get("properties", {})}
    if at.direction == "response":
        return named
    return {name: each for name, each in named.items() if not _is_read_only(each)}


def _is_read_only(schema: Schema) -> bool:
    return not isinstance(schema, bool) and schema.get("readOnly", False) is True


def _finite_in(inner: JsonSchema, outer: JsonSchema) -> bool:
    """Tell whether all values of an enum are allowed; what is no enum has too many."""
    return "enum" in inner and all(allows(outer, value) for value in inner["enum"])


def _choice(schema: JsonSchema) -> str:
    if "enum" not in schema:
        return f"any {schema['type']}"
    return f"one of {', '.join(map(_json, schema['enum']))}"


def _kinds(schemas: Sequence[JsonSchema]) -> str:
    kinds = dict.fromkeys(each["type"] for each in schemas)
    return " or ".join(kinds) or "nothing"


def default(schema: Schema) -> str:
    """Return the default of a schema as JSON, or `nothing`."""
    if isinstance(schema, bool) or "default" not in schema:
        return "nothing"
    return json.dumps(schema["default"], ensure_ascii=False)


def _json(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
