"""This repository's own words: what they name exists."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
OUTPUTS = ROOT / "blueprints" / "fastapi" / "outputs"


def test_contributing_names_templates_that_exist() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    templates = re.findall(r"`([^` ]+\.jinja)`", text.partition("## Change what")[0])
    assert len(templates) > 5
    for template in templates:
        assert (OUTPUTS / template).exists() or (ROOT / template).exists(), template


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md", "CHANGELOG.md"])
def test_its_links_lead_to_files(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#]+)\)", text):
        assert target.startswith("http") or (ROOT / target).exists(), target


def test_decisions_are_numbered_without_a_gap() -> None:
    pages = sorted((ROOT / "docs" / "decisions").glob("0*.md"))
    for number, page in enumerate(pages, start=1):
        assert page.name.startswith(f"{number:04}-")
        assert page.read_text(encoding="utf-8").startswith(f"# {number}. ")


@pytest.mark.parametrize("script", ["scripts/demo", "scripts/test", ".ci/run"])
def test_its_scripts_parse(script: str) -> None:
    subprocess.run(["sh", "-n", ROOT / script], check=True)


def test_the_demo_refuses_a_second_folder() -> None:
    run = subprocess.run(
        [ROOT / "scripts" / "demo", "one", "two"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (run.returncode, run.stderr) == (
        1,
        "demo: one folder at most: scripts/demo [FOLDER]\n",
    )
