"""What the tests of one entity need: rows to make, keys that nothing has, refusals to provoke."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from .. import names
from ..resolve.naming import EntityNames
from ..resolve.slots import Slot
from .code import sorted_modules, standard_imports
from .parts import EntityParts
from .samples import absent_value, legal_value
from .types import (
    ApiTestCode,
    Child,
    Dangling,
    FactoryCode,
    Filter,
    Finder,
    Import,
    Nested,
    Parent,
    Property,
    Sample,
)

_WRITES = frozenset({"create", "replace", "update"})


def factory(
    parts: EntityParts, samples: Sequence[Sample], parents: Sequence[Parent]
) -> FactoryCode:
    """Return what the module of an entity's factory imports."""
    source = "\n".join(sample.source for sample in samples)
    modules: dict[str, set[str]] = {_models_of(parts): {parts.own.class_name}}
    if "enums." in source:
        modules[_models_of(parts)].add("enums")
    used = [
        name for name in ("clock", "day", "letters", "moment") if f"{name}(" in source
    ]
    modules["tests.support"] = set(used)
    for parent in parents:
        modules.setdefault(parent.module, set()).add(f"create_{parent.handle}")
    return FactoryCode(
        standard=standard_imports(source),
        imports=sorted_modules(modules),
        numbered=re.search(r"\bn\b", source) is not None,
    )


def service_test(parts: EntityParts) -> tuple[Import, ...]:
    """Return what the tests of an entity's service import."""
    package = parts.own.package.partition(".")[0]
    return sorted_modules(
        {
            f"{package}.core.errors": {"NotFoundError"},
            f"{parts.own.package}.service": {f"{parts.name}Service"},
            _models_of(parts): {parts.own.class_name},
            "tests.fakes": {"FakeRepository"},
        }
    )


def _models_of(parts: EntityParts) -> str:
    return parts.own.package.partition(".")[0] + ".models"


def api_test(
    parts: EntityParts,
    properties: Sequence[Property],
    filters: Sequence[Filter],
    nested: Sequence[Nested],
    unique: Iterable[Sequence[str]],
    samples: Sequence[Sample],
    *,
    referenced: bool,
) -> ApiTestCode:
    """Return what the tests of an entity over HTTP import and try."""
    written = parts.entity.written
    done = frozenset(written.operations)
    own = parts.own
    lists = "list" in done
    stored = lists or bool(done & {"replace", "update", "delete"})
    stored = stored or ("get" in done and written.versioned)
    tried = tuple(_filters(parts, filters, samples)) if lists else ()
    children = tuple(_children(parts)) if "delete" in done and referenced else ()
    modules: dict[str, set[str]] = {}
    for each in nested:
        if each.parent != parts.name:
            parent = parts.resolved.entities[each.parent].names
            modules.setdefault(_factory_of(parent), set()).add(
                f"create_{parent.handle}"
            )
    for child in children:
        if child.entity != parts.name:
            module = _factory_of(parts.resolved.entities[child.entity].names)
            modules.setdefault(module, set()).add(f"create_{child.handle}")
    by_key = bool(done & {"replace", "update", "delete"})
    by_key = by_key or ("get" in done and written.versioned)
    support = {
        "as_parameter": bool(tried),
        "assert_refused": bool(done - {"replace", "update"})
        or (written.versioned and bool(done & {"replace", "update"})),
        "assert_shown": bool(done & _WRITES),
        "body_of": bool(done & _WRITES),
        "path_of": by_key or "get" in done,
        "walk": lists,
    }
    made = {
        f"build_{own.handle}": bool(done & _WRITES),
        f"create_{own.handle}": stored,
    }
    modules[f"{own.package}.schemas"] = {
        own.name + o.capitalize() for o in done & _WRITES
    }
    modules[_models_of(parts)] = {own.class_name} if by_key else set()
    modules["tests.support"] = {name for name, used in support.items() if used}
    return ApiTestCode(
        parametrized=bool(tried) or (lists and any(slot.sort for slot in parts.slots)),
        by_key=by_key,
        key=tuple(f"entity.{slot.attribute}" for slot in parts.slots if slot.key),
        imports=sorted_modules(modules),
        factory=tuple(name for name, used in made.items() if used),
        duplicate="create" in done and _repeatable(parts, properties, unique),
        references=tuple(_dangling(parts, properties)) if "create" in done else (),
        filters=tried,
        search=_search(parts, samples),
        children=children,
    )


