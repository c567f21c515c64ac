"""What an update will do, or did, in the words of whoever has to decide about it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from bd_scaffold.resync.drift import Drift, Edited
from bd_scaffold.resync.merge import Outcome, Verdict, by_verdict
from bd_scaffold.update import Plan, Updated

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


def plan_lines(plan: Plan) -> Iterator[str]:
    """Yield the lines that tell what an update would do."""
    if plan.is_empty:
        yield "Nothing to do: the project is what its design and its blueprint say."
        return
    if plan.version != plan.project.version:
        yield f"Blueprint: {plan.project.version} → {plan.version}"
        yield ""
    yield from _files(plan.files.changed)
    yield from _names(plan.files.outcomes)


def _files(outcomes: Iterable[Outcome]) -> Iterator[str]:
    found = by_verdict(list(outcomes))
    yield "Files"
    for verdict in _ORDER:
        listed = found.get(verdict, [])
        shown = listed[:_SHOWN] if verdict in _QUIET else listed
        for each in shown:
            origin = f" (was {each.was})" if each.was else ""
            yield f"  {verdict:19} {each.path}{origin}"
        if len(listed) > len(shown):
            yield f"  {verdict:19} and {len(listed) - len(shown)} more"


def _names(outcomes: Iterable[Outcome]) -> Iterator[str]:
    """Yield what is renamed in lines that people wrote, and what is left for them."""
    touched = [each for each in outcomes if each.renamed is not None]
    done = [
        f"  {each.path}:{line}  {old} → {new}"
        for each in touched
        if each.renamed
        for line, old, new in each.renamed.done
    ]
    unsure = [
        f"  {each.path}:{line}  {old}  (if it is the one that is {new} now)"
        for each in touched
        if each.renamed
        for line, old, new in each.renamed.unsure
    ]
    if done:
        yield ""
        yield "Renamed in your own lines"
        yield from done
    if unsure:
        yield ""
        yield "Not renamed, since it could be something else"
        yield from unsure


def plan_json(plan: Plan) -> dict[str, Any]:
    """Return a plan as JSON-able values."""
    return {
        "blueprint": {"from": plan.project.version, "to": plan.version},
        "files": [file_json(each) for each in plan.files.changed],
    }


def file_json(outcome: Outcome) -> dict[str, Any]:
    """Return what becomes of a file as JSON-able values."""
    renamed = outcome.renamed
    return {
        "path": outcome.path,
        "was": outcome.was or None,
        "verdict": str(outcome.verdict),
        "renamed": [list(each) for each in renamed.done] if renamed else [],
        "unsure": [list(each) for each in renamed.unsure] if renamed else [],
    }


def updated_lines(updated: Updated) -> Iterator[str]:
    """Yield the lines that tell what an update did."""
    yield from updated.summary.get("lines", ())
    if updated.conflicts:
        yield ""
        yield "In conflict, for you to resolve:"
        yield from (f"  {path}" for path in updated.conflicts)
        yield ""
        yield "Then run `bd-scaffold update --continue`; `--abort` takes everything back."
    elif updated.lock:
        yield ""
        yield updated.lock


def edit_lines(edits: Iterable[Edited], *, stat: bool) -> Iterator[str]:
    """Yield the difference between what was generated and what is there."""
    for each in edits:
        if stat or not each.difference:
            yield f"{each.state:8} {each.path}"
        else:
            yield each.difference.removesuffix("\n")


def drift_lines(drifts: Iterable[Drift]) -> Iterator[str]:
    """Yield the ways in which a project is behind, and what to do about each."""
    for each in drifts:
        yield f"{'' if each.blocking else 'note: '}{each.message}. {each.hint}"
