"""What a job is given that starts on an event, whichever capability tells of it."""

from __future__ import annotations

from bd_scaffold.features import FEATURES
from bd_scaffold.features.feature import Feature, in_designs
from bd_scaffold.language import load
from bd_scaffold.language.design import FieldType
from bd_scaffold.model import build
from bd_scaffold.resolve import resolve
from bd_scaffold.rules import jobs

_DESIGN = b"""\
name: lab
entities:
  Item: {fields: {name: string(40)}}
jobs:
  tell: {on: ItemPlaced, attempts: 2}
"""

_TELLS = Feature(
    name="tells",
    said="tells",
    summary="Things happen.",
    used_by=in_designs(lambda _design: True),
    events=lambda _design: {"ItemPlaced": {"item": FieldType(type="uuid")}},
)


def test_a_job_is_given_what_its_event_says() -> None:
    design = load(_DESIGN, "design.yaml").design
    assert design is not None
    alone, told = resolve(design), resolve(design, (*FEATURES, _TELLS))
    assert [each.code for each in jobs.rule(alone)] == ["BD978"]
    assert [*jobs.rule(told)] == []
    made = build(told).jobs
    assert made is not None
    (job,) = made.listed
    assert [each.name for each in job.input] == ["item"]
    assert job.method == "    async def tell(self, data: payloads.Tell) -> None:"
    assert 'on="ItemPlaced"' in job.definition
