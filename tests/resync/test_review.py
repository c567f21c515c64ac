"""What is staged can be reviewed: the model stands there once, and in no difference."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from repository import commit, copy, create, git, run, status
from test_beside_copier import (
    _copier,
    _tools,  # noqa: F401 - a fixture
)

from bd_scaffold.sources.compiled import COMPILED, parsed

_WORDS = "Room Guest Booking Invoice Payment Rate Season Staff Task Supplier Order Item Visit"
_ENTITY = """\
  {}:
    fields:
      name: string(80) search sort
      note: text?
      amount: integer = 0 filter
"""
DESIGN = "name: hotel\nentities:\n" + "".join(map(_ENTITY.format, _WORDS.split()))
CHANGED = DESIGN.replace("      note", "      remark: text?\n      note", 1)
_LOOKED_AT = (".py", "openapi.yaml")


@pytest.fixture(scope="module")
def created(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("created") / "hotel"
    create(folder, DESIGN)
    return folder


@pytest.fixture
def project(created: Path, tmp_path: Path) -> Path:
    """Return a project of 13 entities with one new optional field in its design."""
    assert len(yaml.safe_load(CHANGED)["entities"]) == 13
    folder = copy(created, tmp_path / "hotel")
    (folder / "design.yaml").write_text(CHANGED)
    return folder


def _lines(folder: Path) -> int:
    changed = git(folder, "diff", "--cached", "--name-only").split()
    rest = [path for path in changed if not path.endswith(_LOOKED_AT)]
    return len(git(folder, "diff", "--cached", "--", *rest).splitlines())


def test_a_new_field_is_reviewed_in_forty_lines_besides_the_code(project: Path) -> None:
    run(project)
    assert "design.yaml" in git(project, "diff", "--cached", "--name-only")
    assert _lines(project) <= 40


def test_the_model_stands_once_in_the_repository(project: Path) -> None:
    assert parsed((project / COMPILED).read_bytes()).model == ""
    run(project)
    assert parsed((project / COMPILED).read_bytes()).model == ""
    assert (project / COMPILED).stat().st_size < 500


def test_plain_copier_finds_the_model_between_compile_and_update(project: Path) -> None:
    _copier(project)
    assert "remark" in (project / "openapi.yaml").read_text()
    commit(project)
    _copier(project)  # which leaves nothing to do, and the model once
    assert status(project) == []
    assert parsed((project / COMPILED).read_bytes()).model == ""
