"""What a trial of a blueprint says, in lines and for tools."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from .coverage import Coverage
from .gallery import Failure, Trial


def trial_lines(trial: Trial) -> Iterator[str]:
    """Yield what came of a trial."""
    yield from (str(each) for each in trial.findings)
    for tried in trial.tried:
        verdict = f"{len(tried.failures)} failed" if tried.failures else "ok"
        yield f"{tried.design}: {tried.files} files, {verdict}"
        for failure in tried.failures:
            yield from _failure_lines(failure)
    for name in trial.rewritten:
        yield f"tests/golden/{name}: written anew"
    if not trial.ruff:
        yield "ruff was not found: nothing was asked of it"
    yield from _coverage_lines(trial.coverage)


def _failure_lines(failure: Failure) -> Iterator[str]:
    first, *rest = failure.message.splitlines()
    yield f"  {failure.path}{failure.path and ' '}{failure.kind}: {first}"
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
