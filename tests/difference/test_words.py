"""A changed design is told as a colleague would sum it up: what, from what, and at what cost."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from changes import SHOP, SHOP_NEXT, STEPS, Step

from bd_scaffold import model, pipeline
from bd_scaffold.difference import Change, compare
from bd_scaffold.model.types import Model


def built(text: str | bytes) -> Model:
    written = text.encode() if isinstance(text, str) else text
    return model.build(pipeline.check(written, "design.yaml"))


def told(old: str, new: str) -> list[str]:
    """Each change with its kind and its effects."""
    return [line(each) for each in compare(built(old), built(new))]


def line(change: Change) -> str:
    return f"{change} [{change.kind}: {', '.join(change.effects)}]"


WORDS = Path(__file__).with_name("words.txt")
"""What is told of each step of `tests/designs/changes.py`."""


def told_of_the_steps() -> str:
    parts = [f"{step.name}\n{_indented(told(step.old, step.new))}" for step in STEPS]
    shop = told(SHOP.read_text(), SHOP_NEXT.read_text())
    return "\n".join([f"the shop some months later\n{_indented(shop)}", *parts])


def _indented(lines: list[str]) -> str:
    return "".join(f"    {each}\n" for each in lines)


def test_every_step_is_told_in_these_words() -> None:
    if os.environ.get("REWRITE_GALLERY"):
        WORDS.write_text(told_of_the_steps(), encoding="utf-8")
    assert told_of_the_steps() == WORDS.read_text(encoding="utf-8")


BOX = "  Box: {fields: {label: "
WITH_A_BOX = [each for each in STEPS if BOX in each.old and BOX in each.new]


@pytest.mark.parametrize("step", WITH_A_BOX, ids=[step.name for step in WITH_A_BOX])
def test_a_step_is_told_in_the_same_words_beside_another(step: Step) -> None:
    described = BOX.replace("{fields", "{description: A box., fields")
    together = told(step.old, step.new.replace(BOX, described))
    beside = "Box: description added [added: safe]"
    assert beside in together
    assert [each for each in together if each != beside] == told(step.old, step.new)


PROJECT = """\
name: lab
title: Lab
version: 1.0.0
requirements:
  functional: [{id: A, text: First., operations: [Item.list]}, {id: B, text: More.}]
  quality: {latency: {p95: 150ms}, volume: {Item: 10k}}
  constraints: [No cloud.]
architecture: {decisions: [{title: One, context: C, decision: D, consequences: E}]}
api: {version: v1, limit: {default: 20, max: 100}, cors: ["https://a.example"]}
database: {engine: postgresql}
deployment: {ci: github}
entities:
  Item: {fields: {code: string(20), low: integer = 0, high: integer = 9}}
"""


@pytest.mark.parametrize(
    ("there", "instead", "words"),
    [
        ("title: Lab", "title: Labs", ["title: changed from Lab to Labs [safe]"]),
        (
            "title: Lab",
            "title: Lab\ndescription: A lab.",
            ["project: description added [safe]"],
        ),
        (
            "version: 1.0",
            "version: 1.1",
            ["version: changed from 1.0.0 to 1.1.0 [safe]"],
        ),
        ("text: First.", "text: One.", ["requirements.A: text changed [safe]"]),
        (
            "[Item.list]",
            "[Item.get]",
            [
                "requirements.A: Item.get added [safe]",
                "requirements.A: Item.list removed [safe]",
            ],
        ),
        (", {id: B, text: More.}", "", ["requirements.B: removed [safe]"]),
        (
            "150ms",
            "90ms",
            [
                "requirements.quality.Latency, 95th percentile: changed from 150ms to 90ms [safe]"
            ],
        ),
        (
            "10k",
            "20k",
            [
                "requirements.quality.Volume of Item: changed from 10k rows to 20k rows [safe]"
            ],
        ),
        ("[No cloud.]", "[]", ['requirements.constraints: "No cloud." removed [safe]']),
        (
            "context: C",
            "context: K",
            ["architecture.decisions.One: context changed [safe]"],
        ),
        (
            "consequences: E",
            "consequences: E, status: superseded",
            [
                "architecture.decisions.One: status changed from accepted to superseded [safe]"
            ],
        ),
        (
            "version: v1",
            "version: v2",
            ["api.version: changed from v1 to v2 [breaks clients]"],
        ),
        (
            "default: 20",
            "default: 10",
            ["api.limit.default: changed from 20 to 10 [safe]"],
        ),
        (
            "max: 100",
            "max: 50",
            ["api.limit.max: changed from 100 to 50 [breaks clients]"],
        ),
        ("max: 100", "max: 200", ["api.limit.max: changed from 100 to 200 [safe]"]),
        (
            '["https://a.example"]',
            "[]",
            ["api.cors: https://a.example removed [breaks clients]"],
        ),
        (
            "postgresql",
            "sqlite",
            ["database.engine: changed from postgresql to sqlite [loses data]"],
        ),
        (
            "ci: github",
            "ci: gitlab",
            [
                "deployment.ci: gitlab added [safe]",
                "deployment.ci: github removed [safe]",
            ],
        ),
    ],
)
def test_the_words_of_the_whole_project(
    there: str, instead: str, words: list[str]
) -> None:
    found = compare(built(PROJECT), built(PROJECT.replace(there, instead)))
    assert [f"{each} [{', '.join(each.effects)}]" for each in found] == words
