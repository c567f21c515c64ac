"""The module of a slice that says who may do what: `access.py`."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from decimal import Decimal

from ...features.use import Use
from ...language.expression import Literal
from ...layout import WIDTH, Node, Source, after, before, block, call, imports, named
from ...names import python_string as quoted
from ...names import safe_attribute
from ...record import Record
from ...resolve.access_rules import (
    AnyOf,
    Compared,
    EntityAccess,
    Every,
    HasPermission,
    HasRole,
    Holds,
    Inverted,
    IsMissing,
    IsOneOf,
    Leaf,
    PrincipalId,
    Read,
    Rule,
    Term,
    Tree,
    leaves,
)
from ..lists import sorts_of
from ..parts import EntityParts
from ..types import AccessCasesCode, AccessCode, Filter
from .access_imports import into_lists, uses_of_rules
from .custom import rule_name

_OPERATIONS = ("list", "get", "create", "update", "delete")
_TERMS = {"public": "PUBLIC", "authenticated": "AUTHENTICATED", "owner": "OWNER"}
_OPERATORS = {"=": "=="}
_MIRRORED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}


_JOINING = (" | ", " & ", " ")


class _Said(Record, frozen=True):
    """An expression in Python, as a whole and by its parts."""

    text: str
    operator: str = ""  # that joins its parts: " | ", " & "
    parts: tuple[_Said, ...] = ()
    source: Source = ""  # the same as what can be broken into lines

    @property
    def breaks(self) -> bool:
        """True where it can be said in several lines."""
        return bool(self.parts or self.source)

    @property
    def inside(self) -> str:
        """The same as an operand of another one."""
        return f"({self.text})" if self.operator in _JOINING else self.text


def access_code(parts: EntityParts, access: EntityAccess) -> AccessCode:
    """Return what the module of an entity's rules says."""
    package, resource = parts.package, parts.own.singular
    own = [_tree(access.rule_of(each)) for each in _OPERATIONS]
    by_word: dict[str, dict[str, Tree | None]] = {
        "actions": {name: _tree(rule) for name, rule in access.actions.items()},
        **{word: dict(_of_fields(parts, access, word)) for word in _WORDS},
    }
    custom = {name: _tree(rule) for name, rule in access.custom.items()}
    others = (*by_word.values(), custom)
    trees = [*own, *(tree for rules in others for tree in rules.values())]
    found = [leaf for tree in trees if tree is not None for leaf in leaves(tree)]
    owned = access.owner if Term("owner") in found else None
    said = dict(zip(_OPERATIONS, map(_of_somebody, own), strict=True))
    apart = {
        each.text: name for name, each in reversed(said.items()) if _is_long(name, each)
    }
    arguments = (
        f"{name}={f'_{apart[each.text].upper()}' if each.text in apart else each.text}"
        for name, each in said.items()
    )
    items: list[Source] = [f"resource={quoted(resource)}", *arguments]
    alone: dict[str, _Said] = {}
    for word, rules in by_word.items():
        found_ = {name: _of_somebody(tree) for name, tree in rules.items()}
        long = {name: each for name, each in found_.items() if _is_long_in(name, each)}
        alone |= {f"{word}_{name}": each for name, each in long.items()}
        said_ = (
            f"{quoted(name)}: {f'_{word}_{name}'.upper() if name in long else each.text}"
            for name, each in found_.items()
        )
        if found_:
            items.append(named(word, Node("{", tuple(said_), "}")))
    apart_ = {name: said[name] for name in apart.values()} | alone
    called = {name: _of_somebody(tree) for name, tree in custom.items()}
    reads = {e.full_name: e.reads for e in parts.resolved.custom}
    return AccessCode(
        imports="\n".join(
            _imports(
                package,
                found,
                owned,
                nobody=None in trees,
                joined={
                    name
                    for each in (
                        *apart_.values(),
                        *filter(_is_long_call, called.values()),
                    )
                    for name in _joining(each)
                },
                uses=[OPERATION_RULE] if called else [],
            )
        ),
        owner=block(_owner(owned)) if owned else "",
        into_lists=into_lists(found),
        rules=tuple(_apart(name, each) for name, each in apart_.items()),
        access="\n".join(
            (
                block(Node("ACCESS = Access(", tuple(items), ")", spread=True)),
                *(
                    call_rule(resource, name, each, reads=reads[f"{parts.name}.{name}"])
                    for name, each in called.items()
                ),
            )
        ),
    )


