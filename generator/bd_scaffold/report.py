"""Plans and updates as text: what an update would do, or did, for whoever reviews it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from bd_scaffold.compiling import Compiled
from bd_scaffold.impact import Allowance, allowance_lines
from bd_scaffold.names import counted, first_of
from bd_scaffold.resync.drift import Drift, Edited
from bd_scaffold.resync.outcome import Outcome, Verdict, by_verdict
from bd_scaffold.update import Plan, Updated, sql

_SHOWN = 12
_QUIET = {Verdict.CLEAN, Verdict.NEW, Verdict.REMOVED}
"""Verdicts with nothing to look at: long lists of them are cut."""

_ORDER = (
    Verdict.CONFLICT,
    Verdict.MERGED,
    Verdict.MOVED,
    Verdict.RENAMED,
    Verdict.NEW,
    Verdict.CLEAN,
    Verdict.REMOVED,
    Verdict.KEPT_EDITED,
    Verdict.KEPT_DELETED,
    Verdict.KEPT,
)


_STILL_NAMED = "Possibly affected by a removed field"

_LOOK_AT = (Verdict.MERGED, Verdict.KEPT_EDITED, Verdict.KEPT_DELETED)


def plan_lines(plan: Plan) -> Iterator[str]:
    """Yield the lines that say what an update would do."""
    if plan.is_empty:
        yield "Nothing to do: the project matches its design and its blueprint."
        return
    yield from _blueprint(plan)
    yield from _section("Design", _changes(plan))
    yield from _section("Files", _files(plan.files.changed))
    yield from _section("Renamed in your code", _renamed(plan.files.outcomes))
    unsure = _unsure(plan.files.outcomes)
    yield from _section("Possibly affected by a rename, left as they are", unsure)
    yield from _section(_STILL_NAMED, _still_named(plan.files.outcomes))
    yield from _section("Migration", _migration(plan))
    yield from _section("Contract", _contract(plan))
    yield from _notes(plan)
    yield from _section("Requires --allow", _wanting(plan))


def _blueprint(plan: Plan) -> Iterator[str]:
    was, now = plan.project, plan.blueprint
    if was.source != now.address:
        yield f"Blueprint: {was.source} {was.version} → {now.address} {now.version}"
        yield ""
    elif was.version != now.version:
        yield f"Blueprint: {was.version} → {now.version}"
        yield ""


def _section(title: str, lines: Iterator[str]) -> Iterator[str]:
    listed = list(lines)
    if listed:
        yield title
        yield from (f"  {line}" for line in listed)
        yield ""


def _changes(plan: Plan) -> Iterator[str]:
    for each in plan.found.changes:
        effects = ", ".join(each.effects)
        yield f"{each} [{effects}]"


def _migration(plan: Plan) -> Iterator[str]:
    for each in plan.revisions:
        yield each.path
    statements = sql(plan).strip()
    if statements:
        yield from ("", *statements.split("\n"))


def _contract(plan: Plan) -> Iterator[str]:
    findings = plan.found.findings
    for each in findings:
        if each.breaking:
            yield f"breaks  {each}"
    safe = [each for each in plan.found.told if not each.breaking]
    shown, more = first_of(safe, _SHOWN)
    for each in shown:
        yield f"safe    {each}"
    if more:
        yield f"safe    and {more} more, in `bd-scaffold plan --json`"
    if findings:
        yield f"version {plan.found.bump}"


def _wanting(plan: Plan) -> Iterator[str]:
    yield from allowance_lines(plan.wanting)


def _files(outcomes: Iterable[Outcome]) -> Iterator[str]:
    found = by_verdict(list(outcomes))
    for verdict in _ORDER:
        listed = found.get(verdict, [])
        shown, more = first_of(listed, _SHOWN if verdict in _QUIET else len(listed))
        for each in shown:
            origin = f" (was {each.was})" if each.was else ""
            yield f"{verdict:19} {each.path}{origin}"
        if more:
            yield f"{verdict:19} and {more} more"


def _renamed(outcomes: Iterable[Outcome]) -> Iterator[str]:
    for each in outcomes:
        for line, old, new in each.renamed.done if each.renamed else ():
            yield f"{each.path}:{line}  {old} → {new}"


def _unsure(outcomes: Iterable[Outcome]) -> Iterator[str]:
    for each in outcomes:
        for line, old, new in each.renamed.unsure if each.renamed else ():
            yield f"{each.path}:{line}  {old}, if it refers to what is now {new}"


def _still_named(outcomes: Iterable[Outcome]) -> Iterator[str]:
    for each in outcomes:
        for line, name, field in each.renamed.gone if each.renamed else ():
            yield f"{each.path}:{line}  {name}, if it refers to {field}"


def plan_json(plan: Plan) -> dict[str, Any]:
    """Return a plan as JSON-able values."""
    return {
        "blueprint": {
            "from": plan.project.version,
            "to": plan.blueprint.version,
            "source": plan.blueprint.address,
        },
        "changes": [each.to_json() for each in plan.found.changes],
        "files": [file_json(each) for each in plan.files.changed],
        "migrations": [
            {"path": each.path, "text": each.text} for each in plan.revisions
        ],
        "sql": sql(plan),
        "notes": [{"version": n.version, "text": n.text} for n in plan.notes],
        "contract": [each.to_json() for each in plan.found.findings],
        "version": plan.found.bump.to_json(),
        "wanting": [_wanting_json(each) for each in plan.wanting],
    }


def _wanting_json(allowance: Allowance) -> dict[str, Any]:
    fills = list(allowance.fills)
    return {"name": allowance.name, "text": allowance.text, "fills": fills}


def file_json(outcome: Outcome) -> dict[str, Any]:
    """Return what becomes of a file as JSON-able values."""
    renamed = outcome.renamed
    return {
        "path": outcome.path,
        "was": outcome.was or None,
        "verdict": str(outcome.verdict),
        "renamed": [list(each) for each in renamed.done] if renamed else [],
        "unsure": [list(each) for each in renamed.unsure] if renamed else [],
        "gone": [list(each) for each in renamed.gone] if renamed else [],
    }


def summary_lines(plan: Plan) -> list[str]:
    """Return the lines that summarise an update for its reviewer."""
    if plan.is_empty:
        return ["Nothing to do: the project matches its design and its blueprint."]
    found = by_verdict(plan.files.changed)
    lines = [f"{_updated(plan.project.folder.name, found)}.", ""]
    lines += _section("Design", _changes(plan))
    to_see = [each for verdict in _LOOK_AT for each in found.get(verdict, [])]
    lines += _section("Please review", _files(to_see))
    lines += _section("Renamed in your code", _renamed(plan.files.outcomes))
    unsure = _unsure(plan.files.outcomes)
    lines += _section("Possibly affected by a rename, left as they are", unsure)
    lines += _section(_STILL_NAMED, _still_named(plan.files.outcomes))
    lines += _section("Contract", _contract(plan))
    lines += _notes(plan)
    if Verdict.CONFLICT not in found:
        lines += _section("Next", _next(plan))
    return lines[:-1]


def _updated(name: str, found: Mapping[Verdict, Sequence[Outcome]]) -> str:
    """Return what became of the files, those first that somebody has to look at."""
    conflicts = len(found.get(Verdict.CONFLICT, ()))
    but = f", but for {counted(conflicts, 'file')} in conflict" if conflicts else ""
    others = [each for each in _ORDER if each in found and each != Verdict.CONFLICT]
    numbers = ", ".join(f"{len(found[each])} {each}" for each in others)
    return f"Updated {name}{but}{numbers and ': '}{numbers}"


def _notes(plan: Plan) -> Iterator[str]:
    for note in plan.notes:
        title = f"What changes in your project with {note.version}"
        yield from _section(title, iter(note.text.split("\n")))


def _next(plan: Plan) -> Iterator[str]:
    yield "git diff --cached            # review, then commit"
    yield "bd-scaffold update --abort   # instead: undo the update"
    expand = [each.identifier for each in plan.revisions if each.step == "expand"]
    if expand:
        yield f"uv run alembic upgrade {expand[-1]}   # before the new code is deployed"
        yield "uv run alembic upgrade head  # when the old code is gone"
    elif plan.revisions:
        yield "uv run alembic upgrade head"


def compiled_json(compiled: Compiled) -> dict[str, Any]:
    """Return what compiling a design wrote, for scripts."""
    return {
        "written": list(compiled.written),
        "conflicts": list(compiled.conflicts),
        "joined": compiled.joined,
        "lock": compiled.lock,
        "losses": list(compiled.losses),
    }


def compiled_lines(compiled: Compiled) -> Iterator[str]:
    """Yield the lines that say what compiling a design wrote."""
    if not compiled.written and not compiled.conflicts:
        yield ".bd/model.yaml is up to date"
        return
    yield from (f"wrote {path}" for path in compiled.written)
    if compiled.lock:
        yield compiled.lock
    if compiled.conflicts:
        yield "Both branches changed the same lines; resolve these files:"
        yield from (f"  {path}" for path in compiled.conflicts)
    elif compiled.joined:
        yield "The branches are merged: commit the merge."
    elif compiled.losses:
        yield "Plain `copier update` would lose work here:"
        yield from (f"  {each}" for each in compiled.losses)
        yield "Run `bd-scaffold update`, which loses nothing."
    else:
        yield "Commit, then run `copier update`."


def updated_lines(updated: Updated) -> Iterator[str]:
    """Yield the lines that say what an update did."""
    yield from updated.lines
    if updated.conflicts:
        yield ""
        yield "Conflicts to resolve:"
        yield from (f"  {path}" for path in updated.conflicts)
        yield ""
        yield "Then run `bd-scaffold update --continue`, or `--abort` to undo the update."
    elif updated.lock:
        yield ""
        yield updated.lock


def edit_lines(edits: Iterable[Edited], *, stat: bool) -> Iterator[str]:
    """Yield the difference between what was generated and what is there."""
    for each in edits:
        if stat or not each.difference:
            yield f"{each.state:8} {each.path}"
        else:
            yield from each.difference.removesuffix("\n").split("\n")


def drift_lines(drifts: Iterable[Drift]) -> Iterator[str]:
    """Yield the ways in which a project is behind, and what to do about each."""
    for each in drifts:
        yield f"{'' if each.blocking else 'note: '}{each.message}. {each.hint}"
