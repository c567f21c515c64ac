"""Words of the design that look like code, markup or paths: they do nothing at all."""

from __future__ import annotations

import ast
import json
import tomllib
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from bd_scaffold import pipeline
from bd_scaffold.tree import Tree

HOSTILE = (
    *("../../outside", "/etc/passwd", "..\\outside", "a/b", "C:\\x", "~/x", "."),
    *("{{ 7*7 }}", "{% raw %}", "{# x", "{% include '/etc/passwd' %}", "${HOME} $(id)"),
    *("'", '"', '"""', "'''", "\\", '\\"', "%s %(x)s {0} {x!r}", "`id`", "*/ --> ]]>"),
    *("__import__('os').system('touch owned')", 'x"); import os; os.abort(); ("'),
    *("é ß 数据", "\U0001f600 \U0001d4d0", "e\u0301 a\u0308", "- a: b", "&a *a !!str"),
    *("yes: no", "a: {b: [c", "# not a comment", "? key", "| >", "@x", "%TAG ! x:"),
    *("</script><img src=x>", "[x](javascript:y)", "# Heading", "=== x", "\\N{BULLET}"),
    *("'; DROP TABLE products; --", "a" * 300, "del", "NaN", "null", "1e5", "0x10"),
)
LINES = ("first\n\nlast", '"""\nimport os\nos.abort()\n"""', "a:\n  - b\n...\n---\n")
REFUSED = ("\u202e right to left", "zero\u200bwidth", "\x1b[31m", "\x00")


def design() -> dict[str, Any]:
    """A harmless design that says something wherever it may."""
    return {
        "name": "shop",
        "title": "plain",
        "description": "plain",
        "requirements": {
            "functional": [{"id": "R", "text": "plain", "operations": ["Order.list"]}],
            "quality": {
                "latency": {"p95": "plain"},
                "throughput": "plain",
                "compliance": ["plain"],
            },
            "constraints": ["plain"],
        },
        "documents": True,
        "roadmap": {
            "phases": [{"name": "plain", "goal": "plain", "needs": ["plain"]}],
            "risks": [{"risk": "plain", "response": "plain"}],
        },
        "enums": {"State": {"values": {"open": "plain", "shut": None}}},
        "areas": {"sales": ["Order"]},
        "entities": {
            "Order": {
                "description": "plain",
                "fields": {
                    "label": {"type": "text", "default": "plain", "description": "x"},
                    "state": {"type": "State"},
                    "kind": {"type": "enum(good, bad)"},
                },
                "checks": [{"rule": "label != 'x'", "name": "rule", "message": "no"}],
            }
        },
    }


Place = Callable[[dict[str, Any], str], None]


def _renamed(mapping: dict[str, Any], old: str, new: str) -> None:
    mapping[new] = mapping.pop(old)


def _order(said: dict[str, Any]) -> dict[str, Any]:
    order: dict[str, Any] = said["entities"]["Order"]
    return order


NAMES: dict[str, Place] = {
    "project": lambda said, text: said.update(name=text),
    "entity": lambda said, text: _renamed(said["entities"], "Order", text),
    "field": lambda said, text: _renamed(_order(said)["fields"], "label", text),
    "type": lambda said, text: _order(said)["fields"].update(other=text),
    "key": lambda said, text: _order(said).update(key=text),
    "enum": lambda said, text: _renamed(said["enums"], "State", text),
    "area": lambda said, text: _renamed(said["areas"], "sales", text),
    "check": lambda said, text: _order(said)["checks"][0].update(name=text),
    "indexed": lambda said, text: _order(said).update(indexes=[[text]]),
    "operation": lambda said, text: _order(said).update(operations=[text]),
    "version": lambda said, text: said.update(version=text),
    "prefix": lambda said, text: said.update(api={"version": text}),
    "origin": lambda said, text: said.update(api={"cors": [text]}),
}
VALUES: dict[str, Place] = {
    "shared": lambda said, text: said["enums"]["State"]["values"].update({text: "x"}),
    "own": lambda said, text: _order(said)["fields"]["kind"].update(
        type=f'enum(good, "{text}")'
    ),
}
_LONGEST_VALUE = 60
AS_NAMES = ("a" * 300, "del", "null", "NaN", "1e5", "0x10")
"""What may be some kind of name, as far as it is not too long."""

