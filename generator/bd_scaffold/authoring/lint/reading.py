"""What a template reads: names that there are, and members that the model promises.

The template's tree is walked as Jinja would run it, with what is known of each value in the
place of the value.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ...diagnostics import did_you_mean
from ...model.model_api import SCOPE
from ..findings import Finding
from ..templates import Template, Templates, visited
from .values import (
    OWN,
    UNKNOWN,
    UnknownMemberError,
    Value,
    Words,
    either,
    entry,
    member,
    part,
    record,
    word,
)

_GIVEN = {*SCOPE, "bd_model", "_copier_answers", "fills"}
_WITHIN = {"loop", "super", "self", "caller", "varargs", "kwargs"}
_COPIERS = {
    *("_copier_conf", "_copier_python", "_copier_phase", "_copier_operation"),
    *("_external_data", "_folder_name", "files", "f"),
}
_PROSE = (".md", ".rst", ".adoc", ".txt")
_ENCODES = {
    *("to_json", "tojson", "to_nice_json", "to_yaml", "to_nice_yaml", "quote"),
    *("hash", "checksum", "md5", "sha1", "b64encode", "urlencode", "to_uuid"),
    *("length", "count", "wordcount", "int", "float", "bool", "regex_escape"),
}
_SAME = {
    *("reverse", "sort", "unique", "list", "select", "reject"),
    *("selectattr", "rejectattr"),
}
_FIRST = {"first", "last", "random", "min", "max"}
_BY_NAME = {"selectattr", "rejectattr", "groupby"}
_ASKS = {"default", "d"}

Scope = dict[str, Value]


def findings(
    template: Template,
    templates: Templates,
    questions: frozenset[str],
    words: Words | None,
) -> Iterator[Finding]:
    """Yield what a template reads that there isn't, or may not be."""
    yield from _tools(template, templates)
    yield from _names(template, templates, questions)
    yield from _Walk(template, templates, words).findings


def _tools(template: Template, templates: Templates) -> Iterator[Finding]:
    for node, kind in visited(template):
        if kind not in {"Filter", "Test"}:
            continue
        known = templates.filters if kind == "Filter" else templates.tests
        if node.name not in known:
            message = f"there is no {kind.lower()} {node.name}."
            hint = did_you_mean(node.name, known)
            yield Finding(template.name, node.lineno, "BL402", message, hint)


def _names(
    template: Template, templates: Templates, questions: frozenset[str]
) -> Iterator[Finding]:
    near = [template, *_around(template, templates)]
    bound = {name for each in near for name in _bound(each)}
    known = _GIVEN | bound | questions
    for node, kind in visited(template):
        read = kind == "Name" and node.ctx == "load"
        if read and node.name not in known | templates.names | _WITHIN:
            message, hint = f'there is no "{node.name}".', _instead(node.name, known)
            yield Finding(template.name, node.lineno, "BL401", message, hint)


def _instead(name: str, known: Iterable[str]) -> str:
    if name in _COPIERS:
        return "Copier would give it, but bd-scaffold does not; read model."
    return did_you_mean(name, known) or "Ask for it in questions.yml, or read model."


def _around(template: Template, templates: Templates) -> Iterator[Template]:
    """Yield the templates whose names this one sees: those it extends, those that include it."""
    waiting, seen = [template], {template.name}
    while waiting:
        here = waiting.pop()
        near = [name for kind, name, _ in here.uses if kind == "Extends"]
        near += [
            each.name
            for each in templates.found.values()
            for kind, name, _ in each.uses
            if kind == "Include" and name == here.name
        ]
        near += _including(here, templates)
        for name in near:
            if name in templates.found and name not in seen:
                seen.add(name)
                waiting.append(templates.found[name])
                yield templates.found[name]


def _including(template: Template, templates: Templates) -> list[str]:
    """Return the templates that include one as what fills a slot of theirs."""
    slot = template.named.slot
    return [
        each.name
        for each in templates.found.values()
        if slot and each.output == template.output and slot in each.slots
    ]


def _bound(template: Template) -> Iterator[str]:
    """Yield the names that a template gives to values, wherever it does."""
    for node, kind in visited(template):
        if kind == "Macro" or (kind == "Name" and node.ctx != "load"):
            yield node.name
        elif kind == "Import":
            yield node.target
        elif kind == "FromImport":
            yield from (
                each if isinstance(each, str) else each[1] for each in node.names
            )


