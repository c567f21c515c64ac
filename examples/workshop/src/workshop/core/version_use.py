"""Who still uses older versions of the API, by what the service has logged.

`docker compose logs --no-log-prefix api | python -m workshop.core.version_use` reads the
log's lines of JSON from its standard input, or from the files that it is given.
"""

import argparse
import fileinput
import json
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class Use:
    """How much somebody uses a version."""

    requests: int = 0
    last: str = ""
    operations: set[str] = field(default_factory=set)


Who = tuple[str, str, str]
"""A version, who asks, and with what program."""


def used(lines: Iterable[str]) -> dict[Who, Use]:
    """Return who uses which version, by the lines of a log; what is none is passed over."""
    found: dict[Who, Use] = {}
    for line in lines:
        said = _said(line)
        if said.get("event") != "older_version_used":
            continue
        who = (str(said["version"]), str(said["caller"]), str(said["agent"]))
        use = found.setdefault(who, Use())
        use.requests += 1
        use.last = max(use.last, str(said["timestamp"]))
        use.operations.add(str(said["operation"]))
    return found


def _said(line: str) -> dict[str, Any]:
    # What collects logs may put something in front.
    _, brace, rest = line.partition("{")
    try:
        found = json.loads(brace + rest)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def told(found: dict[Who, Use]) -> str:
    """Return a report: a line for each of them, the most requests first, and what they call."""
    lines = []
    for (version, caller, agent), use in sorted(
        found.items(), key=lambda each: -each[1].requests
    ):
        head = f"{version}  {use.requests:>8}  last {use.last}  {caller}  {agent}"
        lines += [head.rstrip(), *(f"    {each}" for each in sorted(use.operations))]
    return "\n".join(lines) or "Nobody has used an older version."


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the report."""
    parser = argparse.ArgumentParser(
        prog="python -m workshop.core.version_use",
        description="Say who still uses older versions of the API.",
    )
    parser.add_argument("log", nargs="*", help="files of it, unless it is piped in")
    asked = parser.parse_args(arguments)
    with fileinput.input(asked.log, encoding="utf-8", errors="replace") as lines:
        sys.stdout.write(f"{told(used(lines))}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
