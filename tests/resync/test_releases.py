"""Projects of every release that somebody may have follow to the newest one, edits included."""

from __future__ import annotations

from pathlib import Path

import pytest
from changes import LAB
from repository import commit, git, run, tree

from bd_scaffold import pipeline
from bd_scaffold.sources.resources import RELEASES, newest_release, released_tags

_TAGS = sorted(
    released_tags(RELEASES / "fastapi.bundle"),
    key=lambda tag: [int(part) for part in tag.removeprefix("v").split(".")],
)
_STARTS = list(dict.fromkeys([_TAGS[0], _TAGS[-2:][0], _TAGS[-1]]))
"""The oldest release, the one before the newest, and the newest itself."""

_OWN_MODULE = (
    '"""Ours."""\n\nfrom lab.settings import Settings\n\n__all__ = ["Settings"]\n'
)
_OWN_LINES = "\n\nRETRIES = 3\n"


def _create(folder: Path, version: str) -> None:
    pipeline.create(
        LAB.encode(),
        "design.yaml",
        folder,
        repository=True,
        progress=lambda _: None,
        origin=pipeline.Origin(version=version),
    )


def _edit(folder: Path) -> list[str]:
    """Edit a project as teams do; return the files that are not as they were generated."""
    (folder / "src/lab/own.py").write_text(_OWN_MODULE)
    services = sorted(folder.glob("src/lab/**/service.py"))
    for each in services:
        each.write_text(each.read_text() + _OWN_LINES)
    readme = folder / "README.md"
    readme.write_text(readme.read_text() + "\n## On call\n\nAsk the team.\n")
    edited = [folder / "src/lab/own.py", readme, *services]
    return [each.relative_to(folder).as_posix() for each in edited]


@pytest.mark.parametrize("version", _STARTS)
def test_a_project_with_edits_follows_from_a_release_to_the_newest(
    version: str, tmp_path: Path
) -> None:
    project, fresh = tmp_path / "project", tmp_path / "fresh"
    _create(project, version)
    edited = _edit(project)
    commit(project)
    before = tree(project)
    _create(fresh, newest_release())

    done = run(project)

    assert done.conflicts == ()
    after, wanted = tree(project), tree(fresh)
    assert {p for p in after if after[p] != wanted.get(p)} == set(edited)
    assert wanted.keys() <= after.keys()
    assert after["src/lab/own.py"] == before["src/lab/own.py"]
    for path in edited[2:]:
        assert after[path].content.endswith(_OWN_LINES.encode())
    staged = git(project, "show", ":.copier-answers.yml")
    assert f'_commit: "{newest_release()}"\n' in staged
