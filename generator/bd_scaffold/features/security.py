"""`security`: who may do what, held to in every statement."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ..language import access_expression as said
from ..language.access_folding import ANONYMOUS, Caller, folded
from ..language.design import Design
from ..language.security import GROUPS
from ..operation import Operation, refused
from ..record import replace
from .feature import Components, Feature, Repository, Usage, in_designs
from .routes import Argument, Router

_READS = ("list", "nested_list", "get", "nested_get")
_ACTIONS: Mapping[str, str] = {
    "nested_list": "list",
    "nested_get": "get",
    "replace": "update",
    "link": "update",
    "unlink": "update",
}
"""The rule that an operation is held to, where it is not called like it."""


def _wanted(design: Design) -> bool:
    return design.security is not None


def action_of(operation: Operation) -> str:
    """Return the rule that an operation is held to."""
    return operation.rule or _ACTIONS.get(operation.kind, operation.kind)


def _form(usage: Usage) -> Feature:
    """Return what it is to an entity: how its operations are called hangs on its rules."""
    roles = (
        usage.design.security.roles if usage.design and usage.design.security else ()
    )
    anonymous = Caller(ANONYMOUS, frozenset(roles), signed_in=False)

    def changed(operation: Operation) -> Operation:
        if operation.kind == "custom":
            return operation  # which comes with who may call it
        rule = _rule(usage, action_of(operation))
        open_ = rule is not None and folded(rule.tree, anonymous) is not False
        operation = refused(operation, "unauthenticated")
        if rule is None or rule.tree != said.Name(said.PUBLIC):
            operation = refused(operation, "forbidden")
        return replace(operation, security="optional" if open_ else "required")

    return replace(FEATURE, operation=changed)


def _rule(usage: Usage, action: str) -> said.AccessExpression | None:
    """Return what is said of who may do something; None for nobody."""
    transition = usage.written.transitions.get(action)
    if transition is not None:
        return transition.access or _rule(usage, "update")
    design, own = usage.design, usage.written.access
    defaults = design.security.defaults if design and design.security else None
    group = GROUPS[action]
    for access in (own, defaults):
        for word in (action, group):
            found = getattr(access, word, None)
            if isinstance(found, said.AccessExpression):
                return found
    return None


def _dependency(operation: Operation) -> Iterator[Argument]:
    action = action_of(operation)
    yield Argument(
        f'permitted(ACCESS, "{action}")',
        (("core.http.permissions", "permitted"), (".access", "ACCESS")),
    )


FEATURE = Feature(
    name="security",
    said="security",
    summary="Rules of access hold for every statement.",
    used_by=in_designs(_wanted),
    modules=("access", "asking", "principals"),
    wanted=_wanted,
    told=False,
    form=_form,
    classes=("Guarded",),
    depends_on_who=True,
    repository=Repository(base=("core.db.guarded", "Guarded")),
    router=Router(dependencies=_dependency),
    attributes={"__access__": ("access", "ACCESS")},
    components=Components(
        headers={
            "WWW-Authenticate": {
                "description": "How to sign in.",
                "schema": {"type": "string"},
            }
        },
    ),
)
