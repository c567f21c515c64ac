"""What real projects call things: whole schemas, and the names of entities and fields."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

_FOLDER = Path(__file__).parent
_WORDS = ("key", "traits", "unique")


@cache
def schemas() -> Mapping[str, str]:
    """The design of each schema as YAML text, by its name."""
    tables = yaml.safe_load((_FOLDER / "schemas.yaml").read_text(encoding="utf-8"))
    return {name: _design(name, entities) for name, entities in tables.items()}


def _design(name: str, entities: Mapping[str, str]) -> str:
    design = {
        "name": "corpus",  # so that what all projects have alike is alike
        "title": name,
        "entities": {each: _entity(said) for each, said in entities.items()},
    }
    return yaml.safe_dump(design, sort_keys=False)


def _entity(said: str) -> dict[str, Any]:
    entity: dict[str, Any] = {"fields": {}}
    for each in said.split("; "):
        name, _, rest = each.partition(" ")
        listed = rest.split(", ")
        if name in _WORDS and rest[0].islower() and not _is_field(name, rest):
            entity[name] = [listed] if name == "unique" else listed
        else:
            entity["fields"][name] = rest
    return entity


def _is_field(name: str, rest: str) -> bool:
    """Tell `key string(250)`, a field, from `key code`."""
    return "(" in rest or name not in _WORDS


@cache
def names() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The entities' names and the fields' names of the table of names."""
    lines = (_FOLDER / "names.txt").read_text(encoding="utf-8").splitlines()
    found = [each for line in lines if line[:1] != "#" for each in line.split()]
    entities = tuple(each for each in found if each[0].isupper())
    return entities, tuple(each for each in found if not each[0].isupper())


def of_fields(schema: str) -> Iterator[str]:
    """Yield the names of a schema's fields."""
    for entity in yaml.safe_load(schema)["entities"].values():
        yield from entity["fields"]


_FORMS = (
    *("string(80) unique", "integer = 3 filter", "text search", "boolean = true"),
    *("enum({name}, other) = {name} filter", "decimal(9,2)? min(0) filter", "date?"),
    *("string(20) = abc sort", "datetime filter sort", "{entity}? filter", "json?"),
)
_OF_LISTS = ("cursor", "limit", "page", "sort")
"""Parameters that lists have anyway, so that none of them can be a filter."""


def of_names(size: int) -> Iterator[str]:
    """Yield designs of so many entities each, until every name of the table is used."""
    entities, fields = names()
    spread = [fields[each::size] for each in range(size)]
    for start in range(0, len(entities), size):
        group = entities[start : start + size]
        yield yaml.safe_dump(
            {
                "name": "corpus",
                "entities": {
                    name: {"fields": dict(_named(name, chosen, start))}
                    for name, chosen in zip(group, spread, strict=False)
                },
            },
            sort_keys=False,
        )


def _named(
    entity: str, fields: tuple[str, ...], start: int
) -> Iterator[tuple[str, str]]:
    """Yield a part of the fields, in forms that differ from design to design."""
    for place in range(6):
        number = start + place
        name = fields[number % len(fields)]
        form = "text" if name in _OF_LISTS else _FORMS[number % len(_FORMS)]
        yield name, form.format(name=name, entity=entity)
