"""Designs that hypothesis writes: mostly right, sometimes wrong, often with names that hurt."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from features import CAPABILITIES

ENTITIES = (
    "Order",
    "User",
    "Class",
    "Union",
    "Series",
    "Page",
    "Person",
    "OrderLine",
    "Setting",
    "HTTPServer",
    "Tag",
    "X",
    "Bb" * 30,
)
FIELDS = (
    "name",
    "from",
    "class",
    "order",
    "group",
    "id",
    "type",
    "metadata",
    "json",
    "uuid",
    "model_config",
    "self",
    "version",
    "created_at",
    "tags",
    "parent",
    "min_price",
    "price",
    "x",
    "y" * 60,
)
_VALUES = (
    "string(20)",
    "string(20) unique",
    "string(20)?",
    'string(8) pattern("^[a-z]+$")',
    "text",
    "integer min(0) max(9) sort filter",
    "integer = 3",
    "bigint filter",
    "float? sort",
    "decimal(12,2) min(0) filter",
    "decimal(6,3) = 0.5",
    "boolean = false filter",
    "date filter sort",
    "time",
    "datetime? filter",
    "datetime_local sort",
    "uuid",
    "email unique",
    "url?",
    "ip",
    "json?",
    "json = {}",
    "bytes",
    "enum(a, b-c, 1x) = a",
    "Colour",
    "Colour = red filter",
    "string(9)[]",
    "integer[] = []",
    "text readonly",
    "date immutable",
    "string(9) writeonly",
    *(
        f"text {word}"
        for each in CAPABILITIES
        for word, kinds in each.drawn.modifiers.items()
        if "text" in kinds
    ),
)


_KEYS = (
    "string(20)",
    "string(20) unique",
    "uuid",
    "integer min(0) max(9) sort filter",
    "date filter sort",
)


def _relation(entities: list[str]) -> st.SearchStrategy[str]:
    forms = (
        "{}",
        "{}?",
        "{}? on_delete(set_null)",
        "{} on_delete(cascade)",
        "{}? one",
        *(form for each in CAPABILITIES for form in each.drawn.relations),
        "{}?",
        "{}?",
        "{}? filter index",
    )
    return st.builds(str.format, st.sampled_from(forms), st.sampled_from(entities))


def _entity(entities: list[str]) -> st.SearchStrategy[dict[str, Any]]:
    lines = st.one_of(
        st.sampled_from(_VALUES), st.sampled_from(_VALUES), _relation(entities)
    )
    fields = st.dictionaries(st.sampled_from(FIELDS), lines, min_size=1, max_size=6)
    return fields.flatmap(_with_fields)


def _with_fields(fields: dict[str, str]) -> st.SearchStrategy[dict[str, Any]]:
    fit = [each for each, line in sorted(fields.items()) if line in _KEYS]
    key = st.lists(
        st.sampled_from(fit or ["name"]), min_size=1, max_size=2, unique=True
    )
    group = st.lists(
        st.sampled_from(fit or ["x"]),
        min_size=min(2, len(fit)),
        max_size=3,
        unique=True,
    )
    own = [[word] for each in CAPABILITIES for word in each.drawn.traits]
    traits = st.sampled_from([[], ["no_timestamps"], *own])
    operations = st.sampled_from([["list", "get"], ["create", "list"], ["list"]])
    return st.fixed_dictionaries(
        {"fields": st.just(fields)},
        optional={
            **({"key": key} if fit else {}),
            **({"unique": st.lists(group, max_size=1)} if len(fit) > 1 else {}),
            "traits": traits,
            "operations": operations,
            **{
                word: st.sampled_from(values)
                for each in CAPABILITIES
                for word, values in each.drawn.words.items()
            },
        },
    )


@st.composite
def designs(draw: st.DrawFn) -> dict[str, Any]:
    """Designs as plain data, of which a good part has no mistake."""
    names = st.lists(st.sampled_from(ENTITIES), min_size=1, max_size=4, unique=True)
    chosen = draw(names)
    entities = {each: draw(_entity(chosen)) for each in chosen}
    if draw(st.booleans()):
        _add_other_sides(entities)
    return {
        "name": "shop",
        "enums": {"Colour": ["red", "dark-blue", "no"]},
        "entities": entities,
    }


def _add_other_sides(entities: dict[str, dict[str, Any]]) -> None:
    for number, (name, entity) in enumerate(entities.items()):
        for field, line in list(entity["fields"].items()):
            target = line.partition(" ")[0].removesuffix("?")
            if target in entities and f"{target}[]" not in line:
                entities[target]["fields"][f"others{number}"] = f"{name}[] by {field}"