def rule_apart(
    name: str, tree: Tree, member: str, owner: Read | None
) -> tuple[str, list[Use]]:
    """Return a rule as a constant of its own, and what it is made with."""
    terms = {**_TERMS, "member": member}
    if owner is not None:
        terms["owner"] = str(call("owned_by", *path_of(owner)))
    found = _said(tree, terms)
    fits = len(f"{name} = {found.text}") <= WIDTH or not found.breaks
    said = found.text if fits else _called(found)
    used = [*leaves(tree)]
    joined = () if fits else {*_joining(found)}
    owned = owner if Term("owner") in used else None
    uses = uses_of_rules("", used, owned, nobody=False, joined=joined)
    return block(after(f"{name} = ", said)), uses


OPERATION_RULE = ("core.security.operation_rules", "OperationRule")


def _tree(rule: Rule | None) -> Tree | None:
    return rule.tree if rule is not None else None


def rules_of_calls(
    package: str,
    resource: str,
    reads: Mapping[str, bool],
    rules: Mapping[str, Tree | None],
) -> str:
    """Return what a module says of who may call operations that no slice has the rules of."""
    said = {name: _of_somebody(tree) for name, tree in rules.items()}
    found = [
        leaf for tree in rules.values() if tree is not None for leaf in leaves(tree)
    ]
    joined = {
        name for each in filter(_is_long_call, said.values()) for name in _joining(each)
    }
    lines = _imports(
        *(package, found, None),
        nobody=None in rules.values(),
        joined=joined,
        uses=[OPERATION_RULE],
        alone=True,
    )
    calls = (
        call_rule(resource, name, each, reads=reads[name])
        for name, each in said.items()
    )
    return "\n".join((*lines, "", *calls))


def call_rule(resource: str, name: str, said: _Said, *, reads: bool) -> str:
    """Return who may call an operation of the design's own, and what permissions call it."""
    scope = "read" if reads else "write"
    rule = _called(said) if _is_long_call(said) else said.text
    made = call(
        *("OperationRule", quoted(f"{resource}:{name}")),
        *(quoted(f"{resource}:{scope}"), rule),
    )
    return block(after(f"{rule_name(name)} = ", made))


def _is_long_call(each: _Said) -> bool:
    return len(f"    {each.text},") > WIDTH and each.breaks


_WORDS = ("readable", "writable")


def _of_fields(
    parts: EntityParts, access: EntityAccess, word: str
) -> Iterator[tuple[str, Tree]]:
    """Yield the rules of fields by the attributes that answers and bodies have of them."""
    links = {each.field: each.attribute for each in parts.listed_keys}
    for name, each in access.fields.items():
        rule = getattr(each, word)
        if rule is None:
            continue
        for slot in parts.slots:
            if slot.field_name == name:
                whole = slot.part.field if slot.part else ""
                yield safe_attribute(whole) if whole else slot.attribute, rule.tree
        if name in links:
            yield links[name], rule.tree


def _is_long_in(name: str, each: _Said) -> bool:
    """Tell whether a rule is too long for its line among those of other fields."""
    return len(f"        {quoted(name)}: {each.text},") > WIDTH and each.breaks


def access_cases(
    parts: EntityParts, filters: Sequence[Filter], looked_into: Sequence[str]
) -> AccessCasesCode:
    """Return what the module says by which tests hold an entity to its rules."""
    from ..access_cases import cases_of  # a design without rules needs none of it
    from .access_cases import access_cases_code

    found = cases_of(parts, filters, sorts_of(parts.slots), looked_into)
    return access_cases_code(parts.own.tests, found)


def _of_somebody(tree: Tree | None) -> _Said:
    return _Said("NOBODY") if tree is None else _said(tree)


def _owner(owner: Read) -> Source:
    return after("OWNER = ", call("owned_by", *path_of(owner)))


def _is_long(name: str, each: _Said) -> bool:
    return len(f"    {name}={each.text},") > WIDTH and each.breaks


def _apart(name: str, each: _Said) -> str:
    """Return a rule that is too long to stand where it is given, as calls in place of signs."""
    return block(after(f"_{name.upper()} = ", _called(each)))


def _called(each: _Said) -> Source:
    (inner,) = each.parts if each.operator == _NOT else (each,)
    if inner.operator not in _FUNCTIONS:
        sign = _NOT if each.operator == _NOT else ""
        return after(sign, inner.source) if inner.source else each.text
    if each.operator == _NOT:
        return after("~", _called(inner))
    return call(_FUNCTIONS[each.operator], *map(_called, each.parts))


