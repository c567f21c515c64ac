"""Whatever a design says, its stored model is what the schema of the model says."""

from __future__ import annotations

import jsonschema
from drawn import designs
from drawn_settings import tried
from hypothesis import given, reject

from bd_scaffold import pipeline
from bd_scaffold.model import store
from bd_scaffold.model.schema import json_schema

VALIDATOR = jsonschema.Draft202012Validator(json_schema())


@tried(8)
@given(text=designs())
def test_a_stored_model_is_what_the_schema_says(text: str) -> None:
    try:
        design = pipeline.check(text.encode(), "design.yaml")
    except pipeline.MistakesError:
        reject()
    VALIDATOR.validate(store.read(store.dump(pipeline.build(design))))
