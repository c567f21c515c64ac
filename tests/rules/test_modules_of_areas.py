"""No area is called like a module that its project has, whatever part of it that comes from."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bd_scaffold import names, pipeline
from bd_scaffold.features import FEATURES
from bd_scaffold.resolve.root_modules import OF_SOME
from bd_scaffold.rules.naming import _AREA_MODULES

BLUEPRINT = Path(__file__).parents[2] / "blueprints/fastapi"
OF_FEATURES = {each.name: each for each in FEATURES}
SHARED = {"access", "api", "core", "models"}
"""Folders that a part puts files into; each is of a part below, or of every project."""


def roots(manifest: Path) -> set[str]:
    """What a part has beside the folders of areas: modules, and folders of the package's own."""
    text = manifest.read_text()
    found = re.search(r"set outputs = \[(.*?)\] %}", text, re.DOTALL)
    paths = re.findall(r'^ *\["([^"]+)", ', found[1], re.MULTILINE) if found else []
    kept = set()
    for path in paths:
        start = re.match(r"(src/__package__|tests)/", path)
        if start is not None:
            root = path[start.end() :].split("/")[0].removesuffix(".py")
            kept.add(root)
    return {
        each
        for each in kept
        if each == names.safe_module(each) and not each.startswith(("test_", "__"))
    }


PARTS = {
    path.parent.name: roots(path) for path in BLUEPRINT.glob("parts/*/manifest.jinja")
}


def test_every_module_of_the_core_is_taken() -> None:
    assert roots(BLUEPRINT / "manifest.jinja") <= _AREA_MODULES


@pytest.mark.parametrize("part", [each for each in PARTS if each in OF_FEATURES])
def test_a_capability_names_every_module_of_its_part(part: str) -> None:
    own = {*OF_FEATURES[part].modules}
    assert PARTS[part] - SHARED == own - SHARED


@pytest.mark.parametrize("part", [each for each in PARTS if each not in OF_FEATURES])
def test_a_part_of_the_core_has_no_module_that_is_not_taken(part: str) -> None:
    assert PARTS[part] - SHARED <= OF_SOME.keys()


def test_a_folder_that_parts_share_is_taken_by_one_of_them() -> None:
    taken = {each for feature in FEATURES for each in feature.modules}
    aside = {each for each in SHARED if names.safe_module(each) != each}
    assert taken | aside | _AREA_MODULES >= SHARED


SIGNED = "security: {authentication: METHOD, defaults: {read: authenticated, write: authenticated}}"
NOTE = "  Note: {fields: {title: string(9)}"
ONE = NOTE + "}\n"
USED = {
    "access": (SIGNED.replace("METHOD", "jwt"), ONE),
    "principals": (SIGNED.replace("METHOD", "jwt"), ONE),
    "signing_in": (SIGNED.replace("METHOD", "jwt"), ONE),
    "keys": (SIGNED.replace("METHOD", "api_keys"), ONE),
    "provider": (SIGNED.replace("METHOD", "oidc"), ONE),
    "encryption": ("", "  Note: {fields: {title: string(9) encrypted}}\n"),
    "retention": ("", NOTE + ", retention: 7y}\n"),
    "rate_limits": ("api: {rate_limit: 9/minute}", ONE),
    "redis_server": ("cache: {store: redis}", NOTE + ", cache: 60s}\n"),
    "restore_rehearsal": ("documents: true", ONE),
    "statements": ("", NOTE + ", sparse_fields: true}\n"),
    "owned_rows": (
        "",
        NOTE.replace("string(9)", 'string(9), lines: "Line[] by note owned"')
        + "}\n  Line: {fields: {note: Note on_delete(cascade), text: string(9)}}\n",
    ),
}


def told(area: str, more: str, entities: str) -> list[str]:
    listed = ", ".join(re.findall(r"^  (\w+):", entities, re.MULTILINE))
    text = f"name: lab\n{more}\nareas: {{{area}: [{listed}]}}\nentities:\n{entities}"
    try:
        pipeline.check(text.encode(), "design.yaml")
    except pipeline.MistakesError as error:
        return [str(each) for each in error.mistakes]
    return []


@pytest.mark.parametrize("area", USED)
def test_an_area_is_not_called_like_a_module_of_what_its_design_uses(area: str) -> None:
    assert told("office", *USED[area]) == []
    (mistake,) = told(area, *USED[area])
    assert (
        f'BD112 areas.{area}: "{area}" is a module of the generated project.' in mistake
    )


@pytest.mark.parametrize("area", USED)
def test_an_area_may_be_called_like_what_its_design_does_not_use(area: str) -> None:
    assert told(area, "", ONE) == []


ENTITIES = {
    "statements": ("", "  Statement: {fields: {sum: integer}, sparse_fields: true}\n"),
    "principals": (
        SIGNED.replace("METHOD", "jwt"),
        "  Principal: {fields: {name: string(9)}}\n",
    ),
    "keys": (
        SIGNED.replace("METHOD", "api_keys"),
        "  Key: {fields: {name: string(9)}}\n",
    ),
    "rate_limits": (
        "api: {rate_limit: 9/minute}",
        "  RateLimit: {fields: {name: string(9)}}\n",
    ),
}


@pytest.mark.parametrize("module", ENTITIES)
def test_no_entity_outside_of_areas_has_such_a_module(module: str) -> None:
    more, entities = ENTITIES[module]
    text = f"name: lab\n{more}\nentities:\n{entities}"
    with pytest.raises(pipeline.MistakesError) as found:
        pipeline.check(text.encode(), "design.yaml")
    (mistake,) = found.value.mistakes
    assert f'Its module "{module}" is one of the generated project.' in str(mistake)
    without = f"name: lab\nentities:\n{entities}".replace(", sparse_fields: true", "")
    pipeline.check(without.encode(), "design.yaml")