class _Walk:
    """One way through a template, and what was found on it."""

    def __init__(
        self, template: Template, templates: Templates, words: Words | None
    ) -> None:
        self.findings: list[Finding] = []
        self._template = template
        self._words = words
        self._in_code = _is_code(template)
        self._foreign = {
            name for each in _around(template, templates) for name in _bound(each)
        }
        self._asked = set(_asked(template))
        self._run(template.tree.body, {})

    # Statements

    def _run(self, body: Iterable[Any], scope: Scope) -> None:
        for node in body:
            run = getattr(self, f"_run_{type(node).__name__}", self._run_other)
            run(node, scope)

    def _run_other(self, node: Any, scope: Scope) -> None:
        """Read all that a statement of no interest has in it."""
        for each in node.iter_child_nodes():
            if type(each).__name__ in _STATEMENTS:
                self._run([each], scope)
            else:
                self._value(each, scope)

    def _run_Output(self, node: Any, scope: Scope) -> None:
        for each in node.nodes:
            value = self._value(each, scope)
            if value.free and self._in_code:
                self._find(
                    each,
                    "BL405",
                    "a free text of the design stands raw in code.",
                    _ENCODE,
                )

    def _run_If(self, node: Any, scope: Scope) -> None:
        branches = [node, *node.elif_]
        ends: list[Scope] = []
        for branch in branches:
            self._value(branch.test, scope)
            ends.append(dict(scope))
            self._run(branch.body, ends[-1])
        ends.append(dict(scope))
        self._run(node.else_, ends[-1])
        for name in {name for end in ends for name in end}:
            values = {end.get(name, UNKNOWN) for end in ends}
            scope[name] = values.pop() if len(values) == 1 else UNKNOWN

    def _run_For(self, node: Any, scope: Scope) -> None:
        inner = dict(scope)
        self._bind(node.target, self._value(node.iter, scope).item, inner)
        if node.test is not None:
            self._value(node.test, inner)
        self._run(node.body, inner)
        self._run(node.else_, dict(scope))

    def _run_Assign(self, node: Any, scope: Scope) -> None:
        self._bind(node.target, self._value(node.node, scope), scope)

    def _run_AssignBlock(self, node: Any, scope: Scope) -> None:
        self._run(node.body, dict(scope))
        self._bind(node.target, UNKNOWN, scope)

    def _run_Macro(self, node: Any, scope: Scope) -> None:
        inner = dict(scope) | {each.name: UNKNOWN for each in node.args}
        for each in node.defaults:
            self._value(each, scope)
        self._run(node.body, inner)
        scope[node.name] = UNKNOWN

    def _run_CallBlock(self, node: Any, scope: Scope) -> None:
        self._value(node.call, scope)
        self._run(node.body, dict(scope) | {each.name: UNKNOWN for each in node.args})

    def _run_Block(self, node: Any, scope: Scope) -> None:
        self._run(node.body, dict(scope))

    def _run_With(self, node: Any, scope: Scope) -> None:
        inner = dict(scope)
        for target, value in zip(node.targets, node.values, strict=True):
            self._bind(target, self._value(value, scope), inner)
        self._run(node.body, inner)

    def _bind(self, target: Any, value: Value, scope: Scope) -> None:
        kind = type(target).__name__
        if kind == "Name":
            scope[target.name] = value
        elif kind == "Tuple":
            for number, each in enumerate(target.items):
                self._bind(each, part(value, number), scope)

    # Expressions

    def _value(self, node: Any, scope: Scope) -> Value:
        read = getattr(self, f"_value_{type(node).__name__}", self._value_other)
        return read(node, scope)

    def _value_other(self, node: Any, scope: Scope) -> Value:
        for each in node.iter_child_nodes():
            self._value(each, scope)
        return UNKNOWN

    def _value_Name(self, node: Any, scope: Scope) -> Value:
        if node.name in scope:
            return scope[node.name]
        if node.name in SCOPE and node.name not in self._foreign:
            return record(SCOPE[node.name])
        return UNKNOWN

    def _value_Getattr(self, node: Any, scope: Scope) -> Value:
        return self._member(node, self._value(node.node, scope), node.attr)

    def _value_Getitem(self, node: Any, scope: Scope) -> Value:
        value = self._value(node.node, scope)
        if type(node.arg).__name__ == "Slice":
            self._value_other(node.arg, scope)
            return value
        if type(node.arg).__name__ != "Const":
            self._value(node.arg, scope)
            return entry(value)
        if isinstance(node.arg.value, str):
            return self._member(node, value, node.arg.value)
        return part(value, node.arg.value)

    def _member(self, node: Any, value: Value, name: str) -> Value:
        try:
            if name == OWN and value.shape is not None:
                return Value(words=self._words)
            if value.words is not None:
                return self._word(value.words, name)
            found, always = member(value, name)
        except UnknownMemberError as error:
            message = f'{error.of} has no "{name}".'
            hint = did_you_mean(name, error.known) or _NO_MEMBER
            self._find(node, "BL403", message, hint)
            return UNKNOWN
        if not always and name not in self._asked:
            message = f'"{name}" is not there where it has its default.'
            hint = (
                f"Ask first: {{% if ….{name} is defined %}}, or ….{name} | default(…)."
            )
            self._find(node, "BL404", message, hint)
        return found

    def _word(self, words: Mapping[str, Any], name: str) -> Value:
        """Return what a team's words have under a name: a layer's words, or one of them."""
        if words is not self._words:
            return word("the layer's words.yaml", words, name)
        if name not in words:
            raise UnknownMemberError("x", list(words))
        return Value(words=words[name])

    def _value_Filter(self, node: Any, scope: Scope) -> Value:
        if node.node is None:
            return self._value_other(node, scope)
        value = self._value(node.node, scope)
        arguments = [self._value(each, scope) for each in node.args]
        named = {each.key: each.value for each in node.kwargs}
        for each in named.values():
            self._value(each, scope)
        found = self._by_attribute(node, value, named)
        if node.name in _ENCODES:
            return UNKNOWN
        if node.name in _SAME:
            return value
        if node.name in _FIRST:
            return value.item
        if node.name == "map" and found is not None:
            return Value(None, found.free)
        if node.name in _ASKS and arguments:
            return either(value, arguments[0])
        return Value(None, value.free or any(each.free for each in arguments))

    def _by_attribute(
        self, node: Any, value: Value, named: dict[str, Any]
    ) -> Value | None:
        """Return what a filter reads of each item by a name that is written out."""
        asked: Any = named.get("attribute")
        if asked is None and node.name in _BY_NAME and node.args:
            asked = node.args[0]
        if type(asked).__name__ != "Const" or not isinstance(asked.value, str):
            return None
        found = UNKNOWN
        for path in asked.value.split(","):
            found = value.item
            for step in path.strip().split("."):
                found = (
                    part(found, int(step))
                    if step.isdigit()
                    else self._member(node, found, step)
                )
        return found

    def _value_Call(self, node: Any, scope: Scope) -> Value:
        inner = [*node.args, *(each.value for each in node.kwargs)]
        given = [self._value(each, scope) for each in inner]
        if type(node.node).__name__ != "Getattr":
            self._value(node.node, scope)
            return UNKNOWN  # a macro may have made a literal of it
        called = self._value(node.node, scope)
        of_a_text = type(node.node.node).__name__ == "Const"
        return Value(
            None, called.free or (of_a_text and any(each.free for each in given))
        )

    def _value_Concat(self, node: Any, scope: Scope) -> Value:
        values = [self._value(each, scope) for each in node.nodes]
        return Value(None, any(each.free for each in values))

    def _value_Add(self, node: Any, scope: Scope) -> Value:
        return either(self._value(node.left, scope), self._value(node.right, scope))

    def _value_Or(self, node: Any, scope: Scope) -> Value:
        return self._value_Add(node, scope)

    def _value_And(self, node: Any, scope: Scope) -> Value:
        return self._value_Add(node, scope)

    def _value_CondExpr(self, node: Any, scope: Scope) -> Value:
        self._value(node.test, scope)
        first = self._value(node.expr1, scope)
        return either(first, self._value(node.expr2, scope) if node.expr2 else first)

    def _find(self, node: Any, code: str, message: str, hint: str) -> None:
        self.findings.append(
            Finding(self._template.name, node.lineno, code, message, hint)
        )


_ENCODE = "Write it as {{ … | to_json(ensure_ascii=False) }}."
_NO_MEMBER = "docs/model.md lists what there is."
_STATEMENTS = {
    *("Assign", "AssignBlock", "Block", "CallBlock", "FilterBlock", "For", "If"),
    *("Include", "Macro", "Output", "Scope", "With"),
}


def _is_code(template: Template) -> bool:
    """Tell whether the output is read by a machine; of a part of others nobody knows."""
    name = template.output.rpartition("/")[2]
    is_part = name.startswith("_") and not name.startswith("__")
    return not is_part and not name.endswith(_PROSE)


def _asked(template: Template) -> Iterator[str]:
    """Yield the members that the template asks for, wherever it does."""
    for node, kind in visited(template):
        asks = kind == "Test" and node.name in {"defined", "undefined"}
        if asks or (kind == "Filter" and node.name in _ASKS):
            yield getattr(node.node, "attr", "")
        elif kind == "Filter" and node.name == "map":
            said = {each.key: getattr(each.value, "value", "") for each in node.kwargs}
            if "default" in said:
                yield from str(said.get("attribute")).split(".")
