"""Access: what rules ask for is there, and can be told of who asks or of a row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from .. import names
from ..diagnostics import did_you_mean
from ..language import access_expression as said
from ..language.access_expression import (
    KEYWORDS,
    OWNER,
    PRINCIPAL,
    PRINCIPAL_ID,
    TERMS,
    AccessExpression,
    names_in,
)
from ..language.finding import Finding
from ..language.permissions import is_pattern, is_permission
from ..language.scalars import ACCOUNT
from ..language.security import GROUPS, Access, Role
from ..language.tree import Path
from ..record import Record
from ..resolve import Resolved, ResolvedEntity
from ..resolve.access import Dead, is_account, read_of
from ..resolve.access_rules import Read
from ..resolve.owned import done_within
from .access_lists import asked_of_lists, lists_of_rules
from .access_values import ValueTypes
from .finding import either, listed, repeated
from .naming import SNAKE, shaped

_WORDS = ("read", "write", *GROUPS)
_OFFERED = {
    "list": ("list",),
    "create": ("create",),
    "update": ("update", "replace"),
    "delete": ("delete",),
    "write": ("create", "update", "replace", "delete"),
}
"""The operations of the API that a word is about; `get` is about references, too."""

Told = tuple[str, str, str]
"""A code, a message and a hint."""


def rule(resolved: Resolved) -> Iterator[Finding]:
    """Every rule can be told of who asks and of a row, and roles are no other words."""
    security = resolved.design.security
    if security is None:
        yield from _unheard(resolved)
        return
    if security.browser and "oidc" not in security.authentication:
        message = "Browsers sign in at an issuer, and there is none."
        hint = "Add oidc to authentication, or leave browser out."
        yield Finding(("security", "browser"), "BD545", message, hint)
    for name, role in security.roles.items():
        yield from _role(name, role)
    for entity in resolved.entities.values():
        path: Path = ("entities", entity.name)
        yield from _owner(resolved, entity)
        reader = expressions_of(resolved, entity)
        if entity.written.access is not None:
            place: Path = (*path, "access")
            offered = (*entity.written.operations, *done_within(resolved, entity))
            yield from _offered(entity, entity.written.access, place, offered)
            for word, expression in _said(entity.written.access):
                yield from reader.findings((*place, word), expression)
        for name, transition in entity.written.transitions.items():
            if transition.access is not None:
                place = (*path, "transitions", name, "access")
                yield from reader.findings(place, transition.access)
        for word, expression in _by_default(security.defaults, entity):
            yield from reader.of_default(("security", "defaults", word), expression)
    yield from lists_of_rules(resolved)


_UNHEARD = "Nobody signs in, so nobody is told from others."
_OR_LEFT_OUT = "Add `security: {authentication: jwt}`, or leave it out."


def _unheard(resolved: Resolved) -> Iterator[Finding]:
    """A design in which nobody signs in tells nobody apart."""
    for entity in resolved.entities.values():
        for word in ("access", "owner"):
            if getattr(entity.written, word) is not None:
                place: Path = ("entities", entity.name, word)
                yield Finding(place, "BD541", _UNHEARD, _OR_LEFT_OUT)
        for name, transition in entity.written.transitions.items():
            if transition.access is not None:
                place = ("entities", entity.name, "transitions", name, "access")
                yield Finding(place, "BD541", _UNHEARD, _OR_LEFT_OUT)


def _role(name: str, role: Role) -> Iterator[Finding]:
    path: Path = ("security", "roles", name)
    yield from shaped(path, name, SNAKE)
    if name in (*TERMS, *KEYWORDS, PRINCIPAL):
        message = f'"{name}" is a word of the language of access.'
        yield Finding(path, "BD112", message, f'Try "{name}_role".')
    for position, pattern in enumerate(role.may):
        if not is_pattern(pattern):
            message = f'"{pattern}" is not a permission.'
            hint = 'Write order:read, "order:*" for all of a resource, or "*" for all.'
            yield Finding((*path, "may", position), "BD113", message, hint)
    for position, pattern in repeated(role.may):
        message = f'"{pattern}" appears twice.'
        yield Finding((*path, "may", position), "BD116", message, "Leave one out.")


def _owner(resolved: Resolved, entity: ResolvedEntity) -> Iterator[Finding]:
    written = entity.written.owner
    if written is None:
        return
    place: Path = ("entities", entity.name, "owner")
    found = read_of(resolved.entities, entity, written)
    if isinstance(found, Dead):
        yield Finding(place, *_dead(resolved, found, written))
    elif found.many:
        message = f"{written} leads into a list, of which each row is somebody else's."
        hint = "Ask for it in a rule: `members.account = principal.id`."
        yield Finding(place, "BD542", message, hint)
    elif not is_account(found):
        said_type = (
            found.slot.source.type if found.slot.source else "a column of a trait"
        )
        if found.slot.references is not None:
            said_type = f"a relation to {said_type}"
        message = f"{written} is {said_type}, and not the account of somebody."
        hint = "It ends at a field of the type user: `account: user`."
        if found.slot.references is not None:
            hint = f"Go on to its `user` field: {_account_of(resolved, found)}."
        yield Finding(place, "BD542", message, hint)


def _account_of(resolved: Resolved, read: Read) -> str:
    """Return the path to an account that a relation may lead to."""
    target = resolved.entities.get(read.slot.references or "")
    fields = target.fields.values() if target is not None else ()
    accounts = [each.said for each in fields if each.source.type == ACCOUNT]
    return f"{read.text}.{accounts[0] if accounts else 'account'}"


def _offered(
    entity: ResolvedEntity, access: Access, place: Path, offered: Sequence[str]
) -> Iterator[Finding]:
    """Nobody is asked about what no request can do."""
    for word, _ in _said(access):
        needed = _OFFERED.get(word, offered)
        if needed and not any(each in offered for each in needed):
            message = f"{entity.name} does not offer {either(needed)}."
            hint = "Leave it out, or add it to `operations`."
            yield Finding((*place, word), "BD107", message, hint)


def _said(access: Access) -> Iterator[tuple[str, AccessExpression]]:
    for word in _WORDS:
        expression = getattr(access, word)
        if expression is not None:
            yield word, expression


def _by_default(
    defaults: Access, entity: ResolvedEntity
) -> Iterator[tuple[str, AccessExpression]]:
    """Yield what of the design's defaults an entity leaves as it is, each once."""
    own, found = entity.written.access, {}
    for operation, group in GROUPS.items():
        words = (operation, group)
        if own is not None and any(getattr(own, each) is not None for each in words):
            continue
        for word in words:
            if (expression := getattr(defaults, word)) is not None:
                found[word] = expression
                break
    yield from found.items()


