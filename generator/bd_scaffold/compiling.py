"""Compiling a changed design: its model, and the migration to it from the last one compiled.

`bd-scaffold update` begins with it; for plain Copier it is all that is needed. In a merge of
two branches that both changed the design, it makes one project of both.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import replace as replaced
from pathlib import Path

from bd_scaffold import fills, migrate, pipeline
from bd_scaffold.contract import OwnContract
from bd_scaffold.impact import (
    check_allowed,
    check_matched,
    destructive_changes,
    impact_of,
)
from bd_scaffold.model import store
from bd_scaffold.model.types import Model
from bd_scaffold.record import Record
from bd_scaffold.render.recipe import Recipe
from bd_scaffold.render.write import replace
from bd_scaffold.resolve import Resolved
from bd_scaffold.resync import branches, journal, locks, plain_copier, plan, strings
from bd_scaffold.resync.project import (
    Project,
    ProjectError,
    check_project,
    read,
    refuse_unsettled,
)
from bd_scaffold.sources import blueprints, git
from bd_scaffold.sources.blueprints import Blueprint
from bd_scaffold.sources.compiled import (
    ANSWERS,
    COMPILED,
    DESIGN,
    OWN_CONTRACT,
    compiled,
    parsed,
)
from bd_scaffold.sources.folders import check_folder
from bd_scaffold.sources.git import WorkTree


class Compiled(Record, frozen=True):
    """What compiling a design wrote."""

    written: tuple[str, ...]
    conflicts: tuple[str, ...] = ()  # left of the two branches that were joined
    joined: bool = False
    lock: str = ""  # what is to be said of the lock
    losses: tuple[str, ...] = ()  # of what plain Copier would do next


def compile_design(
    folder: Path,
    allow: tuple[str, ...] = (),
    origin: pipeline.Origin | None = None,
    *,
    fill: tuple[str, ...] = (),
    expand_contract: bool = False,
    trust: bool = False,
) -> Compiled:
    """Bring a project's `.bd/model.yaml` up to its design, and write the migration to it.

    It is what plain Copier then follows, so edited files that Copier would delete stay. In
    a merge of two branches, it makes one project of both. `origin` is the blueprint of a
    folder that Copier has not made a project yet.
    """
    check_folder(folder, "project")
    tree = git.work_tree(folder)
    if tree is None or tree.head is None:
        if fill:
            raise ProjectError(
                "--fill is for a migration, and a folder without a commit has none yet: "
                "leave it out"
            )
        return Compiled((COMPILED,) if pipeline.compile_design(folder, origin) else ())
    meeting = git.meeting(tree)
    if meeting and {COMPILED, ANSWERS} & set(git.status(tree).unmerged):
        if expand_contract:
            raise ProjectError(
                "the migration of a merge has one step: run `bd-scaffold compile` without "
                "`--expand-contract`"
            )
        return _joined(branches.read(tree, meeting), allow, fill)
    journal.refuse_under_way(tree)
    refuse_unsettled(tree)
    check_project(folder)
    project = read(tree)
    with tempfile.TemporaryDirectory(prefix="bd-scaffold-") as scratch:
        made_with = plan.recipe_of(project, Path(scratch), trust=trust)
        wanted = _Wanted(allow, fill, expand_contract)
        return _compiled(project, made_with, wanted)


class _Wanted(Record, frozen=True):
    """What is asked of a compilation."""

    allow: tuple[str, ...]
    fill: tuple[str, ...]
    expand_contract: bool


def _compiled(project: Project, made_with: Recipe, wanted: _Wanted) -> Compiled:
    old = plan.older_model(project)
    reached = reached_of(project, old)
    design = design_of(project, made_with.blueprint)
    new = resolved(project, reached, design)
    pending = pending_of(project)
    given = fills.read(wanted.fill, design, reached, new)
    found = impact_of(reached, reached, new, fills=given)
    check_matched((*found.allowances, *found.mended), wanted.allow)
    check_allowed(found.allowances, wanted.allow)
    operations = as_run(
        found.operations, reached, new, given, expand_contract=wanted.expand_contract
    )
    written = migration(project, operations, pending)
    model = plan.compiled_model(project, old, new, made_with)
    leading = leading_of(project, written)
    text = compiled(project.design, store.dump(model), leading, project.stored)
    texts = {each.path: each.text for each in written} | {COMPILED: text}
    changed = tuple(_replaced(project.tree, pending, texts))
    return Compiled(changed, losses=tuple(plain_copier.losses(project)))


def reached_of(project: Project, old: Model) -> Model:
    """Return the model that the project's migrations lead to: the one compiled last."""
    if project.compiled == project.stored:
        return old
    return store.load(project.compiled) or old


def design_of(project: Project, blueprint: Blueprint) -> Resolved:
    """Return the design in a project's folder, or raise all that is wrong with it.

    It may use the words of the blueprint.
    """
    words = pipeline.words_of(blueprint)
    return pipeline.check(project.design, str(project.folder / DESIGN), words)


def resolved(
    project: Project, reached: Model, design: Resolved, old: Model | None = None
) -> Model:
    """Return the model of a project's design.

    What it renames of an `old` model, the team's own part of the contract calls so too.
    """
    if old and project.own_contract:
        named = renamed_own_contract(project, old, pipeline.derive(design))
        project = replaced(project, own_contract=named)
    return pipeline.build(design, reached, own_contract_of(project))


def renamed_own_contract(project: Project, old: Model, new: Model) -> bytes:
    """Return what a team adds to the contract, with the names that a newer model has."""
    renames = strings.string_renames(old, new)
    if not renames:
        return project.own_contract
    text = project.own_contract.decode(errors="surrogateescape")
    return strings.in_contract(text, renames).encode(errors="surrogateescape")


