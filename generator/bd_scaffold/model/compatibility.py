"""What a newer model breaks in templates that were written for an older one.

Additions are fine. What a template could read, though, it reads on, finds of the same kind,
and finds there in the same cases; and a model stored by the older release stays readable.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from .model_api import Shape, said

Json = dict[str, Any]


def incompatibilities(old: Json, new: Json) -> list[str]:
    """Return each promise of an old schema that a new one breaks, in words."""
    return [*_broken(old, new)]


def _broken(old: Json, new: Json) -> Iterator[str]:
    waiting = [("model", _name(old["$ref"]), _name(new["$ref"]))]
    seen = set()
    while waiting:
        path, *pair = waiting.pop(0)
        if tuple(pair) in seen:
            continue
        seen.add(tuple(pair))
        older, newer = old["$defs"][pair[0]], new["$defs"][pair[1]]
        yield from _of_a_record(path, older, newer)
        for name, was in older["properties"].items():
            if now := newer["properties"].get(name):
                waiting += _below(f"{path}.{name}", shape_in(was), shape_in(now))


def _of_a_record(path: str, old: Json, new: Json) -> Iterator[str]:
    older, newer = old["properties"], new["properties"]
    fresh = {name: each for name, each in newer.items() if name not in older}
    for name, was in older.items():
        place = f"{path}.{name}"
        if name in newer:
            yield from _of_presence(place, name, old, new)
            yield from _of_a_shape(place, shape_in(was), shape_in(newer[name]))
        elif called := next((each for each in fresh if fresh[each] == was), None):
            del fresh[called]
            yield f"{place} is called {called} now"
        else:
            yield f"{place} is gone"
    for name in (each for each in fresh if "default" not in fresh[each]):
        yield (
            f"{path}.{name} is new and has no default, "
            "so models that are stored already can't be read"
        )


def _of_presence(place: str, name: str, old: Json, new: Json) -> Iterator[str]:
    """A template that asks `is defined` is answered as before."""
    was, is_now = name in old["required"], name in new["required"]
    before, after = (_default(each["properties"][name]) for each in (old, new))
    if was and not is_now:
        yield f"{place} was always there, and is left out where it is {after} now"
    elif is_now and not was:
        yield f"{place} was left out where it was {before}, and is always there now"
    elif not was and before != after:
        yield f"{place} was left out where it was {before}, now where it is {after}"


def _default(node: Json) -> str:
    return json.dumps(node.get("default"), ensure_ascii=False)


def _of_a_shape(place: str, old: Shape, new: Shape) -> Iterator[str]:
    if new.nullable and not old.nullable:
        yield f"{place} may be null now"
    if old.kind == "any":
        return
    if not _is_alike(old, new):
        yield f"{place} was {said(old)}, and is {said(new)} now"
        return
    yield from _of_values(place, old.values, new.values)
    for step, older, newer in zip(_steps(old), old.of, new.of, strict=True):
        yield from _of_a_shape(place + step, older, newer)


def _is_alike(old: Shape, new: Shape) -> bool:
    same = old.kind == "record" or old.name == new.name
    return old.kind == new.kind and same and len(old.of) == len(new.of)


def _of_values(
    place: str, old: Sequence[str | int], new: Sequence[str | int]
) -> Iterator[str]:
    if old and not new:
        yield f"{place} may be anything now, not only {_listed(old)}"
    gone = [each for each in old if new and each not in new]
    if gone:
        yield f"{place} is never {_listed(gone)} any more"


def _listed(values: Sequence[str | int]) -> str:
    return " or ".join(json.dumps(each, ensure_ascii=False) for each in values)


def _below(path: str, old: Shape, new: Shape) -> Iterator[tuple[str, str, str]]:
    """Yield each pair of records that two shapes of one member lead to, with its path."""
    if old.kind != new.kind:
        return
    if old.kind == "record":
        yield path, old.name, new.name
    for step, older, newer in zip(_steps(old), old.of, new.of, strict=False):
        yield from _below(path + step, older, newer)


def _steps(shape: Shape) -> list[str]:
    if shape.kind == "tuple":
        return [f"[{number}]" for number in range(len(shape.of))]
    return ["[]" for _ in shape.of]


def shape_in(node: Json) -> Shape:
    """Return the shape that a member has in a schema which `json_schema` made."""
    if "anyOf" in node:
        reference, _null = node["anyOf"]
        return Shape("record", _name(reference["$ref"]), nullable=True)
    if "$ref" in node:
        return Shape("record", _name(node["$ref"]))
    if "type" not in node:
        return Shape("any", nullable="not" not in node)
    kinds = [node["type"]] if isinstance(node["type"], str) else node["type"]
    nullable = "null" in kinds
    if "prefixItems" in node:
        of = tuple(shape_in(each) for each in node["prefixItems"])
        return Shape("tuple", of=of, nullable=nullable)
    if kinds[0] == "array":
        return Shape("list", of=(shape_in(node["items"]),), nullable=nullable)
    if kinds[0] == "object":
        of = (shape_in(node["additionalProperties"]),)
        return Shape("mapping", of=of, nullable=nullable)
    values = tuple(each for each in node.get("enum", ()) if each is not None)
    return Shape("scalar", kinds[0], values=values, nullable=nullable)


def _name(reference: str) -> str:
    return reference.rpartition("/")[2]
