"""A version that is released can be had, by its tag and by the bundle of its package."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from lab import Shell

from bd_scaffold.authoring import new, release
from bd_scaffold.sources.resources import released_tags
from bd_scaffold.sources.stack import BlueprintError

NOTE = "## 0.2.0\n\n### What changes in your project\n\nAnother image.\n\n## 0.1.0"


def test_a_first_version_needs_no_more_than_a_commit(
    acme: Shell, command: Callable[..., str]
) -> None:
    said = command(acme, "release", "v0.1.0")
    assert said == (
        "Released acme v0.1.0: `git push --tags` gives it out\n"
        "acme.bundle holds v0.1.0: `uv build` makes the package of it\n"
    )
    assert acme("git", "tag").split() == ["v0.1.0"]
    assert acme("git", "cat-file", "-t", "v0.1.0").strip() == "commit"
    assert acme.changes() == []
    assert acme.text("releases/version.txt") == "v0.1.0\n"


def test_the_bundle_holds_the_blueprint_of_every_version_and_nothing_else(
    acme: Shell,
) -> None:
    release.release(acme.folder, "v0.1.0")
    acme.edit("acme/CHANGELOG.md", "## 0.1.0", NOTE)
    acme.commit("another image")
    done = release.release(acme.folder, "v0.2.0")
    assert sorted(released_tags(done.bundle)) == ["v0.1.0", "v0.2.0"]
    acme("git", "clone", "--quiet", str(done.bundle), "../served")
    served = Shell(acme.folder.parent / "served")
    here = {path.name for path in served.folder.iterdir()}
    assert here == {
        *(".git", "acme", "fastapi", "template", "blueprint.yaml", "copier.yml"),
        *("files.json.jinja", "frame.yml", "layers.jinja", "vendored.sha256"),
    }
    assert "Another image." in served.text("acme/CHANGELOG.md")
    assert "Another image." not in served("git", "show", "v0.1.0:acme/CHANGELOG.md")


def test_the_same_tags_make_the_same_bundle_anywhere(acme: Shell) -> None:
    first = release.release(acme.folder, "v0.1.0").bundle.read_bytes()
    acme("git", "clone", "--quiet", ".", "../cloned")
    again = release.release(acme.folder.parent / "cloned", None)
    assert not again.tagged
    assert again.bundle.read_bytes() == first


def test_all_that_keeps_a_version_from_being_one_is_said_at_once(acme: Shell) -> None:
    release.release(acme.folder, "v0.1.0")
    (acme.folder / "acme" / "NOTES").write_text("x\n")
    acme.edit("fastapi/manifest.jinja", "once", "ever")
    acme.edit("acme/manifest.jinja", "dropped = []", 'dropped = ["NOTICE"]')
    with pytest.raises(BlueprintError) as error:
        release.release(acme.folder, "v0.1.0")
    assert str(error.value).startswith(
        "v0.1.0 can't be released: v0.1.0 is released already, and versions only go up; "
        "not committed: acme/manifest.jinja, fastapi/manifest.jinja, acme/NOTES; "
        "`lint` finds 2 wrong, at first acme/manifest.jinja:"
    )
    assert acme("git", "tag").split() == ["v0.1.0"]


@pytest.mark.parametrize(
    ("version", "said"),
    [
        ("0.2", "a version is called as in v1.2.3"),
        ("v0.0.9", "v0.1.0 is released already, and versions only go up"),
        ("v0.2.0", 'has no "### What changes in your project" under "## 0.2.0"'),
    ],
)
def test_a_version_has_a_form_goes_up_and_is_told(
    version: str, said: str, acme: Shell
) -> None:
    release.release(acme.folder, "v0.1.0")
    with pytest.raises(BlueprintError) as error:
        release.release(acme.folder, version)
    assert said in str(error.value)


def test_a_first_version_is_one_that_the_changelog_knows(acme: Shell) -> None:
    with pytest.raises(BlueprintError) as error:
        release.release(acme.folder, "v1.0.0")
    assert str(error.value) == (
        "v1.0.0 can't be released: acme/CHANGELOG.md has no \"### What changes in your "
        'project" under "## 1.0.0", which is what projects are told: write it, if only '
        "that nothing was released before"
    )
    assert acme("git", "tag") == ""


def test_what_is_released_can_be_built_upon(acme: Shell) -> None:
    done = release.release(acme.folder, "v0.1.0")
    started = new.start("pay", acme.folder.parent / "pay", str(done.bundle), None)
    assert started.version == "v0.1.0"
