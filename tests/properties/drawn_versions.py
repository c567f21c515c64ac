"""Strategies that write two versions of a design: what somebody changes in a day."""

from __future__ import annotations

from typing import Any

import yaml
from drawn import SCALARS, designs
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

Design = dict[str, Any]


@st.composite
def changes(draw: DrawFn) -> tuple[str, str]:
    """Two versions of a design, as YAML texts."""
    old = draw(designs())
    new = yaml.safe_load(old)
    for _ in range(draw(st.integers(0, 4))):
        draw(st.sampled_from(_CHANGES))(draw, new)
    return old, yaml.safe_dump(new, sort_keys=False)


def _entity(draw: DrawFn, design: Design) -> Design:
    chosen: Design = draw(st.sampled_from(list(design["entities"].values())))
    return chosen


def _plain_fields(design: Design, entity: Design) -> list[str]:
    """The fields of values that nothing else of the entity speaks of."""
    spoken = str([word for key, word in entity.items() if key != "fields"])
    others = (*design["entities"], *design.get("enums", ()))
    return [
        name
        for name, line in entity["fields"].items()
        if name not in spoken and not str(line).startswith(others)
    ]


def _redraw(draw: DrawFn, design: Design) -> None:
    """Write a field's line anew, most often with the same type."""
    entity = _entity(draw, design)
    if fields := _plain_fields(design, entity):
        name = draw(st.sampled_from(fields))
        kind = (
            str(entity["fields"][name]).partition("(")[0].partition(" ")[0].strip("?[]")
        )
        if kind not in SCALARS or draw(st.integers(0, 3)) == 0:
            kind = draw(st.sampled_from(sorted(SCALARS)))
        entity["fields"][name] = SCALARS[kind](draw)


def _drop(draw: DrawFn, design: Design) -> None:
    entity = _entity(draw, design)
    fields = _plain_fields(design, entity)
    if fields and len(entity["fields"]) > 1:
        del entity["fields"][draw(st.sampled_from(fields))]


def _add(draw: DrawFn, design: Design) -> None:
    kind = draw(st.sampled_from(sorted(SCALARS)))
    _entity(draw, design)["fields"].setdefault("fresh", SCALARS[kind](draw))


def _rename(draw: DrawFn, design: Design) -> None:
    entity = _entity(draw, design)
    if fields := _plain_fields(design, entity):
        name = draw(st.sampled_from(fields))
        entity["fields"] = {
            "renamed" if each == name else each: (
                f"{line} was({name})" if each == name else line
            )
            for each, line in entity["fields"].items()
        }


def _value(draw: DrawFn, design: Design) -> None:
    """Give an enum another value, or take one away."""
    if enums := design.get("enums"):
        written = enums[draw(st.sampled_from(sorted(enums)))]
        values = written["values"] if isinstance(written, dict) else written
        if len(values) > 1 and draw(st.booleans()):
            values.pop()
        elif "fresh" not in values:
            values.append("fresh")


def _words(draw: DrawFn, design: Design) -> None:
    """Change what an entity offers, and how."""
    words = {
        "operations": st.sampled_from([["list", "get", "create"], ["update", "get"]]),
        "traits": st.sampled_from([["versioned"], ["soft_delete"], ["no_timestamps"]]),
        "pagination": st.sampled_from(["page", "cursor"]),
    }
    name = draw(st.sampled_from(sorted(words)))
    _entity(draw, design)[name] = draw(words[name])


def _api(draw: DrawFn, design: Design) -> None:
    limit = draw(
        st.sampled_from([{"max": 50}, {"max": 500}, {"default": 10, "max": 100}])
    )
    design["api"] = {**design.get("api", {}), "limit": limit}


_CHANGES = (_redraw, _redraw, _drop, _add, _rename, _value, _words, _api)
