"""A transition has a name, so that no event of updates tells of it, whoever tells of the name."""

from __future__ import annotations

import pytest

from bd_scaffold import pipeline

DESIGN = """\
name: lab
entities:
  Item:
    fields: {{name: text, state: "enum(open, shut) = open readonly"}}
    transitions: {{shut: {{from: open, to: shut}}}}
  Box: {{fields: {{name: text}}}}
events:
  Told: {{from: [{told}]}}
jobs: {{send: {{on: Told}}}}
"""


@pytest.mark.parametrize(
    ("told", "is_named"),
    [
        ("Item.shut", True),
        ("Item.update", True),
        ("Item.create, Item.update", True),
        ("Item.create", False),
        ("Item.delete", False),
        ("Box.update", False),
    ],
)
def test_a_repository_names_changes_where_an_event_tells_them_apart(
    told: str, *, is_named: bool
) -> None:
    text = DESIGN.format(told=told).encode()
    project = pipeline.render(text, pipeline.build(pipeline.check(text, "design.yaml")))
    repository = project["src/lab/items/repository.py"]
    assert ("NamedChanges" in repository) == is_named
