"""The module of a group's operations that are done later: what a worker has to know of each."""

from __future__ import annotations

from collections.abc import Iterator

from ...features.use import Use
from ...layout import Source, after, block, call, imports, named, tuple_of
from ...names import python_string
from .custom import Called, Module, done_by, model_of, shown_by

_CORE = "core.async_operations"


def module_of(own: Module) -> str:
    """Return the module of those that are done later; nothing where none is."""
    found = [each for each in own.called if each.custom.written.later]
    if not found:
        return ""
    definitions = [
        block(after(f"{name_of(each)} = ", call("AsyncOperation", *_said(own, each))))
        for each in found
    ]
    listed = after("ALL = ", tuple_of([name_of(each) for each in found]))
    used = [use for each in found for use in _used(own, each)]
    above = "\n".join(imports(used, own.package))
    title = f'"""What of {own.owner.label} is done later."""'
    return "\n\n".join((title, above, "\n".join((*definitions, block(listed))))) + "\n"


def name_of(each: Called) -> str:
    """Return what the module calls an operation: `DO_RECOUNT`."""
    return done_by(each.custom.name)


def _said(own: Module, each: Called) -> Iterator[Source]:
    custom = each.custom
    yield named("name", python_string(custom.full_name))
    yield named("id", python_string(each.operation.id))
    yield f"service={own.name}"
    yield named("call", python_string(custom.name))
    if each.key:
        yield named("key", tuple_of([part.alias for part in each.key]))
    if each.has_input:
        yield f"input={each.input}"
    if each.outcome is not None:
        yield named("output", model_of(each))
        builder, shown = _shown(each), "many" if each.answers == "many" else "one"
        answer = call(f"{builder[1]}.{shown}", "result")
        yield named("shown", after(f"lambda {builder[0]}, result: ", answer))
        if each.store:
            yield f"store={each.store}"
    if each.secured:
        yield f"may={each.rule}"
    was = custom.written.was or (
        f"{own.was}.{custom.name}" if own.was and own.was != custom.owner.name else ""
    )
    if was and was != custom.full_name:
        yield named("was", python_string(was))


def _shown(each: Called) -> tuple[str, str]:
    """Return the name of the unit of work, where it is asked for, and what shows answers."""
    if each.answers == "fields":
        return "_work", f"ResponseBuilder({each.output})"
    views = each.shown.views if each.shown is not None else None
    if views is None:
        return "_work", each.builder
    return "work", f"{each.builder}.{views.chosen_at_work or views.chosen}"


def _used(own: Module, each: Called) -> Iterator[Use]:
    yield f"{own.package}.{_CORE}.operation", "AsyncOperation"
    yield ".operations", own.name
    if each.has_input:
        yield ".operation_schemas", each.input
    if each.outcome is not None and each.answers == "fields":
        yield ".operation_schemas", each.output
        yield f"{own.package}.core.http.responses", "ResponseBuilder"
    if each.answers == "many":
        yield "pydantic", "RootModel"
    if each.key:
        yield from ((".schemas", part.alias) for part in each.key)
    if each.shown is not None:
        yield from shown_by(own, each.shown)
    if each.secured:
        of_entity = own.own is not None
        yield ".access" if of_entity else ".operation_access", each.rule
