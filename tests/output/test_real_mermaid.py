"""Every diagram is drawn by the real Mermaid, and what is drawn can be read."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from drawn import TEXTS, designs
from drawn_settings import tried
from hypothesis import Phase, given, reject, settings
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn
from mermaid_script import mermaid_script
from real_mermaid import Drawing, drawing

from bd_scaffold import pipeline
from bd_scaffold.documents.diagrams import diagrams_of
from bd_scaffold.model.types import Diagram, Model
from bd_scaffold.record import members

ROOT = Path(__file__).parents[2]
DESIGNS = {
    "three": ROOT / "tests/documents/three.yaml",
    "fifty": ROOT / "tests/documents/fifty.yaml",
    "gamut": ROOT / "tests/designs/gamut.yaml",
    **{path.stem: path for path in sorted((ROOT / "examples/designs").glob("*.yaml"))},
}
SMALLEST = 10
"""Pixels of a letter, at the least."""

LONGEST = 20_000
"""Characters of a diagram; beyond 50,000 Mermaid draws the picture of an error instead."""


@pytest.fixture(scope="session")
def installed() -> Path:
    return mermaid_script()


@pytest.fixture(scope="module")
def page(
    installed: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Drawing]:
    with drawing(installed, tmp_path_factory.mktemp("page")) as found:
        yield found


@pytest.fixture(scope="module")
def dark_page(
    installed: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Drawing]:
    with drawing(installed, tmp_path_factory.mktemp("dark"), "dark") as found:
        yield found


def model_of(text: bytes) -> Model:
    return pipeline.derive(pipeline.check(text, "design.yaml"))


def diagrams(model: Model) -> list[Diagram]:
    found = members(diagrams_of(model)).values()
    return [diagram for of_a_kind in found for diagram in of_a_kind]


def faults(diagram: Diagram, found: dict[str, Any], *, column: bool) -> Iterator[str]:
    """Yield what is wrong with a diagram, as it was drawn."""
    if "failed" in found or found["error"]:
        yield f"is not drawn: {found.get('failed')}"
        return
    if len(diagram.text) > LONGEST:
        yield f"is long: {len(diagram.text)} characters"
    seen = (found["title"], found["description"])
    if [*map(squeezed, seen)] != [*map(squeezed, (diagram.title, diagram.description))]:
        yield f"is told as {seen}"
    if not (found["named"] and found["described"]):
        yield "leads nobody to its title and its description"
    smallest = found["shown" if column else "smallest"]
    if smallest < SMALLEST:
        yield f"has letters of {smallest:.1f} pixels, {found['width']:.0f} wide"
    for what in ("cut", "outside", "overlapping", "covered"):
        if found[what]:
            yield f"has something {what}: {found[what]}"
    text = squeezed(found["text"])
    if missing := [each for each in labels(diagram.text) if squeezed(each) not in text]:
        yield f"doesn't say {missing}"


def squeezed(text: str) -> str:
    """Return a text without blanks, and without what can't be seen in it."""
    return "".join(each for each in text if each.isprintable() and not each.isspace())


def labels(text: str) -> Iterator[str]:
    """Yield every text that a diagram holds, decoded."""
    body = text.partition("accDescr")[2].partition("\n")[2]
    for quoted, ticked, said in re.findall(
        r'"([^"]*)"|`([^`]*)`|: ([^"\n]+)$', body, re.MULTILINE
    ):
        label = (quoted or ticked or said).replace("<br/>", "")
        yield re.sub(r"#(\d+);", lambda found: chr(int(found[1])), label)


def all_faults(
    page: Drawing, model: Model, *, column: bool, pictures: str = ""
) -> list[str]:
    found = []
    for each in diagrams(model):
        seen = page.draws(each.text)
        found += [
            f"{each.name} {fault}\n{each.text}"
            for fault in faults(each, seen, column=column)
        ]
        if pictures and "failed" not in seen:
            page.pictures(Path(pictures) / f"{model.project.name}-{each.name}.png")
    return found


@pytest.mark.parametrize("name", DESIGNS)
def test_a_reader_sees_every_diagram_in_a_column(page: Drawing, name: str) -> None:
    model = model_of(DESIGNS[name].read_bytes())
    assert not all_faults(page, model, column=True, pictures=folder("light"))


@pytest.mark.thorough
@pytest.mark.parametrize("name", DESIGNS)
def test_so_it_is_in_a_dark_column(dark_page: Drawing, name: str) -> None:
    model = model_of(DESIGNS[name].read_bytes())
    assert not all_faults(dark_page, model, column=True, pictures=folder("dark"))


def folder(theme: str) -> str:
    """Return where pictures go that somebody wants to look at; empty for nowhere."""
    if not (asked := os.environ.get("BD_PICTURES")):
        return ""
    place = Path(asked) / theme
    place.mkdir(parents=True, exist_ok=True)
    return str(place)


@st.composite
def hostile(draw: DrawFn) -> str:
    """A design whose texts, roles and phases may be anything."""
    design = yaml.safe_load(draw(designs(most=6)))
    design |= {"title": draw(TEXTS), "description": draw(TEXTS)}
    names = draw(st.lists(TEXTS, min_size=1, max_size=4, unique_by=str.casefold))
    design["roadmap"] = {
        "phases": [
            {"name": name, "after": names[:at], "milestones": draw(_SOME)}
            for at, name in enumerate(names)
        ]
    }
    roles = {
        f"role{at}": {"may": ["*"], "description": name}
        for at, name in enumerate(names)
    }
    design["security"] = {
        "authentication": draw(st.sampled_from(["jwt", "oidc", "api_keys"])),
        "roles": roles,
        "defaults": {"read": "public", "write": "role0"},
    }
    return yaml.safe_dump(design, sort_keys=False, allow_unicode=True)


_SOME = st.lists(TEXTS, max_size=3)


def draws(page: Drawing, text: str) -> None:
    try:
        model = model_of(text.encode())
    except pipeline.MistakesError:
        reject()
    assert not all_faults(page, model, column=False), text


# A design that fails is worth reading as it is: to shrink it would take an hour.
@settings(tried(40), phases=[Phase.generate])
@given(text=hostile())
def test_names_and_texts_may_be_anything(page: Drawing, text: str) -> None:
    draws(page, text)


@pytest.mark.thorough
@settings(tried(200), phases=[Phase.generate])
@given(text=hostile())
def test_names_and_texts_of_200_designs_may_be_anything(
    page: Drawing, text: str
) -> None:
    draws(page, text)
