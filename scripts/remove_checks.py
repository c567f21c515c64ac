"""Take each check out of the code of a project that says who may do what, and see who notices.

    python scripts/remove_checks.py            every refusal and narrowing: place, removal, test
    python scripts/remove_checks.py --every    every condition, too
    python scripts/remove_checks.py guarded    those whose place has this text
    python scripts/remove_checks.py --after FILE    but for what this run has printed as noticed

A removal is noticed by a test that fails, or by a project that starts no more. One that no test
notices has SURVIVED; the command fails if one of them has no reason. Two projects share the ways
to sign in and the walls; what both have is tried in the first. It takes an hour, and several
times as long where TMPDIR is on a disk that is waited for.
"""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from removals import Removal
    from trials import Trial

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [
    str(ROOT / each) for each in ("tests/shared", "tests/designs", "generator")
]
EXPLAINED, SURVIVED = "survived", "SURVIVED"


def main() -> None:
    """Print the list."""
    import removals
    import secured
    import trials

    from bd_scaffold import pipeline

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("places", nargs="*", help="parts of what removals are called")
    parser.add_argument("--every", action="store_true", help="every condition, too")
    parser.add_argument(
        "--after", action="append", type=Path, default=[], help="what a run has printed"
    )
    given = parser.parse_args()
    noticed = dict(line for file in given.after for line in _noticed(file))
    ends: Counter[str] = Counter()
    known: set[str] = set()
    for name, design in secured.ATTACKED.items():
        with tempfile.TemporaryDirectory() as folder:
            project = Path(folder) / name
            pipeline.create(
                design.encode(),
                f"{name}.yaml",
                project,
                repository=False,
                progress=lambda _: None,
            )
            trial = trials.Trial(project)
            there = [
                each
                for each in removals.removals(trial.package, but=known)
                if (each.opens or given.every)
                and any(place in str(each) for place in given.places or [""])
            ]
            known |= {each.key for each in removals.removals(trial.package)}
            if there:
                _try(trial, there, ends, noticed)
    print(f"{ends.total()} removals")
    for end, count in ends.most_common():
        print(f"{count:4} {end}")
    sys.exit(1 if ends[SURVIVED] else 0)


def _noticed(file: Path) -> Iterator[tuple[str, str]]:
    """Yield what a run has tried by its key, with what noticed it or the reason why nobody does."""
    for line in file.read_text().splitlines():
        what, bar, said = line.rpartition(" | ")
        if bar and not said.startswith(SURVIVED):
            yield re.sub(r":\d+ ", " ", what, count=1), said


def _try(
    trial: Trial, there: list[Removal], ends: Counter[str], before: Mapping[str, str]
) -> None:
    """Print what notices each removal, and count the ends that they come to."""
    import removals
    import trials

    if failing := trial.noticed(None):
        sys.exit(f"With all checks there: {failing}")
    # Those that nobody will notice take longest.
    for each in sorted(there, key=removals.reason_of):
        reason = removals.reason_of(each)
        noticed = before.get(each.key) or trial.noticed(each)
        said = noticed or (f"{EXPLAINED}: {reason}" if reason else SURVIVED)
        known = (trials.FAILS, trials.ERROR, trials.STARTS, EXPLAINED)
        ends[next((end for end in known if said.startswith(end)), SURVIVED)] += 1
        print(f"{each} | {said}", flush=True)


if __name__ == "__main__":
    main()
