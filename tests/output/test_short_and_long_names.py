"""The shortest and the longest names leave the code as formatters have it."""

from __future__ import annotations

from pathlib import Path

import pytest
import verdicts
from projects import Project

from bd_scaffold import pipeline

_LONG = "everything_that_can_be_said_about_the_longest_name_there_is0"
_CLASS = "EverythingThatCanBeSaidAboutTheLongestNameOfAnEntityThereIs0"
TESTS = (
    *("pytest", "-q", "--no-cov", "-p", "no:cacheprovider", "tests"),
    *("--ignore=tests/test_fuzz.py", "--ignore=tests/core"),
)
"""Those that are about the design; `tests/core` is the same for all."""

_DESIGN = """
name: {project}
areas: {{{area}: [{entity}, {entity}s]}}
entities:
  {entity}:
    key: [{field}, other]
    fields:
      {field}: string(20) search sort
      other: enum(a, {field})
      price: decimal(9,2)? min(0) filter
      mates: {entity}s[]
      twins: {entity}s[]
      line: {entity}s? one
    checks: [{{rule: "{field} != 'a' or price is null", name: {field}}}]
    indexes: [{{fields: [price], where: "{field} != 'a'", include: [{field}]}}]
  {entity}s:
    fields:
      {field}: {entity}s? on_delete(restrict)
      {long}: {entity}s[] by {field}
      own: {entity}s[]
      moment: datetime filter sort
      text: text search
    traits: [soft_delete, versioned]
    unique: [[{field}, moment]]
"""


@pytest.mark.parametrize(
    ("project", "area", "entity", "field", "long"),
    [
        ("z", "b", "C", "d", "e"),  # after `tests` in the order of imports
        (
            "everything-about-the-longest-name-there1",
            _LONG,
            _CLASS[:-1],
            _LONG[:50],
            _LONG,
        ),
    ],
    ids=["short", "long"],
)
def test_formatters_and_linters_are_content(
    tmp_path: Path, project: str, area: str, entity: str, field: str, long: str
) -> None:
    text = _DESIGN.format(
        project=project, area=area, entity=entity, field=field, long=long
    )
    folder = tmp_path / "created"
    pipeline.create(
        text.encode(),
        "design.yaml",
        folder,
        repository=False,
        progress=lambda _words: None,
    )
    created = Project(project, folder, verdicts.digest(folder))
    created.proves("black", "--check", "--diff", "--quiet", ".")
    created.proves("ruff", "check", "--no-cache")
    created.check_types()
    created.proves(*TESTS)
