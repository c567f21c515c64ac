"""The module of a repository: its imports, and what its class is made of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from ...features.feature import Repository
from ...features.use import Use
from ...layout import Node, Source, after, block, call, import_block, named, tuple_of
from ...names import python_string as quoted
from ...record import replace
from ...resolve.inclusions import among, included_by
from ...resolve.lists import Ordered
from ...resolve.slots import dividing_key
from ...resolve.types import Operator
from ..parts import EntityParts
from ..types import (
    Column,
    DefaultKind,
    Filter,
    Finder,
    Link,
    Nested,
    Owned,
    Owner,
    RepositoryCode,
    Through,
)
from .imports import of_value, standard

_BASE: Use = ("core.db.repository", "SqlRepository")


def repository_code(
    parts: EntityParts,
    finders: Sequence[Finder],
    filters: Sequence[Filter],
    nested: Sequence[Nested],
    within: tuple[Sequence[Owned], Sequence[Owner]],
) -> RepositoryCode:
    """Return what the module of an entity's repository says.

    `within` is what stands inside of its rows, and inside of whose rows its own stand.
    """
    owned, owners = within[0], [each for each in within[1] if each.counts]
    bases = (*_together(parts, owned, owners), *_bases(parts)) or (_BASE,)
    added = [each.repository for each in parts.entity.features]
    present = {name: _STAMPS["now"] for each in added for name in each.present}
    present |= _present(parts.table.columns)
    present |= {s.attribute: "account" for s in parts.slots if s.from_caller}
    attributes = [
        *_insert_stamps(
            [name for each in added for name in each.insert_stamps], present
        ),
        *_stamps("update", [name for each in added for name in each.update_stamps]),
        *_stamps("removal", [name for each in added for name in each.removal_stamps]),
        *(line for each in added for line in each.assignments),
        *_calls(
            "filters",
            (
                *map(_filter, filters),
                *_added_filters(parts),
                *_related(parts, nested),
                *_included(parts),
            ),
        ),
        *_calls("related_sorts", tuple(_related_sorts(parts))),
        *_calls("order", tuple(map(_ordered, parts.entity.order))),
        *_calls("links", tuple(map(_link, parts.listed_keys))),
        *_calls("owned", tuple(map(_owned, owned))),
        *_calls("owners", tuple(map(_owner, owners))),
    ]
    uses = [*bases, *(use for each in added for use in each.uses)]
    uses += [("core.db.stamps", name) for name in present.values()]
    filled = [
        [name for each in added for name in getattr(each, f"{when}_stamps")]
        for when in ("insert", "update", "removal")
    ]
    joined = present or any(len(each) > 1 for each in filled)
    used = {*_names_of(parts, finders), *(["ClassVar"] if joined else [])}
    uses += [("core.db.owned", "Owned")] if owned else []
    uses += [("core.db.belonging", "Owner")] if owners else []
    uses += [(f"/{e.package}.repository", f"{e.target}Repository") for e in owned]
    uses += _of_filters(filters, nested)
    if any(included_by(parts.resolved, parts.entity)):
        uses.append(("core.db.inclusions", "Among"))
    uses += [("core.queries", "SortKey")] if parts.entity.order else []
    if any(each.word == "sort" for each in parts.entity.related):
        uses.append(("core.db.related_places", "RelatedSort"))
    return RepositoryCode(
        imports="\n".join(_imports(parts, used, uses, filters, nested, owners)),
        bases=tuple(f"{base}[{parts.own.class_name}]" for _, base in bases),
        attributes=tuple(block(each, 4) for each in attributes),
    )


def _together(
    parts: EntityParts, owned: Sequence[Owned], owners: Sequence[Owner]
) -> Iterator[Use]:
    """Yield the bases of what is written inside of rows, or inside of whose rows it is."""
    if owned:
        guarded = any(each.depends_on_who for each in parts.entity.features)
        yield (
            ("core.db.guarded_owned", "GuardedOwning")
            if guarded
            else ("core.db.owned", "Owning")
        )
    if owners:
        yield "core.db.belonging", "Belonging"


def _owned(each: Owned) -> Source:
    said: dict[str, Sequence[str]] = {"fixed": each.fixed, "needed": each.needed}
    more: list[Source] = [
        named(word, tuple_of(map(quoted, names)))
        for word, names in said.items()
        if names
    ]
    more += ["keyed=True"] if each.keyed else []
    return call(
        "Owned",
        quoted(each.attribute),
        f"{each.target}Repository",
        _mapping(each.reference),
        *more,
    )


def _owner(each: Owner) -> Source:
    return call("Owner", each.class_name, _mapping(each.reference))


def _mapping(pairs: Sequence[tuple[str, str]]) -> Source:
    return Node("{", tuple(f"{quoted(a)}: {quoted(b)}" for a, b in pairs), "}")


def _bases(parts: EntityParts) -> Iterator[Use]:
    """Yield the classes that capabilities make the repository of, with their modules."""
    entities = parts.resolved.entities
    added = [each.repository for each in parts.entity.features]
    yield from (each.base for each in added if each.base and each.first)
    targets = [entities[key.target] for key in parts.foreign_keys[parts.name]]
    own = [key for key in parts.foreign_keys[parts.name] if key.target == parts.name]
    if any(len(key.columns) > 1 for key in own):
        yield "core.db.composite_trees", "AcyclicByParts"
    elif own:
        yield "core.db.trees", "Acyclic"
    if parts.entity.composites:
        yield "core.db.composites", "Composed"
    used = {each.name: each.repository for each in parts.entity.features}
    extended = {each.extends for each in added}
    for feature in parts.resolved.features:
        said = used.get(feature.name, Repository())
        base = said.keyed if dividing_key(parts.slots) else None
        base = base or said.base
        if base and base not in extended and not said.first:
            yield base
        if feature.scope and any(feature in each.features for each in targets):
            yield feature.scope.references


_STAMPS: Mapping[DefaultKind, str] = {
    "now": "moment",
    "now_local": "wall_clock",
    "today": "today",
}


def _present(columns: Iterable[Column]) -> Iterator[tuple[str, str]]:
    """Yield the columns of the design's own that get the present, with what gives it."""
    for each in columns:
        if not each.trait and each.default is not None and each.default.kind in _STAMPS:
            yield each.attribute, _STAMPS[each.default.kind]


