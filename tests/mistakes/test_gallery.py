"""Every mistake, of this folder or of a capability's, is told with its place and a way out."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from known_words import words
from site_in_memory import Files

from bd_scaffold import contract, diagnostics, pipeline, site
from bd_scaffold.diagnostics import MEANINGS, NOTES, Diagnostic
from bd_scaffold.language.words import words_of
from bd_scaffold.rules import review
from features import CAPABILITIES

HERE = Path(__file__).parent
FILES_OF_WORDS = "files_of_words"
OWN_CONTRACTS = "own_contracts"
DOCUMENTS = "documents"
CASES = [
    *sorted([*HERE.glob("*.yaml"), *HERE.glob(f"{FILES_OF_WORDS}/*.yaml")]),
    *sorted(HERE.glob(f"{OWN_CONTRACTS}/*.yaml")),
    *sorted(HERE.glob(f"{DOCUMENTS}/*.md")),
    *(case for each in CAPABILITIES for case in each.mistakes),
]
IDS = [
    case.stem if case.is_relative_to(HERE) else f"{case.parts[-3]}-{case.stem}"
    for case in CASES
]
ACME = words((HERE / "acme/words.yaml").read_bytes())


BOXES = b"name: lab\nentities: {Box: {fields: {amount: integer sort}}}\n"


def mistakes(case: Path) -> tuple[Diagnostic, ...]:
    if case.parent.name == OWN_CONTRACTS:
        return _mistakes_of_own_contract(case.read_bytes())
    if case.parent.name == DOCUMENTS:
        return _mistakes_of_document(case)
    if case.parent.name == FILES_OF_WORDS:
        return words_of(case.read_bytes(), "acme", "words.yaml").diagnostics
    known = [ACME] if case.stem.startswith("own_words") else []
    _, found = review(case.read_bytes(), "design.yaml", known)
    return found


def _mistakes_of_own_contract(text: bytes) -> tuple[Diagnostic, ...]:
    own, found = contract.own_contract(text, "openapi.own.yaml")
    generated = contract.generated(pipeline.build(pipeline.check(BOXES, "design.yaml")))
    return found or contract.mistakes_of(own, generated)


def _mistakes_of_document(case: Path) -> tuple[Diagnostic, ...]:
    """Return what is wrong with a document beside another one of nearly its name."""
    twin = (
        f"docs/{case.stem.upper()}.md" if case.stem == "same_page" else "docs/README.md"
    )
    project = Files({f"docs/{case.name}": case.read_bytes(), twin: b"# Documents\n"})
    return site.draft(project).mistakes


def told(case: Path) -> str:
    return "".join(f"{each}\n" for each in mistakes(case))


@pytest.mark.parametrize("case", CASES, ids=IDS)
def test_mistakes_are_told_exactly(case: Path) -> None:
    expected = case.with_suffix(".txt")
    if os.environ.get("REWRITE_GALLERY"):
        expected.write_text(told(case), encoding="utf-8")
    assert told(case) == expected.read_text(encoding="utf-8")


@pytest.mark.parametrize("case", CASES, ids=IDS)
def test_a_mistake_has_a_place_in_its_file_and_they_are_in_order(case: Path) -> None:
    found = mistakes(case)
    lines = case.read_bytes().count(b"\n") + 1

    assert found
    assert list(found) == sorted(found)
    assert all(1 <= each.where.line <= lines for each in found)


def test_the_gallery_shows_every_code() -> None:
    shown = set(re.findall(r"BD\d{3,4}", "".join(told(case) for case in CASES)))
    assert shown == set(MEANINGS)


def test_every_code_that_the_generator_gives_has_a_meaning() -> None:
    package = Path(diagnostics.__file__).parent
    sources = (path.read_text(encoding="utf-8") for path in package.rglob("*.py"))
    given = {
        code for source in sources for code in re.findall(r'"(BD\d{3,4})"', source)
    }
    assert given == {*MEANINGS, *NOTES}
