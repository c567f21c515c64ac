"""Words that lists are searched for: whose, by which index, and what clients are told."""

from __future__ import annotations

from typing import Any

from bd_scaffold import pipeline
from bd_scaffold.contract.text import document
from bd_scaffold.model.types import Model

DESIGN = """\
name: lab
api: {search: german}
entities:
  Note: {fields: {text: string(80) search, more: text? search}}
  Log: {search: parts, fields: {text: text search}}
  Tag: {search: simple, pagination: cursor, fields: {label: string(20) search}}
  Plain: {fields: {size: integer}}
"""


def _built(design: str = DESIGN) -> Model:
    return pipeline.build(pipeline.check(design.encode(), "design.yaml"))


def _indexes(model: Model) -> dict[str, tuple[str, tuple[str, ...]]]:
    return {
        each.name: (each.language, each.columns)
        for table in model.tables.values()
        for each in table.indexes
        if each.language
    }


def test_an_entity_says_it_in_place_of_the_api() -> None:
    model = _built()
    said = {each.name: each.search_language for each in model.entities}
    assert said == {"Note": "german", "Log": "", "Tag": "simple", "Plain": ""}
    assert _indexes(model) == {
        "ix_notes_text_more_search": ("german", ("text", "more")),
        "ix_tags_label_search": ("simple", ("label",)),
    }


def test_a_cursor_has_no_place_for_a_rank() -> None:
    bases = {each.name: each.repository.bases for each in _built().entities}
    assert "RankedPages[Note]" in bases["Note"]
    assert not any("RankedPages" in each for each in bases["Tag"])


def test_clients_are_told_what_is_found() -> None:
    contract: Any = document(_built())
    asked = {
        name: [
            each.get("$ref", "")
            for each in contract["paths"][name]["get"]["parameters"]
        ]
        for name in ("/api/v1/notes", "/api/v1/logs", "/api/v1/plains")
    }
    words, parts = "#/components/parameters/full-text", "#/components/parameters/q"
    assert words in asked["/api/v1/notes"]
    assert parts in asked["/api/v1/logs"]
    assert not {words, parts} & {*asked["/api/v1/plains"]}
    given = contract["components"]["parameters"]["full-text"]
    assert given["name"] == "q"
    assert "each of them" in given["description"]


def test_a_design_that_asks_for_parts_alone_has_none_of_it() -> None:
    parts = DESIGN.replace("german", "parts").replace("search: simple, ", "")
    plain = parts.replace("api: {search: parts}\n", "").replace("search: parts, ", "")
    made, wanted = (
        dict(pipeline.render(each.encode(), _built(each))) for each in (parts, plain)
    )
    told = {name for name, text in wanted.items() if made[name] != text}
    assert made.keys() == wanted.keys()
    assert told == {"design.yaml", ".bd/model.yaml"}  # which has the hash of the other
    assert not any("full_text" in each for each in made)
