"""What the generated core has, since some entity of the design needs it."""

from __future__ import annotations

from bd_scaffold import model, pipeline
from bd_scaffold.model.types import Model


def _built(text: str) -> Model:
    return model.build(pipeline.check(text.encode(), "design.yaml"))


def test_values_of_parts_need_what_explains_a_constraint() -> None:
    """The repository of such values hands on what was written, to whatever the design has."""
    lone = "name: zips\nentities: {Person: {fields: {home: text}}}"
    assert not _built(lone).uses.constraints
    whole = (
        "name: zips\ntypes: {Address: {zip: text, type: text}}\n"
        "entities: {Person: {fields: {home: Address}}}"
    )
    assert _built(whole).uses.constraints
