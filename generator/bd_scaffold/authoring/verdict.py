"""What a trial of a blueprint says, in lines and for tools."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from .coverage import Coverage
from .gallery import Failure, Trial


def trial_lines(trial: Trial) -> Iterator[str]:
    """Yield what came of a trial."""
    yield from (str(each) for each in trial.findings)
    alike = Counter(each.cause for tried in trial.tried for each in tried.failures)
    for tried in trial.tried:
        verdict = f"{len(tried.failures)} failed" if tried.failures else "ok"
        yield f"{tried.design}: {tried.files} files, {verdict}"
        for failure in tried.failures:
            yield from _failure_lines(failure, alike.pop(failure.cause, 0))
    for name in trial.rewritten:
        yield f"tests/golden/{name}: written anew"
    if not trial.ruff:
        yield (
            "ruff was not run, for it was not found: install it, `uv tool install ruff`, "
            "and test again"
        )
    yield from _coverage_lines(trial.coverage)


def _failure_lines(failure: Failure, alike: int) -> Iterator[str]:
    """Yield a failure, the first one of those that have one cause."""
    if not alike:
        return
    first, *rest = failure.message.splitlines()
    more = f"{alike - 1} more like it" if alike > 1 else ""
    made_by = f"made by {failure.made_by}" if failure.made_by else ""
    beside = "; ".join(filter(None, (made_by, more)))
    said = f"{first} ({beside})" if beside else first
    yield f"  {failure.path}{failure.path and ' '}{failure.kind}: {said}"
    yield from (f"    {line}" for line in rest)


def _coverage_lines(found: Coverage) -> Iterator[str]:
    yield (
        f"{found.layer}: the designs reach {found.reached} of {found.all} branches, "
        f"{found.percent} %"
    )
    for template in found.templates:
        yield f"  {template}: no design reaches it"
    for branch in found.branches:
        name = f" {branch.name}" if branch.name else ""
        yield f"  {branch.place} {branch.kind}{name}: no design reaches it"


def trial_json(trial: Trial) -> dict[str, Any]:
    """Return the same for tools."""
    return {
        "failed": trial.failed,
        "findings": [each.to_json() for each in trial.findings],
        "designs": [asdict(each) for each in trial.tried],
        "ruff": trial.ruff,
        "rewritten": list(trial.rewritten),
        "coverage": {
            "layer": trial.coverage.layer,
            "reached": trial.coverage.reached,
            "all": trial.coverage.all,
            "percent": trial.coverage.percent,
            "templates": list(trial.coverage.templates),
            "branches": [
                {
                    "template": each.place.template,
                    "line": each.place.line,
                    "kind": each.kind,
                    "name": each.name,
                }
                for each in trial.coverage.branches
            ],
        },
    }
