"""The shop of the examples, with what its design says of security and without it."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

_EXAMPLE = Path(__file__).parents[1] / "examples" / "designs" / "shop.yaml"
_LIMIT = re.compile(r"^ *rate_limit:.*\n", re.MULTILINE)
_RULES = re.compile(
    r"^security:\n(?: .*\n|\n)*|^ +(?:access|owner): .*\n|^ +account: user.*\n"
    r"|, access: [^,}]+|^ +traits: \[audited\]\n",
    re.MULTILINE,
)


def secured() -> str:
    """Return the shop's design without the limit that a benchmark would run into."""
    return _LIMIT.sub("", _EXAMPLE.read_text())


def plain() -> str:
    """Return the same without signing in, rules, owners, who changed what, and encryption."""
    return _RULES.sub("", secured()).replace(" encrypted", "")


def create(folder: Path, design: str) -> None:
    """Create a project of a design."""
    said = folder.with_suffix(".yaml")
    said.write_text(design)
    command = ["create", str(folder), "--design", str(said), "--no-git"]
    subprocess.run(
        [sys.executable, "-m", "bd_scaffold", *command],
        stdout=subprocess.DEVNULL,
        check=True,
    )