def _insert_stamps(
    names: Sequence[str], present: Mapping[str, str]
) -> Iterator[Source]:
    """Yield what fills columns of new rows: all moments of a row are one."""
    if present or len(names) > 1:
        items = (
            *(f"**{name}" for name in names),
            *(f"{quoted(name)}: {stamp}" for name, stamp in present.items()),
        )
        yield after("insert_stamps: ClassVar = ", Node("{", items, "}"))
    else:
        yield from (f"insert_stamps = {name}" for name in names)


def _stamps(when: str, names: Sequence[str]) -> Iterator[Source]:
    """Yield what fills columns of rows that change, or go."""
    if len(names) > 1:
        items = tuple(f"**{name}" for name in names)
        yield after(f"{when}_stamps: ClassVar = ", Node("{", items, "}"))
    else:
        yield from (f"{when}_stamps = {name}" for name in names)


def _of_filters(filters: Iterable[Filter], nested: Iterable[Nested]) -> Iterator[Use]:
    """Yield the classes of what narrows lists, with their modules."""
    asked = [*filters, *(given for each in nested for given in each.filters)]
    held = [each.through for each in asked if each.through]
    yield from {_narrowing(each) for each in held}
    for each in filters:
        if each.through:
            continue
        if each.relation:
            yield from _classes_of_related(each)
            if each.operator == "null":
                continue
        if each.link and each.composite:
            yield _COMPOSITE, "LinkedToParts"
        elif each.link:
            yield "core.db.link_filters", "LinkedTo"
        elif each.operator in _FORMS:
            yield "core.db.filter_forms", _form_of(each)
        else:
            yield "core.db.conditions", "Filter"
    yield from (_leading(list_) for list_ in nested if list_.through)


def _related(parts: EntityParts, nested: Iterable[Nested]) -> Iterator[Source]:
    """Yield what narrows lists to the rows that one of another class leads to."""
    for each in nested:
        if each.through:
            parent = parts.resolved.entities[each.parent].names.class_name
            names = (quoted(of.attribute) for of in each.filters)
            yield call(_leading(each)[1], *names, parent, quoted(each.through))
        yield from (_filter(given) for given in each.filters if given.through)


def _included(parts: EntityParts) -> Iterator[Source]:
    """Yield what narrows the list to rows that others include."""
    for slot in included_by(parts.resolved, parts.entity):
        yield call("Among", quoted(among(slot)), quoted(slot.attribute))


def _filter(each: Filter) -> Source:
    if each.through:
        sides = (each.through.own, each.through.other)
        name, through = quoted(each.attribute), each.through.class_name
        _, called = _narrowing(each.through)
        if each.through.is_of_one_part:
            return call(called, name, through, *(quoted(own) for (own,) in sides))
        return call(
            called, name, through, *(tuple_of(map(quoted, side)) for side in sides)
        )
    if each.link:
        called = "LinkedToParts" if each.composite else "LinkedTo"
        return call(called, quoted(each.attribute), quoted(each.column))
    if each.relation:
        return _of_related(each)
    compared = each.stand_in or each.column
    called = _FORMS.get(each.operator, "Filter")
    if each.operator != "eq" and each.operator not in _FORMS:
        arguments = [each.attribute, compared, each.operator]
    elif each.attribute != compared:
        arguments = [each.attribute, compared]
    else:
        arguments = [each.attribute]
    return call(called, *map(quoted, arguments))


