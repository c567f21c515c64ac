"""What plain `copier update` would lose of a project, without a word.

It makes a patch of all edits, which git applies whole or not at all, and of no more than git
shows it. `bd-scaffold update` merges what is committed, under whatever settings.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from ..names import first_of
from ..render.recipe import Recipe
from ..sources import git
from ..sources.compiled import ANSWERS
from ..sources.stack import BlueprintError
from . import drift, plan
from .project import Project, ProjectError, read

_LOSSES = {
    "whitespace": "git would refuse the edits of all files for the blanks in",
    "ignored": "the edits would be dropped of",
    "undiffed": "the edits would be dropped of",
    "binary": "the template's would replace",
    "sparse": "nothing would be updated of",
}
_WAYS_OUT = {
    "whitespace": "`git config apply.whitespace warn` ends that in this repository",
    "sparse": "`git sparse-checkout disable` checks them out",
}


def refuse_losses(folder: Path) -> None:
    """Refuse where plain Copier would lose something of a folder's project."""
    tree = git.work_tree(folder)
    if tree is None or tree.head is None:
        return
    try:
        found = [*losses(read(tree))]
    except (ProjectError, BlueprintError):
        return  # Copier says itself what a folder lacks
    if found:
        raise ProjectError(
            "plain `copier update` would lose work here: "
            f"{'; '.join(found)}. `bd-scaffold update` loses nothing"
        )


def losses(project: Project, *, trust: bool = False) -> Iterator[str]:
    """Yield what would be lost of a project: why, where, and what ends it."""
    found = [*git.hazards(project.folder)]
    if not found:
        return
    edited = _edited(project, trust=trust)
    for each in found:
        if each.kind == "sparse" or (each.kind == "whitespace" and edited):
            yield _sentence(each, each.places)
        elif places := [path for path in each.places if path in edited]:
            yield _sentence(each, places)


def lost(
    project: Project, files: Mapping[str, str], made_with: Recipe
) -> Iterator[str]:
    """Yield the files of which an update that nobody has committed took what people wrote.

    `files` are those that the committed project was made of.
    """
    answers = git.read_files(project.tree, [ANSWERS])
    if answers == project.read([ANSWERS]):
        return
    left_out = {ANSWERS, *made_with.kept(files)}
    compared = [
        each for each in files if each in project.files and each not in left_out
    ]
    committed, there = project.read(compared), git.read_files(project.tree, compared)
    for path, content in committed.items():
        mine = _lines(content) - _lines(files[path].encode())
        if mine and not mine & _lines(there.get(path, b"")):
            yield path


def _lines(content: bytes) -> set[bytes]:
    """Return the lines of a file, however they end, that are not empty."""
    return {line.rstrip() for line in content.splitlines()} - {b""}


def _edited(project: Project, *, trust: bool) -> set[str]:
    """Return the generated files that people have changed, but for what Copier writes itself."""
    with tempfile.TemporaryDirectory(prefix="bd-scaffold-") as scratch:
        made_with = plan.recipe_of(project, Path(scratch), trust=trust)
        files = drift.rendered(project, made_with)
        edited = {each.path for each in drift.edits(project, files, made_with)}
    return edited - {ANSWERS}


def _sentence(hazard: git.Hazard, places: list[str] | tuple[str, ...]) -> str:
    shown, more = first_of(places, 3)
    said = ", ".join(shown) + (f" and {more} more" if more else "")
    way_out = _WAYS_OUT.get(hazard.kind)
    ending = f" ({way_out})" if way_out else ""
    return f"{hazard.setting}: {_LOSSES[hazard.kind]} {said}{ending}"
