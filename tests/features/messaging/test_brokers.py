"""Which broker carries events decides which parts a project has, and no more than that."""

from __future__ import annotations

import pytest

from bd_scaffold import pipeline
from bd_scaffold.features import FEATURES
from bd_scaffold.impact import impact_of
from bd_scaffold.model.types import Model

DESIGN = """\
name: lab
messaging: {broker: BROKER}
entities:
  Note: {fields: {text: string(80)}}
events:
  NoteMade: {from: Note.create}
"""
_OWN = {"nats_broker", "rabbitmq_broker", "redis_broker", "redis"}


def _built(broker: str) -> Model:
    text = DESIGN.replace("BROKER", broker)
    return pipeline.build(pipeline.check(text.encode(), "design.yaml"))


@pytest.mark.parametrize(
    ("broker", "parts"),
    [
        ("nats", {"nats_broker"}),
        ("rabbitmq", {"rabbitmq_broker"}),
        ("redis", {"redis_broker", "redis"}),
    ],
)
def test_a_project_has_the_parts_of_its_broker(broker: str, parts: set[str]) -> None:
    assert {*_built(broker).parts} & _OWN == parts


def test_a_cache_and_a_broker_share_what_speaks_to_redis() -> None:
    text = DESIGN.replace("BROKER", "redis").replace(
        "lab\n", "lab\ncache: {store: redis}\n"
    )
    kept = text.replace("Note: {", "Note: {cache: 60s, ")
    model = pipeline.build(pipeline.check(kept.encode(), "design.yaml"))
    assert {"redis", "redis_broker", "redis_cache"} <= {*model.parts}
    made = pipeline.render(kept.encode(), model)
    assert "src/lab/core/redis.py" in made
    assert str(made["pyproject.toml"]).count("redis>=") == 1


def test_another_broker_breaks_those_who_listen() -> None:
    before = _built("redis")
    found = impact_of(before, before, _built("nats"), FEATURES)
    assert [each.name for each in found.allowances] == ["break:messaging.broker"]
