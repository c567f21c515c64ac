"""Older versions of the API, beside today's."""

from pathlib import Path

from capability import Capability

_V1 = """\
api:
  version: v2
  versions:
    v1:
      deprecated: 2026-12-01
      sunset: 2027-06-30
      link: https://lab.example/v2
      without: [Item.note]
      called: {Box: Crate, Item.amount: count, State.lost: gone}
      had: {Item.colour: string(20) = red}
"""

CAPABILITY = Capability(
    folder=Path(__file__).parent,
    steps={
        ("older version on", "older version off"): [
            ("name: lab\n", f"name: lab\n{_V1}"),
        ],
    },
    later={
        ("older version said otherwise", "older version said as before"): [
            ("deprecated: 2026-12-01", "deprecated: 2026-11-01"),
            ("sunset: 2027-06-30", "sunset: 2027-12-31"),
            ("called: {Box: Crate, ", "called: {"),
        ],
        ("older version added", "older version removed"): [
            ("version: v2\n", "version: v3\n"),
            ("    v1:\n", "    v2: {}\n    v1:\n"),
        ],
    },
)
