"""Lock the generated project's dependencies anew, and write the lock as a template.

    python scripts/relock.py [--upgrade]

Run it after a change in the blueprint's pyproject.toml.jinja; `--upgrade` takes newer
versions of everything. It needs uv, and is `bd-scaffold blueprint lock` for our own.
"""

from __future__ import annotations

import sys
from pathlib import Path

from bd_scaffold.authoring import locking
from bd_scaffold.sources.stack import BlueprintError

BLUEPRINT = Path(__file__).parents[1] / "blueprints"


def main() -> None:
    try:
        locking.lock(BLUEPRINT, newer="--upgrade" in sys.argv[1:])
    except BlueprintError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
