"""A stored model becomes the value that it was written from."""

from __future__ import annotations

import json

import pytest

from bd_scaffold import pipeline
from bd_scaffold.model import build, store


@pytest.mark.parametrize("name", pipeline.examples())
def test_a_model_comes_back_as_it_was(name: str) -> None:
    model = build(pipeline.check(pipeline.read(pipeline.example(name)), name))
    assert store.load(store.dump(model)) == model


def test_a_model_of_another_shape_is_no_model() -> None:
    model = build(pipeline.check(pipeline.read(pipeline.example("notes")), "notes"))
    other = json.loads(store.dump(model))
    del other["entities"][0]["path"]
    assert store.load(json.dumps(other)) is None
    assert store.load("") is None
    assert store.load("[]") is None
