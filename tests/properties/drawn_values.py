"""Strategies of value types, of fields that have them, and of what becomes of both."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

_PARTS = {
    "amount": ("decimal(12,2) min(0)", "integer", "bigint index"),
    "currency": ("string(3)", "string(8) trim", "string(20)? filter"),
    "since": ("date", "datetime?", "datetime_local", "time"),
    "flag": ("boolean", "uuid?", "json?", "bytes"),
}
_WHOLE = ("", "?", "? readonly", " immutable", "? internal", "? writeonly")
_NEW = ("integer?", "integer", "date", 'string(5)? was("former")')


def value_types(draw: DrawFn) -> dict[str, Any]:
    """A type of up to four parts, of which one is always there; or none."""
    if draw(st.integers(0, 2)):
        return {}
    names = draw(st.lists(st.sampled_from([*_PARTS]), min_size=1, unique=True))
    parts = {name: draw(st.sampled_from(_PARTS[name])) for name in names}
    if all("?" in line for line in parts.values()):
        parts["needed"] = "integer"
    checked: dict[str, Any] = {"checks": ["amount >= 0"]} if "amount" in parts else {}
    return {"Measure": {"fields": parts, **checked} if draw(_BOOLEANS) else parts}


_BOOLEANS = st.booleans()


def with_values(draw: DrawFn, design: dict[str, Any]) -> None:
    """Give a design a type, and some of its entities values of it."""
    types = value_types(draw)
    for number, entity in enumerate(design["entities"].values()) if types else ():
        if number == 0 or draw(_BOOLEANS):
            entity["fields"]["measured"] = f"Measure{draw(st.sampled_from(_WHOLE))}"
            design["types"] = types


def value_changed(draw: DrawFn, said: dict[str, Any]) -> None:
    """Change a value type, or a field that has one, where there is one."""
    if "types" not in said:
        return
    change = draw(st.sampled_from([_part_added, _part_removed, _part_renamed, _whole]))
    change(draw, said)


def _parts(said: dict[str, Any]) -> dict[str, Any]:
    kind: dict[str, Any] = said["types"]["Measure"]
    parts: dict[str, Any] = kind.get("fields", kind)
    return parts


def _part_added(draw: DrawFn, said: dict[str, Any]) -> None:
    _parts(said)["later"] = draw(st.sampled_from(_NEW)).replace('("former")', "(since)")


def _part_removed(draw: DrawFn, said: dict[str, Any]) -> None:
    parts = _parts(said)
    name = draw(st.sampled_from([*parts]))
    if len(parts) > 1 and name != "amount":
        del parts[name]


def _part_renamed(draw: DrawFn, said: dict[str, Any]) -> None:
    parts = _parts(said)
    name = draw(st.sampled_from([*parts]))
    if name != "amount" and "was" not in parts[name]:
        parts[f"new_{name}"] = f"{parts.pop(name)} was({name})"


def _whole(draw: DrawFn, said: dict[str, Any]) -> None:
    for entity in said["entities"].values():
        if "measured" in entity["fields"]:
            line = f"Measure{draw(st.sampled_from(_WHOLE))}"
            entity["fields"]["measured"] = line
