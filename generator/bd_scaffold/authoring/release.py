"""Releasing a version of a blueprint: a tag, and the bundle that its package carries."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ..sources import blueprints, git, stack
from ..sources.changelog import notes
from ..sources.git import WorkTree
from ..sources.stack import BlueprintError, Stack
from . import vendor
from .lint import lint

FOLDER = "releases"
_FORM = re.compile(r"v[0-9]+\.[0-9]+\.[0-9]+")
_TITLE = "What changes in your project"


@dataclass(frozen=True, slots=True)
class Released:
    """The versions that a blueprint's bundle holds, and where it is."""

    name: str
    versions: tuple[str, ...]  # the oldest first
    bundle: Path
    tagged: bool  # a new tag was made


def release(folder: Path, version: str | None) -> Released:
    """Tag a version that is fit for it, and write the bundle of all tags."""
    said = stack.read(folder)
    tree = git.work_tree(folder)
    if tree is None or tree.head is None:
        raise BlueprintError(f"{folder.name} is in no git repository with a commit")
    known = _released(folder)
    if version is not None:
        _check(tree, said, version, known)
    elif not known:
        raise BlueprintError(f"{said.name} has no version yet: name the first, v0.1.0")
    commits = {tag: f"refs/tags/{tag}" for tag in known}
    if version is not None:
        commits[version] = "HEAD"
    bundle = _bundled(tree, said.name, commits)
    if version is not None:
        git.tag(folder, version)
    return Released(said.name, tuple(commits), bundle, version is not None)


def _released(folder: Path) -> list[str]:
    """Return the versions that have a tag, the oldest first."""
    tags = [tag for tag in git.tags(folder) if blueprints.order(tag)]
    return sorted(tags, key=blueprints.order)


def _check(tree: WorkTree, said: Stack, version: str, known: list[str]) -> None:
    """Refuse a version with all that keeps it from being one."""
    wrong = list(_mistakes(tree, said, version, known))
    if wrong:
        raise BlueprintError(f"{version} can't be released: {'; '.join(wrong)}")


def _mistakes(
    tree: WorkTree, said: Stack, version: str, known: list[str]
) -> Iterator[str]:
    if not _FORM.fullmatch(version):
        yield "a version is called as in v1.2.3"
    elif known and blueprints.order(version) <= blueprints.order(known[-1]):
        yield f"{known[-1]} is released already, and versions only go up"
    folder = tree.folder
    open_ = [*sorted(git.status(tree).changed), *git.untracked(folder)]
    if open_:
        yield f"not committed: {', '.join(open_[:5])}"
    errors = [each for each in lint(folder) if each.severity == "error"]
    if errors:
        yield f"`lint` finds {len(errors)} wrong, at first {errors[0]}"
    if not _is_told(folder / said.own.name / "CHANGELOG.md", version):
        yield (
            f'{said.own.name}/CHANGELOG.md has no "### {_TITLE}" under '
            f'"## {version.removeprefix("v")}", which is what projects are told: write it'
            f"{', if only that nothing was released before' if not known else ''}"
        )


def _is_told(log: Path, version: str) -> bool:
    text = log.read_text(encoding="utf-8") if log.is_file() else ""
    return version.removeprefix("v") in {n.version for n in notes(text, "", version)}


def _bundled(tree: WorkTree, name: str, commits: dict[str, str]) -> Path:
    """Write the bundle of some versions, and which of them its package is."""
    bundle = tree.folder / FOLDER / f"{name}.bundle"
    with tempfile.TemporaryDirectory(prefix="bd-scaffold-") as scratch:
        made = Path(scratch, "new.bundle")
        for version, commit in commits.items():
            there = Path(scratch, version)
            _unpack(tree, commit, there)
            git.append(made, version, there, name)
        bundle.parent.mkdir(exist_ok=True)
        bundle.write_bytes(made.read_bytes())
    (tree.folder / FOLDER / "version.txt").write_text(f"{[*commits][-1]}\n")
    return bundle


def _unpack(tree: WorkTree, commit: str, there: Path) -> None:
    """Write what is the blueprint, of all that its repository has, into a new folder."""
    with git.objects(tree.folder) as objects:
        files = objects.files(commit, tree.prefix)
        texts = objects.contents(blob.oid for blob in files.values())
    there.mkdir()
    (there / stack.FILE).write_bytes(texts[files[stack.FILE].oid])
    said = stack.read(there)
    for path, blob in files.items():
        if vendor.is_part(path, said):
            (there / path).parent.mkdir(parents=True, exist_ok=True)
            (there / path).write_bytes(texts[blob.oid])
