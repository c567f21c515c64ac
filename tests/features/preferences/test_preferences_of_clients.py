"""Preferences of clients in the contract and in plans."""

from __future__ import annotations

from typing import Any

from openapi_spec_validator import validate

from bd_scaffold import pipeline
from bd_scaffold.contract.text import document
from bd_scaffold.features import FEATURES
from bd_scaffold.impact import Impact, impact_of
from bd_scaffold.model.types import Model

PLAIN = """\
name: lab
enums: {State: [open, shut]}
operations:
  Note.count: {on: item, method: post, output: Note}
entities:
  Note:
    fields: {text: string(80), box: Box, state: State = open readonly}
    traits: [versioned, soft_delete, restorable]
    transitions: {close: {from: open, to: shut}}
  Box: {fields: {label: string(40), notes: "Note[] by box"}, operations: [list, get]}
"""
ON = PLAIN.replace("lab\n", "lab\napi: {prefer: true}\n", 1)
PREFER = {"$ref": "#/components/parameters/Prefer"}
ROW = {"application/json": {"schema": {"$ref": "#/components/schemas/Note"}}}


def _built(text: str) -> Model:
    return pipeline.build(pipeline.check(text.encode(), "design.yaml"))


def _impact(old: str, new: str) -> Impact:
    before = _built(old)
    return impact_of(before, before, _built(new), FEATURES)


def _preferring() -> dict[str, Any]:
    """Return the operations that take a preference, by their ids."""
    contract = document(_built(ON))
    validate(contract)
    operations = (
        each
        for item in contract["paths"].values()
        for method, each in item.items()
        if method != "parameters"
    )
    return {
        each["operationId"]: each
        for each in operations
        if PREFER in each.get("parameters", [])
    }


def test_what_is_answered_with_the_row_written_takes_a_preference() -> None:
    assert _preferring().keys() == {
        *("create_note", "replace_note", "update_note"),
        *("close_note", "restore_note"),
    }


def test_a_success_has_a_status_without_a_body_beside_that_with_one() -> None:
    for name, operation in _preferring().items():
        answers = operation["responses"]
        success = answers["201" if name == "create_note" else "200"]
        assert success["content"] == ROW
        assert "Preference-Applied" in success["headers"]
        if name == "create_note":
            assert "204" not in answers
        else:
            assert "content" not in answers["204"]
            assert answers["204"]["headers"] == success["headers"]


def test_a_preference_that_is_taken_breaks_nobody() -> None:
    impact = _impact(PLAIN, ON)
    assert impact.allowances == ()
    assert [str(each) for each in impact.changes] == ["api: prefer added"]


def test_one_that_is_no_longer_taken_is_asked_for_by_the_resource_s_name() -> None:
    asked = [each.name for each in _impact(ON, PLAIN).allowances]
    assert asked == ["break:Note.preferences"]


def test_a_design_without_the_word_has_nothing_of_it() -> None:
    model = _built(PLAIN)
    assert "preferences" not in model.parts
    texts = pipeline.render(PLAIN.encode(), model)
    assert [path for path, text in texts.items() if "Prefer" in str(text)] == []
