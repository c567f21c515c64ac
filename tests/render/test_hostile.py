"""A design's words are data: no text of it becomes code, markup that runs, or a path."""

from __future__ import annotations

import ast
import tomllib
from functools import cache

import pytest
import yaml
from drawn_settings import share
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bd_scaffold import pipeline
from bd_scaffold.tree import Tree, check_paths

TEXTS = st.text(
    st.characters(exclude_categories=["Cs", "Cc"])
    | st.sampled_from(list("{}%#\"'\\`$<>&|\n;:")),
    min_size=1,
    max_size=40,
).filter(lambda text: text.strip() != "")


def _design(text: str) -> bytes:
    """Return a design that says a text wherever it may say one."""
    line = " ".join(text.split())
    design = {
        "name": "shop",
        "title": line,
        "description": text,
        "requirements": {
            "functional": [{"id": line[:20].strip(), "text": text, "operations": []}],
            "constraints": [text],
        },
        "architecture": {
            "style": "monolith",
            "decisions": [
                {
                    "title": line,
                    "context": text,
                    "decision": text,
                    "consequences": text,
                }
            ],
        },
        "entities": {
            "Order": {
                "description": text,
                "fields": {
                    "label": {"type": "string(80)", "default": text},
                    "note": {"type": "text?", "description": text},
                },
            }
        },
        "deployment": {"ci": ["github", "gitlab"]},
    }
    return yaml.safe_dump(design, sort_keys=False).encode()


def _project(text: str) -> Tree | None:
    """Return the project of a design that says the text, or None where it is refused."""
    design = _design(text)
    try:
        model = pipeline.build(pipeline.check(design, "design.yaml"))
    except pipeline.MistakesError:
        return None
    return pipeline.render(design, model)


@cache  # most modules say nothing of any text
def _skeleton(source: str) -> list[str]:
    """Return what a module consists of, its literals aside."""
    return [type(node).__name__ for node in ast.walk(ast.parse(source))]


@pytest.fixture(scope="module")
def plain() -> Tree:
    project = _project("plain")
    assert project is not None
    return project


@settings(
    max_examples=share(12),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(text=TEXTS)
@example(text='"""\nimport os\nos.abort()\n"""')
@example(text="{{ 7 * 7 }}{% for x in y %}{# ")
@example(text="\\")
@example(text='\\"; x = 1  # \\N{BULLET} %s {x}')
@example(text="</script><b>|a|b|\n\n# Heading\n```\n$(reboot) ${HOME} `reboot`")
@example(text="- a: b\n  c: *d !!python/object:x &e [")
@example(text="😀 \u0301 ·")
@example(text="\U0001f600" * 20)
def test_a_text_changes_no_structure(plain: Tree, text: str) -> None:
    project = _project(text)
    if project is None:
        return
    decisions = "docs/decisions/"
    names = {path for path in project if not path.startswith(decisions)}
    assert names == {path for path in plain if not path.startswith(decisions)}
    check_paths(project.keys() - {"design.yaml", ".bd/model.yaml"})
    for path in sorted(names):
        if path.endswith(".py"):
            assert _skeleton(project[path]) == _skeleton(plain[path]), path
        elif path.endswith((".yaml", ".yml")):
            yaml.safe_load(project[path])
        elif path.endswith((".toml", ".lock")):
            tomllib.loads(project[path])