def _search(parts: EntityParts, samples: Sequence[Sample]) -> str:
    """Return a text that is searched, as Python source; "" where there is none."""
    given = {sample.attribute for sample in samples if not sample.missing}
    searched = [
        slot
        for slot in parts.slots
        if slot.source is not None and slot.source.search and slot.attribute in given
    ]
    searched.sort(key=lambda slot: slot.schema.nullable)
    if not searched:
        return ""
    text = f"entity.{searched[0].attribute}"
    return f"str({text})" if searched[0].schema.nullable else text


def absent_key(key: Iterable[Slot]) -> tuple[str, ...]:
    """Return values for a key, as Python source, that no row of an empty table has."""
    return tuple(_source(legal_value(slot)) for slot in key)


def _source(value: str | int) -> str:
    return names.python_string(value) if isinstance(value, str) else str(value)


def _factory_of(own: EntityNames) -> str:
    return own.tests.replace("/", ".") + ".factory"


def _filters(
    parts: EntityParts, filters: Sequence[Filter], samples: Sequence[Sample]
) -> Iterator[tuple[str, ...]]:
    """The filters to try on a row's own values: those of columns that are never empty."""
    by_attribute = {slot.attribute: slot for slot in parts.slots}
    missing = {sample.attribute for sample in samples if sample.missing}
    for each in filters:
        slot = by_attribute[each.column]
        optional_relation = slot.references and slot.schema.nullable
        unset = (
            slot.schema.nullable and slot.source is not None and slot.source.readonly
        )
        if optional_relation or unset or slot.attribute in missing:
            continue
        found = "0" if each.operator in ("gt", "lt") else "1"
        yield (f'"{each.name}"', f'"{each.column}"', found)


def _repeatable(
    parts: EntityParts, properties: Sequence[Property], unique: Iterable[Sequence[str]]
) -> bool:
    """True where sending the same body twice violates a uniqueness for certain."""
    by_name = {each.name: each for each in properties}
    optional = {s.name for s in parts.slots if s.references and s.schema.nullable}
    return any(
        all(name in by_name and by_name[name].in_create for name in group)
        and not optional & set(group)
        for group in unique
    )


def _dangling(parts: EntityParts, properties: Sequence[Property]) -> Iterator[Dangling]:
    writable = {each.name for each in properties if each.in_create}
    for key in parts.table.foreign_keys:
        target = parts.resolved.entities[key.target].key
        values = [absent_value(slot) for slot in target]
        if not set(key.columns) <= writable or None in values:
            continue
        yield Dangling(
            field=key.relation,
            columns=tuple(
                (column, _source(value))
                for column, value in zip(key.columns, values, strict=True)
                if value is not None
            ),
        )


def _children(parts: EntityParts) -> Iterator[Child]:
    here = {slot.name: slot.attribute for slot in parts.slots}
    for owner, key in parts.pointing[parts.name]:
        if key.on_delete != "RESTRICT":
            continue
        own = parts.resolved.entities[owner].names
        there = {
            slot.name: slot.attribute for slot in parts.resolved.entities[owner].slots
        }
        yield Child(
            entity=owner,
            relation=key.relation,
            handle=own.handle,
            plural=own.plural,
            columns=tuple(
                (there[column], here[target])
                for column, target in zip(key.columns, key.target_columns, strict=True)
            ),
        )


def unique_groups(
    parts: EntityParts, finders: Sequence[Finder]
) -> list[tuple[str, ...]]:
    """Return every group of properties that is unique: the key, and what finders look up."""
    key = tuple(slot.name for slot in parts.slots if slot.key)
    return [key, *(finder.columns for finder in finders)]
