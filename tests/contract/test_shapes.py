"""The usual fields are spelled as datamodel-code-generator spells them, without starting it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import Any

import pytest

from bd_scaffold import pipeline
from bd_scaffold.contract import dtos, shapes
from bd_scaffold.contract.fields import KIND, Form, Spelling

DESIGNS = sorted(
    (Path(__file__).resolve().parents[2] / "examples").glob("*/design.yaml")
)


def test_the_file_says_what_the_generator_says() -> None:
    said = shapes.dump(dtos.spelled(list(shapes.usual())))
    file = Path(shapes.__file__).with_name("spellings.json")
    assert file.read_text() == said, "run `python scripts/spell_shapes.py`"


def drawn_form(draw: Random) -> Form:
    """Return some form of a usual shape, its words in any order."""
    text = "".join(draw.choices("aé\"'\\\n\u2028{}=10", k=draw.randrange(6)))
    whole, real = draw.randrange(-(2**63), 2**63), draw.choice([0.0, -7.0, 0.1, 2.5e-9])
    kind = draw.choice(["string", "integer", "number", "boolean"])
    number = real if kind == "number" else whole
    words = {
        "string": {"minLength": 3, "maxLength": whole, "pattern": f"^{text}$"},
        "integer": {"minimum": number, "maximum": whole},
        "number": {"minimum": number, "maximum": real},
    }.get(kind, {})
    words["default"] = {"string": text, "boolean": whole > 0}.get(kind, number)
    schema: dict[str, Any] = {"type": kind, KIND: "core.Type"}
    for word in draw.sample(sorted(words), draw.randrange(len(words) + 1)):
        schema[word] = words[word]
    required = "default" not in schema and whole > 0
    return Form(json.dumps(schema), required, draw.choice(["", "from", "x-y"]))


def test_a_usual_form_is_spelled_as_the_generator_spells_it() -> None:
    draw = Random(20260101)
    forms = list(dict.fromkeys(drawn_form(draw) for _ in range(300)))
    known, said = shapes.spelled(forms), dtos.spelled(forms)
    assert [each for each in forms if known[each] != said[each]] == []


def test_what_looks_like_a_stand_in_is_a_text_of_its_own() -> None:
    schema = {"type": "string", KIND: "core.Type", "maxLength": 7}
    tricky = schema | {"pattern": "^max_length=1000033=PATTERN$", "default": "NAME"}
    drawn = [Form(json.dumps(tricky), required=False, name="DEFAULT")]
    assert shapes.spelled(drawn) == dtos.spelled(drawn)


@pytest.mark.parametrize("design", DESIGNS, ids=lambda path: path.parent.name)
def test_the_examples_start_no_generator(
    design: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def started(forms: Sequence[Form]) -> dict[Form, Spelling]:
        pytest.fail(f"it is started for {forms}")

    monkeypatch.setattr(dtos, "spelled", started)
    pipeline.build(pipeline.check(design.read_bytes(), "design.yaml"))


def test_an_unusual_form_is_left_to_the_generator() -> None:
    schema = {"type": "string", KIND: "core.Type", "format": "binary"}
    assert not shapes.spelled([Form(json.dumps(schema), required=True, name="")])