TEXTS: dict[str, Place] = {
    "title": lambda said, text: said.update(title=text),
    "description": lambda said, text: said.update(description=text),
    "requirement": lambda said, text: said["requirements"]["functional"][0].update(
        text=text
    ),
    "identifier": lambda said, text: said["requirements"]["functional"][0].update(
        id=text
    ),
    "throughput": lambda said, text: said["requirements"]["quality"].update(
        throughput=text, latency={"p95": text}, compliance=[text]
    ),
    "constraint": lambda said, text: said["requirements"].update(constraints=[text]),
    "phase": lambda said, text: said["roadmap"]["phases"][0].update(
        name=text, goal=text, needs=[text], milestones=[text]
    ),
    "risk": lambda said, text: said["roadmap"]["risks"][0].update(
        risk=text, response=text
    ),
    "enum": lambda said, text: said["enums"]["State"].update(description=text),
    "value": lambda said, text: said["enums"]["State"]["values"].update(open=text),
    "entity": lambda said, text: _order(said).update(description=text),
    "field": lambda said, text: _order(said)["fields"]["label"].update(
        description=text
    ),
    "default": lambda said, text: _order(said)["fields"]["label"].update(default=text),
    "message": lambda said, text: _order(said)["checks"][0].update(message=text),
}


def written(said: dict[str, Any]) -> bytes:
    return yaml.safe_dump(said, sort_keys=False, allow_unicode=True).encode()


def project(said: dict[str, Any]) -> Tree:
    text = written(said)
    model = pipeline.build(pipeline.check(text, "design.yaml"))
    return pipeline.render(text, model)


@pytest.mark.parametrize("place", NAMES)
def test_a_name_that_is_none_is_refused_with_its_place(place: str) -> None:
    for text in (*HOSTILE, *LINES, *REFUSED):
        said = design()
        NAMES[place](said, text)
        if text not in AS_NAMES:
            with pytest.raises(pipeline.MistakesError) as refused:
                pipeline.check(written(said), "design.yaml")
            assert all(each.where.line for each in refused.value.mistakes)


@pytest.fixture(scope="module")
def plain() -> Tree:
    return project(design())


@pytest.mark.parametrize("place", VALUES)
def test_a_value_of_an_enum_is_refused_with_its_place_or_stays_a_text(
    place: str,
) -> None:
    texts = (*HOSTILE, *LINES, *REFUSED)
    for text in (each for each in texts if place == "shared" or not {*'"\\'} & {*each}):
        said = design()
        VALUES[place](said, text)
        if text in (*LINES, *REFUSED) or len(text) > _LONGEST_VALUE:
            with pytest.raises(pipeline.MistakesError) as refused:
                project(said)
            assert all(each.where.line for each in refused.value.mistakes)
            continue
        found = project(said)
        module = ast.parse(found["src/shop/models/enums.py"])
        strings = (
            node.value for node in ast.walk(module) if type(node) is ast.Constant
        )
        assert text in strings


@pytest.mark.parametrize("text", [*HOSTILE, *LINES])
def test_a_text_changes_nothing_but_itself(plain: Tree, text: str) -> None:
    said = design()
    for put in TEXTS.values():
        tried = json.loads(json.dumps(said))
        put(tried, text)
        try:
            pipeline.check(written(tried), "design.yaml")
        except pipeline.MistakesError:
            continue  # a line where several lines are, or a message of two lines
        said = tried
    found = project(said)
    assert found.keys() == plain.keys()
    for path in found:
        if path.endswith(".py"):
            assert shape(found[path]) == shape(plain[path]), path
        elif path.endswith(".toml"):
            tomllib.loads(found[path])
    assert yaml.safe_load(found["design.yaml"]) == said
    document = yaml.safe_load(found["openapi.yaml"])
    assert document["info"]["description"] == said["description"].strip()
    assert document["info"]["title"] == said["title"].strip()
    schemas = document["components"]["schemas"]
    expected = _order(said)["fields"]["label"]
    shown = schemas["Order"]["properties"]["label"]
    assert shown["description"] == expected["description"].strip()
    assert (
        schemas["OrderCreate"]["properties"]["label"]["default"] == expected["default"]
    )
    described = tomllib.loads(found["pyproject.toml"])["project"]["description"]
    assert described.split() == said["description"].split()


@cache  # most modules say nothing of any text
def shape(source: str) -> list[str]:
    """What a module consists of, its literals aside."""
    return [type(node).__name__ for node in ast.walk(ast.parse(source))]


@pytest.mark.parametrize("text", REFUSED)
@pytest.mark.parametrize("place", TEXTS)
def test_a_text_that_steers_a_terminal_is_refused(place: str, text: str) -> None:
    said = design()
    TEXTS[place](said, text)
    with pytest.raises(pipeline.MistakesError):
        pipeline.check(written(said), "design.yaml")


def test_nothing_is_written_beside_the_project(tmp_path: Path) -> None:
    said = design()
    for put in TEXTS.values():
        put(said, "../../{{ 7*7 }}__import__('os').system('touch owned')")
    made = tmp_path / "deep" / "made"
    pipeline.create(
        written(said), "d", made, repository=False, progress=lambda _words: None
    )
    files = [each for each in tmp_path.rglob("*") if each.is_file()]
    assert files
    assert all(each.is_relative_to(made) for each in files)
    assert not Path("owned").exists()
