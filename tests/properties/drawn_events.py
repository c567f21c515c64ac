"""Strategies that write the events of a design, and change them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

_NAMES = (
    *("Placed", "ItIsGone", "A", "Z9", "None", "Event", "Message", "Data", "Outbox"),
    *("E" * 60, "AnExtraordinarilyLongNameOfAnEventThatLeavesNothingUnsaid22"),
)
_CHANGES = ("create", "update", "delete")
_TEXTS = ("It is new.", 'A "b" | {{ c }} & <d>', "{a, b}: 100 %")
_UNTOLD = ("writeonly", "internal", "encrypted", "[]")


def events(draw: DrawFn, design: Mapping[str, Any]) -> dict[str, Any]:
    """Return some events."""
    names = draw(st.lists(st.sampled_from(_NAMES), min_size=1, max_size=3, unique=True))
    taken = {*design.get("enums", ()), *design.get("types", ())}
    return {name: _event(draw, design) for name in names if name not in taken}


def _event(draw: DrawFn, design: Mapping[str, Any]) -> dict[str, Any]:
    owner = draw(st.sampled_from([*design["entities"]]))
    entity = design["entities"][owner]
    some = st.lists(st.sampled_from(_done_to(entity)), min_size=1, unique=True)
    told = [f"{owner}.{each}" for each in draw(some)]
    said: dict[str, Any] = {"from": told if len(told) > 1 else told[0]}
    if known := _told_of(entity):
        fields = draw(st.lists(st.sampled_from(known), max_size=4, unique=True))
        said |= {"fields": fields} if fields else {}
    if draw(st.booleans()):
        said["version"] = draw(st.integers(1, 9))
    if draw(st.booleans()):
        said["description"] = draw(st.sampled_from(_TEXTS))
    return said


def _done_to(entity: Mapping[str, Any]) -> list[str]:
    """Return what is done to rows of an entity."""
    restored = ["restore"] if "soft_delete" in entity.get("traits", ()) else []
    return [*_CHANGES, *restored, *entity.get("transitions", ())]


def _told_of(entity: Mapping[str, Any]) -> list[str]:
    return [
        name
        for name, line in entity["fields"].items()
        if not any(word in str(line) for word in _UNTOLD)
    ]


def told_otherwise(draw: DrawFn, said: dict[str, Any]) -> None:
    """Have an event come, go, be called or say something else."""
    there = said.setdefault("events", {})
    if not there or draw(st.booleans()):
        there |= events(draw, said)
    else:
        name = draw(st.sampled_from([*there]))
        free = [each for each in _NAMES if each not in there]
        change = draw(st.sampled_from(["gone", "called", "other"]))
        if change == "gone":
            del there[name]
        elif change == "called" and "was" not in there[name]:
            now = draw(st.sampled_from(free))
            there[now] = there.pop(name) | {"was": name}
            _on(said, name, now)
        else:
            there[name] = _event(draw, said)
    of_what_is_there(said)


def _on(said: dict[str, Any], name: str, now: str) -> None:
    for job in said.get("jobs", {}).values():
        if job.get("on") == name:
            job["on"] = now


def of_an_entity_that_is_called(said: dict[str, Any], entity: str, now: str) -> None:
    """Call an entity otherwise wherever events say it."""
    for each in said.get("events", {}).values():
        told = [each["from"]] if isinstance(each["from"], str) else each["from"]
        each["from"] = [
            f"{now if of == entity else of}.{done}"
            for of, _, done in (one.partition(".") for one in told)
        ]


def of_what_is_there(said: dict[str, Any]) -> None:
    """Take out of events what other changes have removed, and jobs that start on none."""
    there = said.get("events", {})
    for name, each in [*there.items()]:
        told = [each["from"]] if isinstance(each["from"], str) else each["from"]
        owner = told[0].partition(".")[0]
        entity = said["entities"][owner]
        kept = [one for one in told if one.partition(".")[2] in _done_to(entity)]
        if not kept:
            del there[name]
            continue
        each["from"] = kept
        if "fields" in each:
            known = _told_of(entity)
            each["fields"] = [one for one in each["fields"] if one in known]
    if not there:
        said.pop("events", None)
    for name, job in [*said.get("jobs", {}).items()]:
        if "on" in job and job["on"] not in there:
            del said["jobs"][name]
    if not said.get("jobs", True):
        del said["jobs"]
