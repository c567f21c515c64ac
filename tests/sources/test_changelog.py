"""A changelog's notes for projects, picked by the versions that an update goes over."""

from __future__ import annotations

import pytest

from bd_scaffold.sources import resources
from bd_scaffold.sources.changelog import Note, notes

CHANGELOG = """\
# Changelog

## 0.10.0, unreleased

- A new command.

### What changes in your project

Settings are in one file:

```sh
# comments are no headings
## 9.9.9
mv a b
```

#### By hand

Nothing.

## [0.2.1] - 2026-10-01

### What changes in your project

### Thanks

To all.

## v0.2.0

### What Changes in Your Project ###

`core/` is smaller.

## 0.1.0

### What changes in your project

Nothing: there is none yet.
"""

LAST = """\
Settings are in one file:

```sh
# comments are no headings
## 9.9.9
mv a b
```

#### By hand

Nothing."""


@pytest.mark.parametrize(
    ("older", "newer", "versions"),
    [
        ("v0.1.0", "v0.10.0", ["0.2.0", "0.10.0"]),
        ("0.1.0", "0.2.1", ["0.2.0"]),
        ("v0.2.0", "v0.10.0", ["0.10.0"]),
        ("v0.1.0-3-g1234567", "v0.2.0", ["0.2.0"]),
        ("v0.2.0", "v0.2.0", []),
        ("v0.10.0", "v0.1.0", []),
        ("main", "v0.2.0", ["0.1.0", "0.2.0"]),
        ("v0.1.0", "main", []),
    ],
)
def test_the_versions_after_the_older_one_count_up_to_the_newer_one(
    older: str, newer: str, versions: list[str]
) -> None:
    assert [each.version for each in notes(CHANGELOG, older, newer)] == versions


def test_a_note_is_all_that_stands_under_its_title() -> None:
    assert notes(CHANGELOG, "v0.1.0", "v0.10.0") == (
        Note("0.2.0", "`core/` is smaller."),
        Note("0.10.0", LAST),
    )


def test_a_changelog_without_versions_has_no_notes() -> None:
    assert (
        notes("# Changes\n\n### What changes in your project\n\nAll.\n", "", "1.0.0")
        == ()
    )


def test_our_own_changelog_has_a_note_for_every_version_of_the_blueprint() -> None:
    changelog = resources.CHANGELOG.read_text(encoding="utf-8")
    known = {each.version for each in notes(changelog, "", resources.newest_release())}
    released = resources.released_tags(resources.RELEASES / "fastapi.bundle")
    assert known == {tag.removeprefix("v") for tag in released}
