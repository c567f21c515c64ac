"""Strategies that write operations of a design's own, and change them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

_NAMES = (
    *("recount", "do_it", "of_all_the_things_that_anybody_may_ever_ask_a_service_for"),
    *("from_here", "select", "then", "close", "a1", "z_9", "export_all", "data"),
)
_FIELDS = (
    *("reason", "from", "class", "json", "copy", "data", "self", "model_it", "n" * 60),
    *("count", "body", "query", "row", "operations"),
)
_SCALARS = (
    *("string(9)", 'string(9) pattern("^[a-z]+$")', "text", "text length(1, 5)"),
    *("integer", "integer min(1) max(3)", "smallint = 3", "bigint", "float"),
    *("decimal(9,2) min(0)", "decimal(9,2) = 1.5", "boolean = true", "boolean"),
    *("date", "time", "datetime", "datetime_local", "uuid", "email", "url", "ip"),
    *("string(3) lower trim", "date min(2020-01-01)", "enum(slow, fast)"),
)
_BODIES = ("json", "bytes", "string(9)[]", "integer[] length(1, 3)", "boolean[]")
_LONGEST_OWNER = 40  # or a job could not be called like it
_CODES = ("CLOSED", "TOO_LATE", "A1")


def operations(draw: DrawFn, design: Mapping[str, Any]) -> dict[str, Any]:
    """Return some operations of a design's own."""
    owners = draw(st.lists(st.sampled_from([*design["entities"], "Drawn"]), max_size=3))
    found = {}
    for owner in owners:
        name = draw(st.sampled_from(_NAMES))
        found[f"{owner}.{name}"] = _operation(draw, design, owner)
    return found


def _operation(draw: DrawFn, design: Mapping[str, Any], owner: str) -> dict[str, Any]:
    of_entity = owner in design["entities"]
    on = draw(st.sampled_from(["item", "collection"])) if of_entity else "none"
    method = draw(st.sampled_from(["get", "post", "put", "patch", "delete"]))
    said: dict[str, Any] = {"on": on, "method": method}
    in_query = method in ("get", "delete")
    if draw(st.booleans()):
        said["input"] = fields(draw, design, in_query=in_query)
    answer = draw(st.sampled_from(["", "fields", "one", "many"]))
    shown = [
        name
        for name, each in design["entities"].items()
        if "get" in each.get("operations", ["get"])
    ]
    if answer == "fields":
        shape = fields(draw, design, in_query=False)
        bare = {name: line.partition(" = ")[0] for name, line in shape.items()}
        # An enum in place has a name by its operation, which the input may have taken.
        said["output"] = {n: w for n, w in bare.items() if "enum(" not in w} or {
            "n": "date"
        }
    elif answer and shown:
        entity = draw(st.sampled_from(shown))
        said["output"] = entity + "[]" * (answer == "many")
    if codes := draw(st.lists(st.sampled_from(_CODES), max_size=2, unique=True)):
        said["errors"] = codes
    if draw(st.booleans()):
        said["idempotent"] = True
    named = len(owner) < _LONGEST_OWNER and "Operation" not in design["entities"]
    if named and method != "get" and draw(st.booleans()):
        said["async"] = True
    return said


def fields(
    draw: DrawFn, design: Mapping[str, Any], *, in_query: bool
) -> dict[str, str]:
    kinds = [*_SCALARS, *design.get("enums", ()), *(() if in_query else _BODIES)]
    """Return some fields that are given, or answered."""
    names = draw(
        st.lists(st.sampled_from(_FIELDS), min_size=1, max_size=4, unique=True)
    )
    found = {}
    for name in names:
        kind, *rest = draw(st.sampled_from(kinds)).split(" ", 1)
        optional = "?" if draw(st.booleans()) and "enum(" not in kind else ""
        found[name] = " ".join([f"{kind}{optional}", *rest])
    return found


def otherwise(draw: DrawFn, said: dict[str, Any]) -> None:
    """Have an operation come, go or say something else."""
    there = said.setdefault("operations", {})
    if not there or draw(st.booleans()):
        there |= operations(draw, said)
        return
    name = draw(st.sampled_from([*there]))
    if draw(st.booleans()):
        del there[name]
    else:
        there[name] = _operation(draw, said, name.partition(".")[0])


def renamed(said: dict[str, Any], entity: str, now: str) -> None:
    """Call an entity otherwise wherever operations say it."""
    names = {entity: now, f"{entity}[]": f"{now}[]"}
    found = {}
    for name, each in said.get("operations", {}).items():
        owner, _, own = name.partition(".")
        output = each.get("output")
        if isinstance(output, str):
            each["output"] = names.get(output, output)
        found[f"{names.get(owner, owner)}.{own}"] = each
    if found:
        said["operations"] = found
