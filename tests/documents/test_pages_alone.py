"""A page needs no other one, and nothing is worked out for those that are switched off."""

from __future__ import annotations

import pytest
from rendered import SMALL, asked, documents, example

from bd_scaffold import pipeline
from bd_scaffold.documents import diagrams
from bd_scaffold.documents.sections import SECTIONS
from bd_scaffold.language.documents import Documents
from bd_scaffold.model.types import Diagrams

NAMES = [each.name for each in SECTIONS]
SHOWN = {
    "overview": {"context", "components"},
    "api": {"states", "transitions", "calls", "across"},
    "database": {"entities"},
    "security": {"signing_in"},
    "deployment": {"deployment"},
    "roadmap": {"roadmap"},
}


def alone(text: str, name: str) -> str:
    """A design that asks for one page and for no other."""
    off = ", ".join(f"{each}: false" for each in NAMES if each != name)
    return asked(text).replace("documents: true", f"documents: {{{off}}}")


@pytest.mark.parametrize("name", NAMES)
def test_a_page_stands_alone(name: str) -> None:
    for text in (SMALL, example("shop")):
        found = documents(alone(text, name))
        (section,) = [each for each in SECTIONS if each.name == name]
        assert f"docs/{section.file}" in found
        assert found["docs/README.md"].count("](") >= 1


@pytest.mark.parametrize("name", NAMES)
def test_no_diagram_is_drawn_for_a_page_that_is_switched_off(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[str] = []
    for each, draw in [*diagrams._DRAWN.items()]:
        monkeypatch.setitem(
            diagrams._DRAWN,
            each,
            lambda model, relations, each=each, draw=draw: (
                drawn.append(each),
                draw(model, relations),
            )[1],
        )
    text = alone(example("shop"), name)
    pipeline.derive(pipeline.check(text.encode(), "design.yaml"))
    assert {*drawn} == SHOWN.get(name, set())


def test_every_diagram_is_on_a_page() -> None:
    assert {each for some in SHOWN.values() for each in some} == {
        *Diagrams.__struct_fields__
    }


def test_a_word_says_of_its_page_what_the_index_says() -> None:
    for each in SECTIONS:
        told = Documents.words[each.name].description
        assert told.lower() == f"{each.title}: {each.summary}".lower()


GROWING = """\
name: shop
documents: true
requirements: {quality: {volume: {Thing: VOLUME}}}
entities: {Thing: {fields: {name: string(120)}}}
"""


def test_sizes_in_three_years_are_not_said_again_where_nothing_grows() -> None:
    page = documents(GROWING.replace("VOLUME", "2M"))["docs/database-design.md"]
    later = page.split("### Sizes in three years\n")[1].split("\n### ")[0]
    assert later.strip().startswith("The same as now, since nothing grows: `growth` in")
    assert "in 3 years" not in page
    said = "{rows: 2M, growth: 5%/year}"
    page = documents(GROWING.replace("VOLUME", said))["docs/database-design.md"]
    later = page.split("### Sizes in three years\n")[1].split("\n### ")[0]
    assert "| things | 2,315,250 |" in later
    assert "| size now | in 3 years |" in page


def test_a_goal_is_told_by_its_word_and_not_by_its_name() -> None:
    text = (
        "name: shop\ndocuments: true\nrequirements: {quality: {latency: {p95: 1s}, "
        "recovery: {rto: 1h}, volume: {Latency: 1k}}}\n"
        "entities: {Latency: {fields: {name: string(20)}}}\n"
    )
    model = pipeline.derive(pipeline.check(text.encode(), "design.yaml"))
    assert [(each.name, each.word) for each in model.requirements.quality] == [
        ("Latency, 95th percentile", "latency"),
        ("Recovery time", "recovery.rto"),
        ("Volume of Latency", "volume"),
    ]
    assert model.documents is not None
    assert model.documents.traces is not None
    goals = {each.name: each.measure for each in model.documents.traces.goals}
    assert goals.keys() == {"Latency, 95th percentile", "Recovery time"}
    assert all(goals.values())
