"""The words of the blueprint in use are the design's, whichever command reads it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from company import DESIGN, lay, release, repository, scaffold

WORDS = {
    "acme/words.yaml": (
        "entity:\n  properties:\n    audited: {type: boolean, default: false}\n"
    ),
    "acme/manifest.jinja": (
        "{% set outputs = [\n"
        '  ["__slice__/audit.py", "entities", "x.acme.audited"],\n] %}\n'
        "{% set dropped = [] %}\n"
    ),
}
AUDITED = f"{DESIGN}    x-acme: {{audited: true}}\n"
WRONG = f"{DESIGN}    x-acme: {{audited: maybe}}\n"


@pytest.fixture
def worded(tmp_path: Path) -> Path:
    """Return a team's blueprint that has words of its own."""
    return repository(tmp_path / "acme", WORDS)


def test_a_design_says_them_from_its_check_to_its_update(
    worded: Path, tmp_path: Path
) -> None:
    lay(tmp_path, {"notes.yaml": AUDITED, "wrong.yaml": WRONG})
    said = scaffold(tmp_path, "check", "wrong.yaml", "--blueprint", worded, exits=2)
    assert said.startswith("wrong.yaml:6:14 BD")
    scaffold(tmp_path, "check", "notes.yaml", "--blueprint", worded)
    scaffold(tmp_path, "create", "p", "--design", "notes.yaml", "--blueprint", worded)
    project = tmp_path / "p"
    assert (project / "src/notes/notes/audit.py").is_file()
    (project / "design.yaml").write_text(WRONG)
    assert "design.yaml:6:14" in scaffold(project, "check", exits=2)
    assert "6:14" in scaffold(project, "compile", exits=2)
    assert "6:14" in scaffold(project, "check", "--project", ".", exits=2)
    (project / "design.yaml").write_text(DESIGN)
    scaffold(project, "update")
    assert not (project / "src/notes/notes/audit.py").exists()


def test_an_update_reads_the_design_with_the_newer_versions_words(
    worded: Path, tmp_path: Path
) -> None:
    lay(tmp_path, {"notes.yaml": DESIGN})
    scaffold(tmp_path, "create", "p", "--design", "notes.yaml", "--blueprint", worded)
    newer = WORDS["acme/words.yaml"] + "    kept: {type: integer, default: 7}\n"
    release(worded, "v1.1.0", {"acme/words.yaml": newer})
    project = tmp_path / "p"
    (project / "design.yaml").write_text(f"{DESIGN}    x-acme: {{kept: 9}}\n")
    assert "kept" in scaffold(project, "update", "--design-only", exits=2)
    scaffold(project, "update")
    assert '"kept":9' in (project / ".copier-answers.yml").read_text()


def test_the_schema_and_a_folder_that_copier_will_fill_know_them(
    worded: Path, tmp_path: Path
) -> None:
    said = json.loads(scaffold(tmp_path, "schema", "--blueprint", worded))
    assert "audited" in json.dumps(said)
    folder = tmp_path / "bare"
    lay(folder, {"design.yaml": AUDITED})
    scaffold(folder, "compile", "--blueprint", worded)
    assert '"audited":true' in (folder / ".bd/model.yaml").read_text()


def test_mistakes_in_the_words_are_told_with_their_place(tmp_path: Path) -> None:
    broken = repository(tmp_path / "acme", {"acme/words.yaml": "entity: [\n"})
    lay(tmp_path, {"notes.yaml": DESIGN})
    said = scaffold(tmp_path, "check", "notes.yaml", "--blueprint", broken, exits=2)
    assert said.startswith("acme/words.yaml:")
