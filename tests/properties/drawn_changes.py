"""A strategy of two designs: one, and the same after some changes, most of them sound."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import yaml
from drawn import (
    ENTITY_WORDS,
    SCALARS,
    TRAITS,
    as_yaml,
    designs,
    modifiers_of,
    readable,
)
from drawn_dependencies import called_otherwise
from drawn_events import (
    of_an_entity_that_is_called,
    of_what_is_there,
    told_otherwise,
)
from drawn_jobs import worked_otherwise
from drawn_names import name_apart
from drawn_operations import otherwise, renamed
from drawn_rules import asked_of_enums, checks, computed, indexes, kept_apart
from drawn_states import transitions, with_states
from drawn_values import value_changed
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

Said = dict[str, Any]
"""A design as plain data."""


@st.composite
def pairs_of_designs(draw: DrawFn, *, only_renamed: bool = False) -> tuple[str, str]:
    """A design and what became of it, as YAML texts."""
    old = draw(designs())
    said = yaml.safe_load(old)
    some = st.lists(st.sampled_from(CHANGES), max_size=4)
    for change in [_called_otherwise] if only_renamed else draw(some):
        change(draw, said)
    of_what_is_there(said)
    return old, as_yaml(said)


def _entity(draw: DrawFn, said: Said) -> Said:
    entity: Said = said["entities"][draw(st.sampled_from([*said["entities"]]))]
    return entity


def _field(draw: DrawFn, entity: Said) -> str:
    return str(draw(st.sampled_from([*entity["fields"]])))


def _free_fields(entity: Said) -> list[str]:
    """The fields that nothing else of the entity speaks of."""
    spoken = str([word for key, word in entity.items() if key != "fields"])
    spoken += str(
        [each for each in entity["fields"].values() if "computed(" in str(each)]
    )
    return [name for name in entity["fields"] if name not in spoken]


def _plain_fields(said: Said, entity: Said) -> list[str]:
    """Those of them that are values of the language's own types."""
    others = (*said["entities"], *said.get("enums", ()), *said.get("types", ()))
    return [
        name
        for name in _free_fields(entity)
        if not str(entity["fields"][name]).startswith(others)
    ]


def kinds_of(entity: Said) -> dict[str, str]:
    """The types of an entity's fields, as far as the language's own go."""
    lines = {name: str(line) for name, line in entity["fields"].items()}
    return {
        name: kind
        for name, line in lines.items()
        if (kind := re.split(r"[^a-z]", line)[0]) in SCALARS and "[]" not in line
    }


def _added(draw: DrawFn, said: Said) -> None:
    write = SCALARS[draw(st.sampled_from([*SCALARS]))]
    _entity(draw, said)["fields"]["brand_new"] = write(draw)


def _computed_otherwise(draw: DrawFn, said: Said) -> None:
    """Have a field computed, or in another way, or have it filled by clients from now on."""
    entity = _entity(draw, said)
    there = str(entity["fields"].get("worked_out", ""))
    kinds = {n: k for n, k in kinds_of(entity).items() if n != "worked_out"}
    asked = asked_of_enums(entity["fields"], said.get("enums", {}))
    line = computed(draw, readable(entity["fields"], kinds), asked)
    plain = there.partition(" computed(")[0]
    line = draw(st.sampled_from([line, plain])) if there else line
    if line:
        entity["fields"]["worked_out"] = line


def _removed(draw: DrawFn, said: Said) -> None:
    entity = _entity(draw, said)
    fields = _free_fields(entity)
    if fields and len(entity["fields"]) > 1:
        del entity["fields"][draw(st.sampled_from(fields))]


def _renamed(draw: DrawFn, said: Said) -> None:
    """Rename a field, in its place, with the word for it or without."""
    entity = _entity(draw, said)
    name = _field(draw, entity)
    former = draw(st.sampled_from(["", f" was({name})"]))
    line = re.sub(r" was\(.*?\)$", "", entity["fields"][name]) + former
    entity["fields"] = {
        ("now_" + each if each == name else each): (line if each == name else written)
        for each, written in entity["fields"].items()
    }


def _called_otherwise(draw: DrawFn, said: Said) -> None:
    """Rename an entity wherever it stands, with the word for it."""
    name = draw(st.sampled_from([*said["entities"]]))
    now = f"Now{name}"[:60]
    for entity in said["entities"].values():
        for field, line in entity["fields"].items():
            entity["fields"][field] = re.sub(rf"^{name}(?=[?[ ]|$)", now, line)
    said["entities"] = {
        now if each == name else each: (
            {**entity, "was": name} if each == name else entity
        )
        for each, entity in said["entities"].items()
    }
    renamed(said, name, now)
    of_an_entity_that_is_called(said, name, now)
    said["areas"] = {
        f"now_{area}": {
            "was": area,
            "entities": [now if each == name else each for each in listed],
        }
        for area, written in said.get("areas", {}).items()
        if (listed := written["entities"] if isinstance(written, dict) else written)
    }


def _rewritten(draw: DrawFn, said: Said) -> None:
    """Write a field's line anew, most often with the same type."""
    entity = _entity(draw, said)
    if fields := _plain_fields(said, entity):
        name = draw(st.sampled_from(fields))
        kind = re.split(r"\W", str(entity["fields"][name]))[0]
        if kind not in SCALARS or draw(st.integers(0, 3)) == 0:
            kind = draw(st.sampled_from([*SCALARS]))
        entity["fields"][name] = SCALARS[kind](draw)