def own_contract_of(project: Project) -> OwnContract:
    """Return what a project's team adds to the contract, or raise all that is wrong with it."""
    beside = str(project.folder / OWN_CONTRACT)
    return pipeline.own_contract(project.own_contract, beside)


def pending_of(project: Project) -> dict[str, bytes]:
    """Return what `compile` wrote into a project's folder and nobody has committed."""
    found = git.read_files(project.tree, [COMPILED])
    if not found or found[COMPILED] == project.committed:
        return {}
    leading = parsed(found[COMPILED]).revisions
    written = [path for path in leading if path not in project.files]
    return found | git.read_files(project.tree, written)


def as_run(
    operations: Sequence[migrate.Operation],
    reached: Model,
    new: Model,
    given: Sequence[migrate.RowFill],
    *,
    expand_contract: bool,
) -> Sequence[migrate.Operation] | migrate.TwoSteps:
    """Return operations as revisions run them: at once, or in two steps.

    Between two steps, old and new code both work.
    """
    return (
        migrate.two_steps(reached, new, given)
        if operations and expand_contract
        else operations
    )


def migration(
    project: Project,
    operations: Sequence[migrate.Operation] | migrate.TwoSteps,
    pending: Mapping[str, bytes],
) -> tuple[migrate.Revision, ...]:
    """Return the revisions that run operations after those that a project has."""
    return (
        migrate.revision(operations, _history(project, pending)) if operations else ()
    )


def _history(project: Project, pending: Mapping[str, bytes]) -> migrate.History:
    """Return the project's revisions, without those that `compile` wrote just now."""
    folder = project.folder / migrate.FOLDER
    files = {
        path.relative_to(project.folder).as_posix(): path.read_text(encoding="utf-8")
        for path in folder.glob("*.py")
    }
    return migrate.read_history({p: t for p, t in files.items() if p not in pending})


def leading_of(
    project: Project, written: Sequence[migrate.Revision]
) -> tuple[str, ...]:
    """Return the paths of the revisions that lead to the model that is compiled now."""
    if written:
        return tuple(each.path for each in written)
    leading = project.compilation.revisions
    return tuple(each for each in leading if each in project.files)


def _joined(
    sides: branches.Branches, allow: Sequence[str], fill: Sequence[str]
) -> Compiled:
    """Make one project of two branches that both changed the design."""
    said = sides.ours.said.items()
    if marked := [path for path, text in said if _is_marked(text)]:
        raise ProjectError(
            f"{marked[0]} contains conflict markers: resolve them, and run "
            "`bd-scaffold compile` again"
        )
    with tempfile.TemporaryDirectory(prefix="bd-scaffold-") as scratch:
        return _joined_with(sides, allow, fill, Path(scratch))


def _joined_with(
    sides: branches.Branches, allow: Sequence[str], fill: Sequence[str], scratch: Path
) -> Compiled:
    models = [plan.older_model(each) for each in (sides.ours, sides.theirs)]
    version = max(sides.ours.version, sides.theirs.version, key=blueprints.order)
    blueprint = blueprints.opened(sides.ours.source, version, scratch)
    design = design_of(sides.ours, blueprint)
    new = resolved(sides.ours, models[0], design)
    left = _left_to_do(sides, new)
    operations = migrate.filled(
        left, fills.for_operations(fill, design, new, lambda: left)
    )
    bare = tuple(destructive_changes(left))
    check_matched(bare, allow)
    check_allowed(tuple(destructive_changes(operations)), allow)
    history = _history(sides.ours, {})
    heads = history.heads if len(history.heads) > 1 else ()
    written: tuple[migrate.Revision, ...] = ()
    if operations or heads:
        written = migrate.revision(operations, history, merging=heads)
    joined = branches.join(sides, new, version, scratch)
    leading = [each.path for each in written]
    text = compiled(sides.ours.design, joined.stored, leading, joined.stored)
    texts = {COMPILED: text, **{each.path: each.text for each in written}}
    wanted = [journal.Wanted.of(each) for each in joined.outcomes]
    wanted += [journal.Wanted(path, text.encode()) for path, text in texts.items()]
    wanted += [journal.Wanted(path, text) for path, text in sides.ours.said.items()]
    tree = sides.ours.tree
    changed = journal.lay_over_merge(tree, wanted)
    lock = locks.renewed(tree, lambda _: None) if joined.relock else ""
    unmerged = tuple(git.status(tree).unmerged)
    return Compiled(tuple(changed), unmerged, joined=True, lock=lock)


def _left_to_do(sides: branches.Branches, new: Model) -> list[migrate.Operation]:
    """Return what neither branch's own migrations have done already."""
    base, *both = (
        reached_of(each, plan.older_model(each))
        for each in (sides.base, sides.ours, sides.theirs)
    )
    done = {each for side in both for each in migrate.operations(base, side)}
    return [each for each in migrate.operations(base, new) if each not in done]


def _is_marked(text: bytes) -> bool:
    return any(line.startswith(b"<<<<<<< ") for line in text.splitlines())


def _replaced(
    tree: WorkTree, pending: Mapping[str, bytes], texts: Mapping[str, str]
) -> list[str]:
    """Write what was compiled in place of what had been, and return what has changed."""
    folder = tree.folder
    for path in pending:
        if path not in texts:
            (folder / path).unlink()
    changed = []
    there = git.read_files(tree, texts)
    for path, text in texts.items():
        if there.get(path) != text.encode():
            replace(folder / path, text.encode())
            changed.append(path)
    return changed
