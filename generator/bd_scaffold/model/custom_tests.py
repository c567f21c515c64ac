"""What tests know of operations of the design's own: samples, who may call them, and how."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from .. import names
from ..language.design import FieldType
from ..layout import Node, Source, after, block, call, import_block, named, tuple_of
from ..names import python_string as quoted
from ..record import Record
from ..resolve import Resolved
from ..resolve.custom import CustomOperation, Side, fields_of_side
from ..resolve.slots import Slot
from ..resolve.types import Enum
from ..resolve.values import schema_of
from .access_answers import callers
from .access_truth import Truth
from .python.custom import Called, Module
from .python.resource import STANDARD, called_in, without_texts
from .samples import samples_of


class GroupTests(Record, frozen=True):
    """What the module of a group's tests says, in ready Python."""

    samples: (
        str  # imports, and functions that make what operations are given, and answer
    )
    operations: tuple[str, ...]  # each as tests know it


def tests_of(resolved: Resolved, module: Module) -> GroupTests:
    """Return what tests know of the operations of one owner."""
    functions = [*_functions(resolved, module)]
    above = "\n".join(_imports(module, "\n".join(functions)))
    return GroupTests(
        samples="\n\n\n".join((above, *functions)) + "\n" * bool(functions),
        operations=tuple(
            block(_operation(resolved, module, each), 4, ",") for each in module.called
        ),
    )


def _functions(resolved: Resolved, module: Module) -> Iterator[str]:
    for each in module.called:
        if each.has_input:
            yield _function(resolved, each, "input")
        if each.answers == "fields":
            yield _function(resolved, each, "output")


def _function(resolved: Resolved, each: Called, side: Side) -> str:
    items = [
        after(f"{quoted(name)}: ", source)
        for name, source in _samples(resolved, each.custom, side)
    ]
    what = "is given" if side == "input" else "answers"
    return "\n".join(
        (
            block(
                Node(
                    f"def {each.custom.name}_{side}(",
                    ("n: int",),
                    ") -> dict[str, Any]:",
                )
            ),
            f'    """Return the n-th of what `{each.custom.name}` {what}."""',
            block(after("return ", Node("{", tuple(items), "}", spread=True)), 4),
        )
    )


def _samples(
    resolved: Resolved, each: CustomOperation, side: Side
) -> Iterator[tuple[str, Source]]:
    from .custom import enums_of

    design, enums = resolved.design, enums_of(resolved, each, side)
    for name, source in fields_of_side(design, each.written, side).items():
        if source.type in design.types:
            parts = design.types[source.type].fields
            within = {
                field.name: field.enum
                for field in resolved.fields
                if field.part and field.entity_name == source.type and field.enum
            }
            given = _sources(parts, within)
            items = (named(names.safe_attribute(part), text) for part, text in given)
            yield names.safe_attribute(name), call(f"types.{source.type}", *items)
        else:
            for _, text in _sources({name: source}, enums):
                yield names.safe_attribute(name), text


def _sources(
    fields: Mapping[str, FieldType], enums: Mapping[str, Enum]
) -> Iterator[tuple[str, str]]:
    """Yield a sample of each of some fields, as Python."""
    for name, source in fields.items():
        enum = enums.get(name)
        slot = Slot(
            name=name,
            attribute=names.safe_attribute(name),
            schema=schema_of(source, enum, key=False),
            enum=enum,
            source=source,
            field_name=name,
            key=False,
        )
        for each in samples_of((slot,), frozenset()):
            yield name, each.source


def _imports(module: Module, source: str) -> Iterator[str]:
    own, package = module.owner.package, module.package
    bare = without_texts(source)
    yield from (line for use, line in STANDARD.items() if use in bare)
    if source:
        yield "from typing import Any"
        yield ""
    schemas = {each.input for each in module.called if each.has_input}
    schemas |= {each.output for each in module.called if each.answers == "fields"}
    shown = any(e.custom.is_of_row or e.shown is not None for e in module.called)
    models = {name for name in ("enums", "types") if f"{name}." in bare}
    yield from import_block(
        {
            f"{own}.operation_schemas": schemas,
            f"{own}.operations": {module.name},
            package: {"models"} if shown else set(),
            f"{package}.models": models,
            "tests.api.operation": {"Own"},
            "tests.support": called_in(bare),
        }
    )


def _operation(resolved: Resolved, module: Module, each: Called) -> Source:
    custom, http = each.custom, each.operation.http
    items: list[Source] = [
        named("id", quoted(each.operation.id)),
        named("method", quoted(http.method.upper())),
        named(
            "path",
            quoted(
                f"/{http.path.rpartition('/')[2]}" if custom.is_of_row else http.path
            ),
        ),
        f"service={module.name}",
        named("call", quoted(custom.name)),
    ]
    if custom.is_of_row and module.own is not None:
        items.append(f"of=models.{module.own.class_name}")
    if each.has_input:
        items += [f"input={each.input}", f"given={custom.name}_input"]
    if each.answers == "fields":
        items += [f"output={each.output}", f"answered={custom.name}_output"]
    if each.shown is not None:
        items.append(f"answers=models.{each.shown.class_name}")
    if each.answers == "many":
        items.append("many=True")
    if each.is_later:
        items.append("is_later=True")
    if each.secured and not custom.is_of_row:
        closed = [*_refused(resolved, custom)]
        if closed:
            items.append(named("refused", tuple_of(map(quoted, closed))))
    return Node("Own(", tuple(items), ")", spread=True)


def _refused(resolved: Resolved, each: CustomOperation) -> Iterator[str]:
    """Yield who may not call an operation that is about no row."""
    for caller in callers(resolved):
        rule = each.rule
        if rule is None or not Truth(None, ()).of(rule.tree, {}, caller):
            yield caller.name