def _optional(draw: DrawFn, said: Said) -> None:
    fields = _entity(draw, said)["fields"]
    name = draw(st.sampled_from([*fields]))
    kind, space, rest = fields[name].partition(" ")
    turned = kind.removesuffix("?") if kind.endswith("?") else f"{kind}?"
    fields[name] = f"{turned}{space}{rest}"


def _flagged(draw: DrawFn, said: Said) -> None:
    entity = _entity(draw, said)
    words = ["unique", "filter", "sort", "index", "readonly", "writeonly"]
    words += [word for kind in SCALARS for word in modifiers_of(kind)]
    entity["fields"][_field(draw, entity)] += f" {draw(st.sampled_from(words))}"


def _named_apart(draw: DrawFn, said: Said) -> None:
    """Give an entity, its table and columns names of their own, or take these back."""
    entity = _entity(draw, said)
    for word in ("table", "plural", "path", "key_constraint"):
        entity.pop(word, None)
    for name, line in entity["fields"].items():
        entity["fields"][name] = re.sub(r' (column|table)\("[^"]*"\)', "", str(line))
    name_apart(draw, entity)


def _described(draw: DrawFn, said: Said) -> None:
    _entity(draw, said)["description"] = "Something else."


def _shuffled(draw: DrawFn, said: Said) -> None:
    holder = draw(st.sampled_from([said["entities"], _entity(draw, said)["fields"]]))
    items = draw(st.permutations([*holder.items()]))
    holder.clear()
    holder.update(items)


def _traits(draw: DrawFn, said: Said) -> None:
    _entity(draw, said)["traits"] = draw(
        st.lists(st.sampled_from(TRAITS), unique=True, max_size=2)
    )


def _served(draw: DrawFn, said: Said) -> None:
    entity = _entity(draw, said)
    some = [["list"], ["update", "get"], ["list", "get", "create"], ["create", "batch"]]
    entity["operations"] = draw(st.sampled_from(some))
    for word, values in ENTITY_WORDS.items():
        entity[word] = draw(st.sampled_from(values))


def _unkeyed(draw: DrawFn, said: Said) -> None:
    entity = _entity(draw, said)
    entity.pop(draw(st.sampled_from(["key", "unique", "indexes", "checks"])), None)


def _checked(draw: DrawFn, said: Said) -> None:
    entity = _entity(draw, said)
    rule = f"{_field(draw, entity)} is not null"
    asked = asked_of_enums(entity["fields"], said.get("enums", {}))
    more = [rule, *checks(draw, kinds_of(entity), asked)]
    entity["checks"] = draw(st.permutations([*more, *entity.get("checks", [])]))


def _indexed(draw: DrawFn, said: Said) -> None:
    entity = _entity(draw, said)
    asked = asked_of_enums(entity["fields"], said.get("enums", {}))
    more = indexes(draw, kinds_of(entity), asked) or [[_field(draw, entity)]]
    entity["indexes"] = [*entity.get("indexes", []), *more]


def _kept_apart(draw: DrawFn, said: Said) -> None:
    entity = _entity(draw, said)
    if "exclude" in entity:
        del entity["exclude"]
    else:
        asked = asked_of_enums(entity["fields"], said.get("enums", {}))
        kept_apart(draw, kinds_of(entity), entity, asked)


def _moved_otherwise(draw: DrawFn, said: Said) -> None:
    """Have a state change in other ways, or no longer."""
    entity = _entity(draw, said)
    if "transitions" not in entity:
        with_states(draw, entity)
    elif draw(st.booleans()):
        del entity["transitions"]
    else:
        entity["transitions"] = transitions(draw)


def _unlisted(draw: DrawFn, said: Said) -> None:
    for word in ("areas", "api", "title", "description"):
        if word in said and draw(st.booleans()):
            del said[word]


def _valued(draw: DrawFn, said: Said) -> None:
    """Add a value to each enum, take one away, or give its first another name."""
    for name, written in said.get("enums", {}).items():
        values = [*(written["values"] if isinstance(written, dict) else written)]
        first = values[0].partition(" was(")[0]
        renamed = [f"renamed was({first})", *values[1:]]
        ways = [renamed, [*values, "more"], values[:-1] or values]
        way = draw(st.sampled_from(ways))
        native = {"native": True, "type": f"of {name}"[:60]}
        said["enums"][name] = {"values": way, **native} if draw(st.booleans()) else way


def _limited(draw: DrawFn, said: Said) -> None:
    limits = [{"max": 50}, {"max": 500}, {"default": 10, "max": 100}]
    said["api"] = {**said.get("api", {}), "limit": draw(st.sampled_from(limits))}


CHANGES: tuple[Callable[[DrawFn, Said], None], ...] = (
    *(
        _called_otherwise,
        _added,
        _removed,
        _computed_otherwise,
        _renamed,
        *(_rewritten, _rewritten),
        _limited,
        _optional,
        _flagged,
        _described,
    ),
    *(_shuffled, _traits, _served, _unkeyed, _checked, _indexed, _unlisted, _valued),
    *(_named_apart, value_changed, _kept_apart, _moved_otherwise, otherwise),
    *(worked_otherwise, called_otherwise, told_otherwise),
)
"""What may become of a design; what makes no sense there is refused by `check`."""
