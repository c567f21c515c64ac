"""The module of what answers may include: the rows' classes, and how related ones are read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ... import names
from ...features.routes import Views
from ...features.use import Use
from ...layout import WIDTH, Node, Source, after, block, call, imports
from ...names import python_string as quoted
from ..parts import EntityParts
from ..types import Inclusion, InclusionsCode

_DB, _HTTP = "core.db.inclusions", "core.http.inclusions"


def inclusions_code(
    parts: EntityParts, inclusions: Sequence[Inclusion]
) -> InclusionsCode | None:
    """Return what the module says; nothing where answers include nothing."""
    if not inclusions:
        return None
    each = [_inclusion(parts, one) for one in inclusions]
    every = Node("INCLUSIONS = Inclusions(", tuple(each), ")", spread=len(each) > 1)
    return InclusionsCode(
        imports="\n".join(imports(_uses(parts, inclusions), parts.package)),
        schemas=tuple("\n".join(lines) for lines in _schemas(parts, inclusions)),
        views=tuple(block(view) for view in _views(parts, inclusions)),
        inclusions=block(every),
        tried=tuple(block(_tried(parts, one), 4, ",") for one in inclusions),
    )


def _schemas(
    parts: EntityParts, inclusions: Sequence[Inclusion]
) -> Iterator[list[str]]:
    """Yield the classes of rows with what they include, and of a page of them."""
    name, sparse = parts.name, parts.entity.sparse_fields
    fields = [line for each in inclusions for line in _field(each)]
    rows = [f"{name}WithRelated", *([f"{name}FieldsWithRelated"] if sparse else [])]
    if _shows_rows(parts):
        yield [*_class(rows[0], f"{name}Read"), *fields]
    if sparse:
        yield [*_class(rows[1], f"{name}Fields"), *fields]
    if "list" in parts.entity.written.operations:
        if parts.entity.abridges:
            rows[0] = f"{name}ListItemWithRelated"
            yield [*_class(rows[0], f"{name}ListItem"), *fields]
        paged = [f"    {each}: {kind}" for each, kind in _of_a_page(parts)]
        yield [
            f"class {name}Page(BaseModel):",
            *_choice("data: list[", rows, "]"),
            *paged,
        ]


def _class(name: str, base: str) -> list[str]:
    line = f"class {name}({base}):"
    broken = [f"class {name}(", f"    {base}", "):"]
    return [line] if len(line) <= WIDTH else broken


def _choice(head: str, kinds: Sequence[str], tail: str) -> list[str]:
    """Return a line of a class with a choice of types; where it is too long, as black has it."""
    line = f"    {head}{' | '.join(kinds)}{tail}"
    if len(line) <= WIDTH:
        return [line]
    return [f"    {head}", *_broken(kinds), f"    {tail}"]


def _broken(kinds: Sequence[str], end: str = "") -> list[str]:
    """Return a choice of types in brackets that are broken."""
    line = f"        {' | '.join(kinds)}{end}"
    if len(line) <= WIDTH:
        return [line]
    first, *rest = kinds
    head, bracket, inside = first.partition("[")
    found = [f"        {first}"]
    if bracket and len(found[0]) > WIDTH:
        found = [
            f"        {head}[",
            f"            {inside.removesuffix(']')}",
            "        ]",
        ]
    found += [f"        | {each}" for each in rest]
    return [*found[:-1], f"{found[-1]}{end}"]


def _shows_rows(parts: EntityParts) -> bool:
    """True where rows are shown whole, be it in lists."""
    return "get" in parts.entity.written.operations or not parts.entity.abridges


def _of_a_page(parts: EntityParts) -> Iterator[tuple[str, str]]:
    paging = parts.entity.paging
    yield "pagination", paging.class_name
    if paging.by == "page":
        yield "links", paging.links_class


def _field(each: Inclusion) -> list[str]:
    """Return a field of a class, which is there where it is asked for."""
    shown = _class_of(each)
    kinds = [f"IncludedList[{shown}]" if each.many else shown, "MISSING"]
    kinds += [] if each.many else ["None"]
    if each.attribute != each.name:
        return _aliased(each, kinds)
    line = f"    {each.attribute}: {' | '.join(kinds)} = MISSING"
    if len(line) <= WIDTH:
        return [line]
    return [f"    {each.attribute}: (", *_broken(kinds), "    ) = MISSING"]


def _aliased(each: Inclusion, kinds: Sequence[str]) -> list[str]:
    """Return a field that is called otherwise in JSON."""
    alias = f"Field(alias={quoted(each.name)})"
    line = f"    {each.attribute}: Annotated[{' | '.join(kinds)}, {alias}] = MISSING"
    if len(line) <= WIDTH:
        return [line]
    return [
        f"    {each.attribute}: Annotated[",
        *_broken(kinds, ","),
        f"        {alias},",
        "    ] = MISSING",
    ]


def _class_of(each: Inclusion) -> str:
    """Return the class of what is shown of a related row."""
    return f"{each.shown}Read" if each.shown == each.target else each.shown


def _inclusion(parts: EntityParts, each: Inclusion) -> Source:
    view = _view_of(parts, each)
    shown: Source = call("ResponseBuilder", _class_of(each))
    if view is not None:
        name, _, asking = view.chosen_at_work.removesuffix(")").partition("(")
        shown = call(f"lambda work: {_name_of_view(parts, each)}.{name}", asking)
    return call(
        "Inclusion",
        quoted(each.name),
        f"{each.target}Repository",
        _reach(parts, each),
        quoted(each.own),
        shown,
    )


def _reach(parts: EntityParts, each: Inclusion) -> Source:
    """Return how related rows are found."""
    if not each.theirs:
        return call(
            "ByLinks", parts.own.class_name, quoted(names.safe_attribute(each.name))
        )
    return call(_reaching(each), quoted(each.parameter), quoted(each.theirs))


def _reaching(each: Inclusion) -> str:
    if not each.theirs:
        return "ByLinks"
    return "ToMany" if each.many else "ToOne"


def _tried(parts: EntityParts, each: Inclusion) -> Source:
    """Return what tests know of it."""
    target = parts.resolved.entities[each.target].names
    kind = parts.entity.fields[each.name].kind
    said = {
        "theirs": quoted(each.theirs) if each.theirs else "",
        "many": "True" if each.many else "",
        "refers": "True" if kind == "reference" else "",
        "relationship": "" if each.theirs else quoted(names.safe_attribute(each.name)),
    }
    return call(
        "Included",
        quoted(each.name),
        f"models.{parts.own.class_name}",
        f"models.{target.class_name}",
        quoted(each.own),
        *(f"{name}={value}" for name, value in said.items() if value),
    )


# Views


def _view_of(parts: EntityParts, each: Inclusion) -> Views | None:
    """Return how answers about a related row differ by who asks, if they do."""
    added = (one.router for one in parts.resolved.entities[each.target].features)
    return next((one.views for one in added if one.views), None)


def _name_of_view(parts: EntityParts, each: Inclusion) -> str:
    own = parts.resolved.entities[each.target].names
    return f"{own.variable.upper()}_VIEWS"


def _views(parts: EntityParts, inclusions: Sequence[Inclusion]) -> Iterator[Source]:
    """Yield what has a builder of answers for each view of a related row."""
    for each in {one.target: one for one in inclusions}.values():
        view = _view_of(parts, each)
        if view is not None:
            made = call(
                view.maker[1], "ResponseBuilder", _class_of(each), _rules(parts, each)
            )
            yield after(f"{_name_of_view(parts, each)} = ", made)


def _rules(parts: EntityParts, each: Inclusion) -> str:
    own = parts.resolved.entities[each.target].names
    return f"{own.variable.upper()}_ACCESS"


# Imports


def _uses(parts: EntityParts, inclusions: Sequence[Inclusion]) -> Iterator[Use]:
    package, name = parts.package, parts.name
    yield "pydantic", "MISSING"
    yield f"{package}.{_HTTP}", "Inclusion"
    yield f"{package}.{_HTTP}", "Inclusions"
    if _shows_rows(parts):
        yield ".schemas", f"{name}Read"
    if parts.entity.sparse_fields:
        yield ".schemas", f"{name}Fields"
    if "list" in parts.entity.written.operations:
        yield "pydantic", "BaseModel"
        yield from (
            (f"{package}.core.http.schemas", kind) for _, kind in _of_a_page(parts)
        )
        if parts.entity.abridges:
            yield ".schemas", f"{name}ListItem"
    for each in inclusions:
        yield from _of_inclusion(parts, each)


def _of_inclusion(parts: EntityParts, each: Inclusion) -> Iterator[Use]:
    package, target = parts.package, parts.resolved.entities[each.target].names
    slice_ = "" if each.target == parts.name else target.package
    yield f"{package}.{_DB}", _reaching(each)
    yield f"{package}.core.http.responses", "ResponseBuilder"
    yield f"{slice_}.repository", f"{each.target}Repository"
    yield f"{slice_}.schemas", _class_of(each)
    if each.many:
        yield f"{package}.{_HTTP}", "IncludedList"
    if each.attribute != each.name:
        yield from (("typing", "Annotated"), ("pydantic", "Field"))
    if not each.theirs:
        yield f"{package}.models", parts.own.class_name
    view = _view_of(parts, each)
    if view is not None:
        yield f"{package}.{view.maker[0]}", view.maker[1]
        yield f"{slice_}.access", f"{view.rules[1]} as {_rules(parts, each)}"
