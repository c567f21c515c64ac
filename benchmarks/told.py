"""What benchmarks of requests are asked for, and how they tell what they found."""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping

Costs = Mapping[str, Mapping[str, float]]
"""CPU milliseconds of each operation, by who serves it."""


def options(description: str, *, rounds: int, requests: int) -> argparse.Namespace:
    """Return what the command line asks for: `rounds`, `requests` in each, and `json`."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("rounds", metavar="ROUNDS", nargs="?", type=int, default=rounds)
    parser.add_argument("--requests", type=int, default=requests, help="in each round")
    parser.add_argument("--json", action="store_true", help="print the results as JSON")
    return parser.parse_args()


def beside(costs: Costs, least: str, digits: int = 2) -> dict[str, dict[str, float]]:
    """Return the costs of each as ratios to those of one of them."""
    return {
        name: {o: round(cost / costs[least][o], digits) for o, cost in each.items()}
        for name, each in costs.items()
    }


def as_json(costs: object, ratios: object, **more: object) -> None:
    """Print all of it for programs."""
    print(json.dumps({"milliseconds": costs, "ratios": ratios, **more}, indent=2))


def line(
    costs: Mapping[str, float], ratios: Mapping[str, float], digits: int = 2
) -> str:
    """Return the costs of operations for people, each with its ratio."""
    shown = (f"{o} {c:.3f} ({ratios[o]:.{digits}f})" for o, c in costs.items())
    return "   ".join(shown)