def _dead(resolved: Resolved, dead: Dead, path: str) -> Told:
    """Return the code, the message and the hint for a path that leads to no value."""
    name, entity = dead.name, resolved.entities[dead.entity]
    fields = [each.said for each in entity.fields.values()]
    match dead.why:
        case "unknown":
            message = f'{entity.name} has no field "{name}".'
            known = [*fields, *(each.name for each in entity.slots)]
            return "BD106", message, did_you_mean(name, known)
        case "whole":
            parts = [each for each in fields if each.startswith(f"{name}.")]
            message = f'"{name}" is a value of several parts.'
            return "BD106", message, f"Write {' or '.join(parts)}."
        case "value":
            message = f"{path} goes on behind {name}, which is no relation."
            return "BD542", message, "End it there, or begin at a relation."
        case _:
            message = f"{entity.name}.{name} leads to rows that refer to this one."
            hint = "A path goes from a row to the one that it refers to."
            return "BD542", message, hint


def expressions_of(resolved: Resolved, entity: ResolvedEntity) -> Expressions:
    """Return what reads expressions about the rows of an entity."""
    security = resolved.design.security
    return Expressions(resolved, entity, tuple(security.roles if security else ()))


class Expressions(Record, frozen=True):
    """Reads expressions about the rows of one entity."""

    resolved: Resolved
    entity: ResolvedEntity
    roles: tuple[str, ...]

    def of_default(
        self, place: Path, expression: AccessExpression
    ) -> Iterator[Finding]:
        """Yield what is wrong with a default: what is wrong for one entity only, at that."""
        here: Path = ("entities", self.entity.name)
        for leaf in said.walk(expression.tree):
            for code, message, hint in self._leaf(leaf):
                if self._is_general(leaf):
                    told = message.replace(f" and no field of {self.entity.name}", "")
                    yield Finding(place, code, told, hint)
                else:
                    by = f'By `defaults`, {place[-1]} is "{expression}": '
                    yield Finding(here, code, f"{by}{message}", hint)

    def _is_general(self, leaf: said.Tree) -> bool:
        """True for what makes sense for no entity."""
        if isinstance(leaf, said.Name) and leaf.name != OWNER:
            each = self.resolved.entities.values()
            return not any(leaf.name in entity.fields for entity in each)
        return isinstance(leaf, said.Permission)

    def findings(self, place: Path, expression: AccessExpression) -> Iterator[Finding]:
        """Yield what is wrong with an expression."""
        for leaf in said.walk(expression.tree):
            for code, message, hint in self._leaf(leaf):
                yield Finding(place, code, message, hint)

    def _leaf(self, leaf: said.Tree) -> Iterator[Told]:
        match leaf:
            case said.Name(name):
                yield from self._name(name)
            case said.Permission(name) if not is_permission(name):
                yield shape(name)
            case said.Comparison() | said.Missing() | said.OneOf():
                yield from self._comparison(leaf)

    def _name(self, name: str) -> Iterator[Told]:
        field = self.entity.fields.get(name)
        is_boolean = field is not None and field.source.type == "boolean"
        if name == OWNER and self.entity.written.owner is None:
            message = f"{self.entity.name} says no owner."
            hint = (
                "Say it: `owner: account`, a field of the type user or a path to one."
            )
            yield "BD542", message, hint
        elif name in TERMS and is_boolean:
            message = f'"{name}" has a meaning of its own here: it is not the field.'
            yield "BD544", message, f"Write {name} = true for the field, or rename it."
        elif name in TERMS:
            return
        elif name in self.roles:
            if is_boolean:
                message = f'"{name}" is a role, and a field of {self.entity.name}.'
                yield "BD544", message, f"Write {name} = true for the field."
        elif name == PRINCIPAL_ID:
            hint = "Compare it with a field: `account = principal.id`."
            yield "BD702", "principal.id is an account, not true or false.", hint
        elif "." not in name and isinstance(self._read(name), Dead):
            message = f'"{name}" is no role and no field of {self.entity.name}.'
            fields = [each.said for each in self.entity.fields.values()]
            known = [*self.roles, *TERMS, *fields]
            hint = "Write it under `security: {roles: …}` with what it may."
            if self.roles:
                hint = did_you_mean(name, known) or f"Roles are {listed(self.roles)}."
            yield "BD543", message, hint
        else:
            yield from self._comparison(said.Name(name))

    def _read(self, path: str) -> Read | Dead:
        return read_of(self.resolved.entities, self.entity, path)

    def _comparison(self, leaf: said.Tree) -> Iterator[Told]:
        """Yield why values can't be compared, or can't be read at all."""
        paths = [each for each in names_in(leaf) if each != PRINCIPAL_ID]
        found = {each: self._read(each) for each in paths}
        for path, read in found.items():
            if path.startswith(f"{PRINCIPAL}.") and isinstance(read, Dead):
                message = f"{path} is not known of who asks."
                yield "BD106", message, f"Known is only {PRINCIPAL_ID}."
            elif isinstance(read, Dead):
                yield _dead(self.resolved, read, path)
        reads = {p: each for p, each in found.items() if isinstance(each, Read)}
        if len(reads) == len(found):
            yield from asked_of_lists(self.resolved, leaf, reads.values())
            yield from ValueTypes(self.resolved, reads).findings(leaf)


def shape(name: str) -> Told:
    """Return what is wrong with a permission of a form that is none."""
    if name.endswith(":*"):
        message = f'"{name}" is what a role may have; a rule asks for one permission.'
        return "BD113", message, f"Write {name[:-1]}read, or what it is about."
    resource, _, action = name.partition(":")
    better = f"{names.snake(resource)}:{names.snake(action)}"
    return "BD113", f'"{name}" is not a permission.', f"Write {better}."