def _of_related(each: Filter) -> Source:
    """Return what narrows a list by the rows that its own refer to."""
    called = _RELATED.get(each.operator, "Related")
    if each.operator == "null":
        held: Source = call("Present", *map(quoted, (each.attribute, each.column)))
    else:
        operator = "in" if each.operator == "not_in" else each.operator
        held = _filter(replace(each, relation="", operator=operator))
    return call(called, quoted(each.relation), held)


def _classes_of_related(each: Filter) -> Iterator[Use]:
    """Yield the classes of what narrows a list by other rows, beside that of the comparison."""
    if each.operator not in _RELATED:
        yield "core.db.related", "Related"
        return
    yield "core.db.related_forms", _RELATED[each.operator]
    if each.operator == "null":
        yield "core.db.related_forms", "Present"


def _form_of(each: Filter) -> str:
    """Return the class of what compares otherwise; of what is left out, that of what is not."""
    if each.relation and each.operator == "not_in":
        return _FORMS["in"]
    return _FORMS[each.operator]


_RELATED: Mapping[Operator, str] = {"not_in": "Unrelated", "null": "RelatedMissing"}
"""The classes of what narrows lists by other rows otherwise than by one that there is."""

_FORMS: Mapping[Operator, str] = {
    "in": "AnyOf",
    "not_in": "NoneOf",
    "null": "Missing",
    "prefix": "StartsWith",
}
"""The classes of what narrows lists otherwise than by a comparison with one value."""

_COMPOSITE = "core.db.composite_link_filters"


def _leading(nested: Nested) -> Use:
    """Return the class of what narrows a list to what a row leads to, with its module."""
    if any(each.composite for each in nested.filters):
        return _COMPOSITE, "LinkedFromParts"
    return "core.db.link_filters", "LinkedFrom"


def _narrowing(through: Through) -> Use:
    """Return the class of what narrows a list by rows of another entity, with its module."""
    if through.is_of_one_part:
        return "core.db.through", "LinkedThrough"
    return "core.db.through_parts", "LinkedThroughParts"


def _added_filters(parts: EntityParts) -> Iterator[Source]:
    for feature in parts.entity.features:
        for name, arguments in feature.repository.filters(parts.entity.usage):
            yield call(name, *arguments)


def _ordered(each: Ordered) -> Source:
    return call("SortKey", quoted(each.slot.name), f"descending={each.descending}")


def _related_sorts(parts: EntityParts) -> Iterator[Source]:
    for each in parts.entity.related:
        if each.word == "sort":
            names = (each.slot.name, each.attribute, each.there.attribute)
            yield call("RelatedSort", *map(quoted, names))


def _link(link: Link) -> Source:
    names = map(quoted, (link.attribute, link.relationship))
    more = () if link.in_list else ("in_list=False",)
    return call("Link", *names, link.target_class, quoted(link.target_key), *more)


def _calls(name: str, items: tuple[Source, ...]) -> Iterator[Source]:
    """Yield a tuple of calls, of which each has a line of its own where there are more."""
    if items:
        many = len(items) > 1
        made = Node("(", items, ")", comma=not many, spread=many)
        yield after(f"{name} = ", made)


def _imports(
    parts: EntityParts,
    used: set[str],
    uses: Iterable[Use],
    filters: Sequence[Filter],
    nested: Sequence[Nested],
    owners: Sequence[Owner],
) -> Iterator[str]:
    package = parts.package
    lines = [*standard(used)]
    yield from (*lines, "") if lines else ()
    core: dict[str, set[str]] = {}
    own: dict[str, set[str]] = {}
    for module, name in uses:
        of_slice = module.startswith(".")
        modules, path = (own, module) if of_slice else (core, f"{package}.{module}")
        path = module[1:] if module.startswith("/") else path  # of another slice
        modules.setdefault(path, set()).add(name)
    parents = [each.parent for each in nested if each.through]
    asked = [*filters, *(given for each in nested for given in each.filters)]
    mapped = {
        parts.own.class_name,
        *(each.through.class_name for each in asked if each.through),
        *(link.target_class for link in parts.listed_keys),
        *(each.class_name for each in owners),
        *(parts.resolved.entities[each].names.class_name for each in parents),
    }
    yield from import_block(
        {
            **core,
            f"{package}.models": mapped | ({"enums"} & used),
        }
    )
    if own:
        yield from ("", *import_block(own))


def _names_of(parts: EntityParts, finders: Iterable[Finder]) -> Iterator[str]:
    """Yield the names that the parameters of finders are written with."""
    looked_up = {column for finder in finders for column in finder.columns}
    for slot in parts.slots:
        if slot.column in looked_up:
            yield from of_value(slot.schema)
