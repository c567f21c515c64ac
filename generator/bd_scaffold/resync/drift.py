"""Where a project is not what its own design and blueprint say: for people, and for CI."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import unified_diff
from typing import Any

from ..documents.untested import files_with_tests, untested
from ..model import store
from ..names import first_of
from ..render.recipe import Recipe
from ..sources import blueprints, git
from ..sources.compiled import COMPILED, DESIGN, OWN_CONTRACT, design_sha, parsed
from .project import Project


@dataclass(frozen=True, slots=True)
class Edited:
    """A generated file that is not as it was generated."""

    path: str
    state: str  # "edited" or "deleted"
    difference: str  # as `diff -u` writes it, from generated to the project's


@dataclass(frozen=True, slots=True)
class Drift:
    """One way in which a project is behind, and what to do."""

    kind: str  # "project", "design", "update", "blueprint", "migration", "contract", "tests"
    message: str
    hint: str
    blocking: bool  # CI stops here; the rest is news


def unfinished(kind: str, state: tuple[str, str]) -> Drift:
    """Return what has to be settled before anything else can be said, and how."""
    said, way_out = state
    return Drift(kind, said, f"{way_out[0].upper()}{way_out[1:]}.", blocking=True)


def rendered(project: Project, made_with: Recipe) -> dict[str, str]:
    """Return the files of a project as its own model and blueprint make them."""
    return made_with.rendering(project.stored, store.read(project.stored)).tree()


def edits(
    project: Project, files: dict[str, str], made_with: Recipe
) -> Iterator[Edited]:
    """Yield the generated files that are otherwise in a project's folder."""
    there = git.read_files(project.tree, files)
    kept = made_with.kept(files)
    for path, text in sorted(files.items()):
        if path in kept:
            continue
        if path not in there:
            yield Edited(path, "deleted", "")
        elif there[path] != text.encode():
            yield Edited(path, "edited", _difference(path, text, there[path]))


def _difference(path: str, text: str, content: bytes) -> str:
    try:
        mine = content.decode()
    except UnicodeDecodeError:
        return "the file is no longer text\n"
    lines = unified_diff(
        text.splitlines(keepends=True),
        mine.splitlines(keepends=True),
        f"generated/{path}",
        f"project/{path}",
    )
    return "".join(line if line.endswith("\n") else f"{line}\n" for line in lines)


def drifts(
    project: Project,
    files: dict[str, str],
    own_contract: Mapping[str, Any],
    *,
    design_only: bool,
) -> Iterator[Drift]:
    """Yield every way in which a project is behind its design, its blueprint or its contract.

    `own_contract` is what `openapi.own.yaml` says.
    """
    yield from _of_the_design(project)
    yield from _of_the_own_contract(project, own_contract)
    yield from _of_other_contracts(project)
    yield from _of_the_blueprint(project, blocking=not design_only)
    yield from _of_the_contract(project, files)
    yield from _of_the_tests(project)


def of_lost_edits(lost: Sequence[str]) -> Iterator[Drift]:
    """Yield what was lost of edits to an update by plain Copier, before it is committed."""
    if lost:
        shown, more = first_of(lost, 5)
        paths = ", ".join(shown) + (f" and {more} more" if more else "")
        yield Drift(
            "update",
            f"an update took the edits of {paths}",
            "Take it back, `git restore --staged --worktree .`, and run `bd-scaffold update`.",
            blocking=True,
        )


def _of_the_design(project: Project) -> Iterator[Drift]:
    path = project.folder / COMPILED
    found = parsed(path.read_bytes() if path.is_file() else b"")
    if found.design_sha != design_sha(project.design):
        yield Drift(
            "design",
            f"{DESIGN} is not compiled: {COMPILED} was made from another design",
            "Run `bd-scaffold update`, or `bd-scaffold compile` and `copier update`.",
            blocking=True,
        )
    elif found.model not in ("", project.stored):
        yield Drift(
            "update",
            f"the project was made from another model than {COMPILED} holds",
            "Run `bd-scaffold update`, or `copier update`.",
            blocking=True,
        )
    lost = [each for each in found.revisions if not (project.folder / each).is_file()]
    if lost:
        yield Drift(
            "migration",
            f"the migration to this design is missing: {', '.join(lost)}",
            "Restore it from the history; `git log -- migrations/versions` finds it.",
            blocking=True,
        )


def _of_the_own_contract(project: Project, own: Mapping[str, Any]) -> Iterator[Drift]:
    contract = store.read(project.stored)["contract"]
    if (contract.get("own") or {}) != own:
        yield Drift(
            "contract",
            f"openapi.yaml was made with another {OWN_CONTRACT}",
            "Run `bd-scaffold update`, or `bd-scaffold compile` and `copier update`.",
            blocking=True,
        )


def _of_other_contracts(project: Project) -> Iterator[Drift]:
    for each in store.read(project.stored).get("dependencies", ()):
        path = project.folder / each.get("contract", ".")
        if path.is_file():
            from hashlib import sha256  # loads OpenSSL, which few projects need

            if sha256(path.read_bytes()).hexdigest() != each["contract_sha"]:
                yield Drift(
                    "contract",
                    f"the client of {each['name']} was made with another "
                    f"{each['contract']}",
                    "Run `bd-scaffold update`, or `bd-scaffold compile` and "
                    "`copier update`.",
                    blocking=True,
                )


def _of_the_blueprint(project: Project, *, blocking: bool) -> Iterator[Drift]:
    newest = blueprints.released(project.source)
    if newest and blueprints.order(newest) > blueprints.order(project.version):
        yield Drift(
            "blueprint",
            f"{project.source} has {newest}, and the project was made from {project.version}",
            "Run `bd-scaffold update`.",
            blocking=blocking,
        )


def _of_the_contract(project: Project, files: dict[str, str]) -> Iterator[Drift]:
    path = "openapi.yaml"
    there = git.read_files(project.tree, [path])
    if path in files and there.get(path) != files[path].encode():
        yield Drift(
            "contract",
            f"{path} is not the contract that the design generates",
            f"Change {DESIGN} or {OWN_CONTRACT} instead, and restore the file: "
            f"`git checkout -- {path}`.",
            blocking=True,
        )


def _of_the_tests(project: Project) -> Iterator[Drift]:
    model = store.load(project.stored)
    if model is None:
        return
    there = git.read_files(project.tree, files_with_tests(model))
    texts = {path: text.decode(errors="replace") for path, text in there.items()}
    for each in untested(model, texts):
        shown, more = first_of(each.operations, 3)
        named = ", ".join(shown) + (f" and {more} more" if more else "")
        if each.gone:
            message = f"no test tries {named}: {each.file} is gone"
            hint = "Restore it from the history, or write another one in its place."
        else:
            message = f"{each.file} expects that {named} is not written"
            hint = "Replace its test once the operation is written."
        yield Drift("tests", message, hint, blocking=False)
