"""`bd://fastapi.git` serves every released version of the blueprint, without a network."""

from __future__ import annotations

import importlib.util
import os
import subprocess
from pathlib import Path
from types import ModuleType

import pytest
from lab import BLUEPRINT, ROOT, Shell

from bd_scaffold.sources.resources import (
    RELEASES,
    bundle_refs,
    newest_release,
    released_tags,
)

BUNDLE = RELEASES / "fastapi.bundle"
_NO_PART_OF_IT = ("--exclude=.git", "--exclude=releases")


def _release_script() -> ModuleType:
    path = ROOT / "scripts" / "release_blueprint.py"
    spec = importlib.util.spec_from_file_location("release_blueprint", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


script = _release_script()


def _blueprint(folder: Path, text: str) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "copier.yml").write_text(text)
    return folder


def _commits(bundle: Path, folder: Path) -> str:
    clone = folder / "clone"
    subprocess.run(["git", "clone", "--quiet", bundle, clone], check=True)
    log = ("log", "--format=%H %D %s", "HEAD")
    return subprocess.check_output(["git", *log], cwd=clone, text=True)


def test_the_newest_release_is_the_blueprint_in_this_tree(tmp_path: Path) -> None:
    shell = Shell(tmp_path)
    shell("git", "clone", "--quiet", "bd://fastapi.git", "served")
    served = Shell(tmp_path / "served")
    assert served("git", "describe", "--tags").strip() == newest_release()
    difference = subprocess.run(
        ["diff", "--recursive", *_NO_PART_OF_IT, served.folder, BLUEPRINT],
        capture_output=True,
        text=True,
        check=False,
    )
    beside = f"Only in {BLUEPRINT}: README.md\n"
    assert difference.stdout == beside, "release the blueprint: see CONTRIBUTING.md"


def test_git_lists_the_versions_outside_of_any_repository(tmp_path: Path) -> None:
    listed = Shell(tmp_path)("git", "ls-remote", "--tags", "--refs", "bd://fastapi.git")
    tags = [line.split("refs/tags/")[1] for line in listed.splitlines()]
    assert tags == released_tags(BUNDLE)


def test_an_unknown_blueprint_is_said(tmp_path: Path) -> None:
    said = Shell(tmp_path)("git", "ls-remote", "bd://nothing.git", fails=True)
    assert "has the blueprint bd://nothing.git; there are: bd://fastapi.git" in said


def test_an_address_leads_nowhere_else(tmp_path: Path) -> None:
    said = Shell(tmp_path)("git", "ls-remote", "bd://../../x.git", fails=True)
    assert "no installed package has the blueprint" in said


def test_a_project_of_a_newer_release_is_told_to_upgrade(tmp_path: Path) -> None:
    (tmp_path / ".copier-answers.yml").write_text(
        '# words\n_commit: "v99.0.0"\n_src_path: "bd://fastapi.git"\nbd_model: |\n  {}\n'
    )
    shell = Shell(tmp_path)
    shell("git", "init", "--quiet")
    shell.commit()
    said = " ".join(shell("copier", "update", fails=True).split())
    assert "this project was made from v99.0.0 of bd://fastapi.git" in said
    assert "upgrade bd-scaffold" in said


def test_a_release_appends_and_never_changes_an_older_one(tmp_path: Path) -> None:
    bundle = tmp_path / "x.bundle"
    first = _blueprint(tmp_path / "b", "one\n")
    script.release("v0.1.0", first, bundle, again=False)
    before = _commits(bundle, tmp_path / "b").splitlines()
    second = _blueprint(tmp_path / "c", "two\n")
    script.release("v0.10.0", second, bundle, again=False)
    after = _commits(bundle, tmp_path / "c").splitlines()
    assert after[1].split()[0] == before[0].split()[0]
    assert sorted(released_tags(bundle)) == ["v0.1.0", "v0.10.0"]
    with pytest.raises(SystemExit, match="never changes"):
        script.release("v0.1.0", second, bundle, again=True)
    with pytest.raises(SystemExit, match="never changes"):
        script.release("v0.10.0", second, bundle, again=False)


def test_a_published_version_is_never_rewritten(tmp_path: Path) -> None:
    bundle, blueprint = tmp_path / "x.bundle", _blueprint(tmp_path / "a", "1\n")
    script.release("v0.1.0", blueprint, bundle, again=False)
    script.publish("v0.1.0", bundle)
    before = bundle.read_bytes()
    changed = _blueprint(tmp_path / "b", "2\n")
    with pytest.raises(SystemExit, match=r"v0\.1\.0 is published"):
        script.release("v0.1.0", changed, bundle, again=True)
    script.release("v0.2.0", changed, bundle, again=False)
    script.release("v0.2.0", blueprint, bundle, again=True)
    assert bundle.read_bytes() != before
    assert script.published(bundle).items() <= _tagged(bundle).items()


def test_what_was_published_is_in_the_bundle_as_it_was() -> None:
    assert script.published(BUNDLE).items() <= _tagged(BUNDLE).items()


def test_a_version_that_was_not_released_is_not_published(tmp_path: Path) -> None:
    bundle = tmp_path / "x.bundle"
    script.release("v0.1.0", _blueprint(tmp_path / "a", "1\n"), bundle, again=False)
    with pytest.raises(SystemExit, match=r"has no v0\.2\.0"):
        script.publish("v0.2.0", bundle)


def _tagged(bundle: Path) -> dict[str, str]:
    tags = released_tags(bundle)
    commits = {name: commit for commit, name in bundle_refs(bundle)}
    return {tag: commits[f"refs/tags/{tag}"] for tag in tags}


def test_the_same_files_make_the_same_bundle(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    blueprint = _blueprint(tmp_path / "b", "one\n")
    script.release("v0.1.0", blueprint, tmp_path / "x.bundle", again=False)
    monkeypatch.setenv("GIT_AUTHOR_NAME", "Somebody Else")
    os.utime(blueprint / "copier.yml", (0, 0))
    script.release("v0.1.0", blueprint, tmp_path / "y.bundle", again=False)
    script.release("v0.1.0", blueprint, tmp_path / "x.bundle", again=True)
    assert (tmp_path / "x.bundle").read_bytes() == (tmp_path / "y.bundle").read_bytes()
