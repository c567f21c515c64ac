"""Write down what the model promises from a release on: docs/model/v1.schema.json.

    python scripts/promise_model.py

Every release runs it: what was added since becomes a part of the promise. What would break
the promise is refused; `--again` rewrites it while nobody has that version of the model yet.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from bd_scaffold.model.compatibility import incompatibilities
from bd_scaffold.model.schema import json_schema
from bd_scaffold.model.types import FORMAT

PROMISED = Path(__file__).resolve().parents[1] / "docs" / "model"


def promise(folder: Path, version: int, *, again: bool) -> list[str]:
    """Write the schema of a version of the model, or return what it would break."""
    path = folder / f"v{version}.schema.json"
    new = json_schema()
    if path.exists() and not again:
        broken = incompatibilities(json.loads(path.read_text(encoding="utf-8")), new)
        if broken:
            return broken
    text = json.dumps(new, indent=1, ensure_ascii=False) + "\n"
    path.write_text(text, encoding="utf-8")
    return []


def main() -> None:
    """Promise the model as it is."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--again", action="store_true", help="rewrite the promise")
    broken = promise(PROMISED, FORMAT, again=parser.parse_args().again)
    if broken:
        sys.exit("\n".join([*broken, "This needs a new major version of the model."]))


if __name__ == "__main__":
    main()
