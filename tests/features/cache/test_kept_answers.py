"""Answers that are kept, in designs, in models and in what a project is made of."""

from __future__ import annotations

import pytest

from bd_scaffold import pipeline
from bd_scaffold.contract.text import document
from bd_scaffold.features import FEATURES
from bd_scaffold.impact import Impact, impact_of
from bd_scaffold.model.types import Model

PLAIN = """\
name: lab
entities:
  Note: {fields: {text: string(80), box: Box?}}
  Box: {fields: {label: string(40)}, traits: [versioned]}
"""
KEPT = PLAIN.replace("  Note: {", "  Note: {cache: 60s, ")
REDIS = KEPT.replace("lab\n", "lab\ncache: {store: redis}\n")


def _built(text: str) -> Model:
    return pipeline.build(pipeline.check(text.encode(), "design.yaml"))


def _impact(old: str, new: str) -> Impact:
    before = _built(old)
    return impact_of(before, before, _built(new), FEATURES)


def _arguments(text: str, name: str = "Note") -> str:
    entity = next(each for each in _built(text).entities if each.name == name)
    assert entity.cache is not None
    return entity.cache.arguments


def test_no_client_notices_that_answers_are_kept() -> None:
    assert document(_built(KEPT)) == document(_built(PLAIN))
    assert not _impact(PLAIN, KEPT).allowances
    assert not _impact(KEPT, REDIS).allowances
    assert not _impact(REDIS, KEPT).allowances
    assert [each.name for each in _impact(KEPT, PLAIN).allowances] == [
        "drop:cache_generations"
    ]


def test_a_design_without_the_word_has_nothing_of_it() -> None:
    assert _built(PLAIN).cache is None
    parts = _built(PLAIN).parts
    assert not {"cache", "redis_cache"} & {*parts}
    assert "cache" in _built(KEPT).parts
    assert "redis_cache" not in _built(KEPT).parts
    assert {"cache", "redis_cache"} <= {*_built(REDIS).parts}


@pytest.mark.parametrize(
    ("fields", "arguments"),
    [
        ("text: string(80)", "seconds=60"),
        ("text: string(80), boxes: 'Box[]'", "seconds=60"),
        ("text: string(80) encrypted", "seconds=60, sealed=True"),
        ("text: string(80) encrypted internal", "seconds=60"),
        ("box: Box? include", "seconds=60, related=True"),
        (
            "box: Box? include, pin: string(9)? encrypted",
            "seconds=60, related=True, sealed=True",
        ),
    ],
)
def test_what_an_answer_shows_says_what_it_hangs_on(
    fields: str, arguments: str
) -> None:
    text = KEPT.replace("text: string(80), box: Box?", fields)
    assert _arguments(text) == arguments


def test_lists_that_ask_of_related_rows_hang_on_these() -> None:
    text = KEPT.replace("cache: 60s", "cache: 60s, filter: [box.label]")
    assert _arguments(text) == "seconds=60, related=True"


@pytest.mark.parametrize("said", ["1s", "90m", "24h"])
def test_a_time_is_a_number_of_seconds(said: str) -> None:
    seconds = {"1s": 1, "90m": 5400, "24h": 86400}[said]
    assert _arguments(KEPT.replace("60s", said)) == f"seconds={seconds}"


def test_a_store_without_anything_to_keep_is_noted() -> None:
    text = PLAIN.replace("lab\n", "lab\ncache: {store: redis}\n")
    [note] = pipeline.noted(text.encode(), "design.yaml")
    assert str(note) == (
        "design.yaml:2:9 BD997 cache.store: No entity says that its answers are kept. "
        "Say it of one, `cache: 60s`, or leave the word out."
    )
    assert not [*pipeline.noted(REDIS.encode(), "design.yaml")]


def test_answers_that_are_kept_and_writes_that_are_done_once_share_their_routes() -> (
    None
):
    text = KEPT.replace("lab\n", "lab\napi: {idempotency: true}\n")
    routers = {each.name: each.router.objects for each in _built(text).entities}
    assert "route_class=CachedRoute" in routers["Note"]
    assert "route_class=IdempotentRoute" in routers["Box"]
