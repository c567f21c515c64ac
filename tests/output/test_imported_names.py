"""Each name that a module of a project imports of another one is there, whatever it uses."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from imported_names import missing

from bd_scaffold import pipeline

PAGES = sorted((Path(__file__).parents[2] / "docs/language").glob("*.md"))
DESIGN = 'name: lab\nentities:\n  Item: {fields: {name: text, more: "MORE"}}\n'


def of(design: str) -> list[str]:
    """Return the imports of a design's project that lead nowhere."""
    text = design.encode()
    checked = pipeline.check(text, "design.yaml")
    return missing(pipeline.render(text, pipeline.build(checked)))


def test_what_leads_nowhere_is_found() -> None:
    project = {
        "src/lab/a.py": "from lab.b import there, gone\nfrom . import b, c\n",
        "src/lab/b.py": "if True:\n    there, other = 1, 2\n",
        "src/lab/__init__.py": "",
    }
    assert missing(project) == [
        *("src/lab/a.py: lab.b has no gone", "src/lab/a.py: lab has no c")
    ]


@pytest.mark.parametrize("more", ["text", "file(image/*)?", "string(9) encrypted"])
def test_the_smallest_project_with_a_kind_of_field_has_all_that_it_imports(
    more: str,
) -> None:
    assert of(DESIGN.replace("MORE", more)) == []


@pytest.mark.thorough
@pytest.mark.parametrize("page", PAGES, ids=lambda each: each.stem)
def test_projects_of_a_capability_have_all_that_they_import(page: Path) -> None:
    text = page.read_text("utf-8")
    for design in re.findall(r"^```yaml\n(.*?)^```$", text, re.DOTALL | re.MULTILINE):
        assert of(design) == []
