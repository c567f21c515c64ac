"""Print what becomes of orders while each part of the shop is killed: nothing may be lost.

    python benchmarks/kills.py [SECONDS] [--orders N] [--broker NAME] [--cuts] [--seed N] [--json]

Orders placed, changes, and what was lost, doubled or stuck of them, by the harness of
`tests/kill`; `README.md` says what it does. It needs Linux, and `--cuts` root.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[1] / "tests" / "kill"))

from kill_brokers import kinds
from kill_run import Outcome, Plan, run

_CUTS = (1.0, 20.0)


def asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Print what kills have cost.")
    parser.add_argument("seconds", metavar="SECONDS", nargs="?", type=float, default=60)
    parser.add_argument("--orders", type=int, default=0, help="as long as that takes")
    parser.add_argument("--broker", choices=kinds(), help="the database alone without")
    parser.add_argument("--cuts", action="store_true", help="cut networks, too")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true", help="print it as JSON")
    return parser.parse_args()


def told(outcome: Outcome) -> dict[str, object]:
    return {
        "placed": outcome.placed,
        "changes": outcome.changes,
        "faults": [*outcome.faults],
        "answers": outcome.answers,
        "blows": outcome.blows,
        "seconds": round(outcome.loaded, 1),
        "seconds_until_quiet": round(outcome.waited, 1),
    }


def main() -> None:
    """Print it, and end with 1 where a promise was not kept."""
    said = asked()
    plan = Plan(
        seed=said.seed,
        seconds=said.seconds,
        orders=said.orders,
        broker=said.broker,
        cuts=_CUTS if said.cuts else None,
    )
    # Its database needs a folder of its own, which is not in here.
    with tempfile.TemporaryDirectory() as folder:
        outcome = run(plan, Path(folder))
    print(json.dumps(told(outcome), indent=2) if said.json else outcome)
    sys.exit(bool(outcome.faults))


if __name__ == "__main__":
    main()
