"""Marks in texts, and the filters of templates that are blind to them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import wraps
from typing import Any

from jinja2 import pass_context

MARK = re.compile("[\U000f0000-\U000fffef][\U00100000-\U0010ffef]")
EDGE = re.compile(f"(?:{MARK.pattern}|\\s)*")


def unmarked(text: str) -> str:
    """Return a text without the marks in it."""
    return MARK.sub("", text)


def blind(filters: Mapping[str, Callable[..., Any]]) -> dict[str, Any]:
    """Return the filters that look at texts as a whole, made blind to marks in them."""

    def counted(value: Any) -> int:
        return len(unmarked(value) if isinstance(value, str) else value)

    def trimmed(value: Any, *arguments: Any) -> Any:
        if arguments or not isinstance(value, str):
            return filters["trim"](value, *arguments)
        return _trimmed(value)

    def begun(value: Any) -> Any:
        return unmarked(value)[:1] if isinstance(value, str) else next(iter(value))

    def chosen(name: str) -> Callable[..., Any]:
        @pass_context
        def choose(context: Any, value: Any, *arguments: Any) -> Any:
            items = list(value)
            if not all(isinstance(each, str) for each in items):
                return filters[name](context, items, *arguments)
            marked = {unmarked(each): each for each in items}
            return (marked[each] for each in filters[name](context, marked, *arguments))

        return choose

    return {
        "length": counted,
        "count": counted,
        "trim": trimmed,
        "first": begun,
        "select": _of_texts(filters["select"], _held),
        "sort": _by_keys(_of_texts(filters["sort"], _sorted)),
        "replace": _replaced(filters["replace"]),
        "unique": _of_texts(filters["unique"], _once),
        "selectattr": chosen("selectattr"),
        "rejectattr": chosen("rejectattr"),
    }


def _of_texts(
    usual: Callable[..., Any], blind: Callable[[list[str]], list[str]]
) -> Callable[..., Any]:
    """Return a filter that is blind to marks where it is given texts and nothing else."""

    # What it is passed stays the usual: some templates were compiled for that one.
    @wraps(usual)
    def filtered(given: object, value: Any, *arguments: Any, **named: Any) -> Any:
        items = list(value)
        if arguments or named or not all(isinstance(each, str) for each in items):
            return usual(given, items, *arguments, **named)
        return blind(items)

    return filtered


def _by_keys(usual: Callable[..., Any]) -> Callable[..., Any]:
    """Return a filter that sorts what has texts as its keys by these, blind to marks in them."""

    @wraps(usual)
    def filtered(given: object, value: Any, *arguments: Any, **named: Any) -> Any:
        items, key = list(value), named.get("attribute")
        keyed = all(
            isinstance(each, dict) and isinstance(each.get(key), str) for each in items
        )
        if arguments or [*named] != ["attribute"] or not keyed:
            return usual(given, items, *arguments, **named)
        return sorted(items, key=lambda each: unmarked(each[key]).lower())

    return filtered


def _replaced(usual: Callable[..., Any]) -> Callable[..., Any]:
    """Return a filter that replaces a text also where marks stand in it, which stay."""

    @wraps(usual)
    def filtered(given: object, value: Any, old: str, new: str, *more: Any) -> Any:
        marked = isinstance(value, str) and MARK.search(value)
        if not marked or more:
            return usual(given, value, old, new, *more)
        between = f"(?:{MARK.pattern})*"
        sought = re.compile(between.join(map(re.escape, old)))
        return sought.sub(lambda found: new + "".join(MARK.findall(found[0])), value)

    return filtered


def _held(texts: Iterable[str]) -> list[str]:
    return [each for each in texts if unmarked(each)]


def _sorted(texts: Iterable[str]) -> list[str]:
    return sorted(texts, key=lambda text: unmarked(text).lower())


def _once(lines: Iterable[str]) -> list[str]:
    """Return lines, each once whatever its case, and all marks, also of those left out."""
    kept: list[str] = []
    seen: set[str] = set()
    marks = ""
    for line in lines:
        plain = unmarked(line).lower()
        if plain not in seen:
            kept.append(marks + line)
            seen.add(plain)
            marks = ""
        else:
            marks += "".join(MARK.findall(line))
    if len(kept) > 1 and not unmarked(kept[-1]):  # marks after the end of the last line
        marks = kept.pop() + marks
    if kept:
        kept[-1] += marks
    return kept


def _trimmed(text: str) -> str:
    """Return a text without the space at its ends, its marks kept."""
    head = EDGE.match(text)
    begin = head.end() if head else 0
    end = len(text)
    while end > begin and (text[end - 1].isspace() or MARK.match(text, end - 2)):
        end -= 1 if text[end - 1].isspace() else 2
    parts = (text[:begin], text[begin:end], text[end:])
    return "".join(
        part if number == 1 else "".join(MARK.findall(part))
        for number, part in enumerate(parts)
    )
