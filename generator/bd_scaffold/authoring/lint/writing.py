"""How a template is written: so that who reads it sees the output."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..findings import DENSITY, NESTING, Finding
from ..templates import Tag, Template, Token, slot_loops, visited

_OPENS = {"if", "for"}
_CONTROL = {"if", "elif", "else", "endif", "for", "endfor"}
_SMALL = 50
_COLLECTS = {"append", "add", "extend", "insert", "update", "setdefault"}
_PLURAL = re.compile(r"""\}\}s\b|~\s*(["'])(?:s|es|ies)\1""")


def findings(template: Template) -> Iterator[Finding]:
    """Yield what makes a template hard to read."""
    macros = _macros(template)
    outside = [tag for tag in template.tags if tag.line not in macros]
    slots = {line for ends in slot_loops(template) for line in ends}
    control = [tag for tag in outside if tag.line not in slots]
    yield from _shape(template)
    yield from _density(template, control, len(macros))
    yield from _nesting(template, control)
    yield from _alone(template, outside)
    yield from _trimming(template, outside, macros)
    yield from _plurals(template)
    yield from _decisions(template, macros)


def _shape(template: Template) -> Iterator[Finding]:
    if not template.reads or template.text.startswith("{#"):
        return
    yield Finding(
        template.name,
        1,
        "BL301",
        "nothing says what the template receives.",
        "Begin with {# model: the whole design, resolved #} or the like.",
    )


def _density(template: Template, tags: list[Tag], macros: int) -> Iterator[Finding]:
    control = [tag for tag in tags if tag.word in _CONTROL]
    lines = template.text.count("\n") - macros
    if len(control) * 100 > DENSITY * max(lines, _SMALL):
        message = f"it has {len(control)} control tags in {lines} lines."
        yield Finding(template.name, control[0].line, "BL302", message, _DECIDE)


_DECIDE = "Let the model decide, or make two outputs of it."


def _nesting(template: Template, tags: list[Tag]) -> Iterator[Finding]:
    depth = 0
    for tag in tags:
        if tag.word in _OPENS:
            depth += 1
            if depth == NESTING + 1:
                message = (
                    f"this {tag.word} is the {_ordinal(depth)} inside of each other."
                )
                yield Finding(template.name, tag.line, "BL303", message, _DECIDE)
        elif tag.word in {"endif", "endfor"}:
            depth -= 1


def _ordinal(number: int) -> str:
    return {3: "third", 4: "fourth"}.get(number, f"{number}th")


def _alone(template: Template, tags: list[Tag]) -> Iterator[Finding]:
    for tag in tags:
        if not tag.alone and tag.word not in {"macro", "endmacro"}:
            if _closes_a_block(template, tag):
                continue
            message = f"{tag.word} shares its line."
            yield Finding(
                template.name, tag.line, "BL304", message, "Give it one of its own."
            )


def _closes_a_block(template: Template, tag: Tag) -> bool:
    """Tell whether a tag ends a block's last line, whose end is that of the block."""
    line = template.lines[tag.ends - 1].strip()
    return (
        tag.word in {"endblock", "endif"}
        and line.endswith("%}")
        and line.startswith("{{ super() }}")
    )


def _trimming(
    template: Template, tags: list[Tag], macros: set[int]
) -> Iterator[Finding]:
    lines = {tag.line for tag in tags if tag.trims}
    lines |= {
        token.line
        for token in template.tokens
        if token.line not in macros and _trims(token, template)
    }
    for line in sorted(lines):
        yield Finding(
            template.name,
            line,
            "BL305",
            "a `-` trims white space.",
            "Leave it out: trim_blocks takes the line of a tag away.",
        )


def _trims(token: Token, template: Template) -> bool:
    """Tell whether a `-` trims; at a line's end, a value may bring that end along."""
    text = token.text.strip()
    ends = template.lines[token.line - 1].rstrip().endswith("-}}")
    return text in {"{{-", "{#-", "-#}"} or (text == "-}}" and not ends)


def _plurals(template: Template) -> Iterator[Finding]:
    for number, line in enumerate(template.lines, 1):
        if _PLURAL.search(line):
            message = "it makes a plural by hand."
            hint = "The model has label_plural and plural."
            yield Finding(template.name, number, "BL307", message, hint)


def _decisions(template: Template, macros: set[int]) -> Iterator[Finding]:
    """Yield what compares, and what collects."""
    for node, kind in visited(template):
        if node.lineno in macros:
            continue
        if kind == "Compare" and any(op.op not in {"in", "notin"} for op in node.ops):
            message = "it compares."
            hint = "Ask the model for a flag, or for a list that is ready."
            yield Finding(template.name, node.lineno, "BL306", message, hint)
        elif kind == "Call" and getattr(node.node, "attr", "") in _COLLECTS:
            message = f"it collects with {node.node.attr}()."
            hint = "Ask the model for a list that is ready."
            yield Finding(template.name, node.lineno, "BL308", message, hint)


def _macros(template: Template) -> set[int]:
    """Return the lines of macros, and those of their ends."""
    inside: set[int] = set()
    begin: int | None = None
    for tag in template.tags:
        if tag.word == "macro":
            begin = tag.line
        elif tag.word == "endmacro" and begin is not None:
            inside |= set(range(begin, tag.ends + 1))
            begin = None
    return inside