def _joining(each: _Said) -> Iterator[str]:
    """Yield the functions that a long rule is made with."""
    if each.operator in _FUNCTIONS:
        yield _FUNCTIONS[each.operator]
    for part in each.parts:
        yield from _joining(part)


_NOT = "~"
_FUNCTIONS = {" | ": "either", " & ": "every"}


# Expressions


def _said(tree: Tree, terms: Mapping[str, str] = _TERMS) -> _Said:
    match tree:
        case Term(name):
            return _Said(terms[name])
        case HasRole(name) | HasPermission(name):
            function = "role" if isinstance(tree, HasRole) else "may"
            asked = call(function, quoted(name))
            return _Said(str(asked), source=asked)
        case Holds(read):
            return _Said(f"{_field(read)}.holds()")
        case IsMissing(read, negated):
            return _Said(f"{'~' * negated}{_field(read)}.is_missing()")
        case IsOneOf():
            return _one_of(tree)
        case Inverted(part):
            inner = _said(part, terms)
            return _Said(f"~{inner.inside}", _NOT, (inner,))
        case Every(parts):
            return _joined(" & ", parts, terms)
        case AnyOf(parts):
            return _joined(" | ", parts, terms)
        case Compared():
            return _compared(tree)


def _one_of(tree: IsOneOf) -> _Said:
    method = "none_of" if tree.negated else "one_of"
    asked = call(f"{_field(tree.read)}.{method}", *map(_literal, tree.values))
    return _Said(str(asked), source=asked)


def _joined(operator: str, parts: Sequence[Tree], terms: Mapping[str, str]) -> _Said:
    found = tuple(_said(each, terms) for each in parts)
    if len(found) == 1:
        return found[0]
    return _Said(operator.join(each.inside for each in found), operator, found)


def _compared(tree: Compared) -> _Said:
    operator, left, right = tree.operator, tree.left, tree.right
    if isinstance(right, Read) and not isinstance(left, Read):
        operator, left, right = _MIRRORED.get(operator, operator), right, left
    if not isinstance(left, Read):
        raise TypeError(f"A rule compares no value of a row: {tree}")
    if isinstance(right, PrincipalId):
        method = "is_me" if operator == "=" else "is_someone_else"
        asked = before(call("field", *path_of(left)), f".{method}()")
        return _Said(str(asked), source=asked)
    if isinstance(right, Literal) and isinstance(right.value, bool):
        # `== True` is what linters take for a mistake (E712).
        method = "one_of" if operator == "=" else "none_of"
        if right.value and operator == "=":
            return _Said(f"{_field(left)}.holds()")
        return _Said(f"{_field(left)}.{method}({right.value})")
    other = _field(right) if isinstance(right, Read) else _literal(right)
    said = f"{_field(left)} {_OPERATORS.get(operator, operator)} {other}"
    return _Said(said, " ")


def _literal(literal: Literal) -> str:
    value = literal.value
    if isinstance(value, bool) or not isinstance(value, str | Decimal):
        return repr(value)
    return quoted(value) if isinstance(value, str) else f'Decimal("{value}")'


def _field(read: Read) -> str:
    return str(call("field", *path_of(read)))


def path_of(read: Read) -> list[Source]:
    """Return the attributes that lead to a value, each as Python."""
    steps: list[Source] = []
    for step in read.steps:
        if step.many:
            there = (quoted(there.attribute) for _, there in step.columns)
            steps.append(call("rows_of", quoted(step.target), *there))
            continue
        own = [quoted(here.attribute) for here, _ in step.columns]
        steps.append(own[0] if len(own) == 1 else f"({', '.join(own)})")
    return [*steps, quoted(read.slot.attribute)]


# Imports


def _imports(
    package: str,
    found: Sequence[Leaf],
    owned: Read | None,
    *,
    nobody: bool,
    joined: Collection[str],
    uses: Sequence[Use] = (),
    alone: bool = False,
) -> Iterator[str]:
    added = [(f"{package}.{module}", name) for module, name in uses]
    uses = [] if alone else [(f"{package}.core.security.access", "Access")]
    uses += added
    uses += uses_of_rules(package, found, owned, nobody=nobody, joined=joined)
    yield from imports(uses, package)
