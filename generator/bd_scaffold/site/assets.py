"""What a site has beside its pages: a style, a script, and Mermaid where it has diagrams.

Mermaid is pinned in `static/mermaid.json`. It is 5.5 MB and somebody else's, so that the
repository doesn't have it: it comes into the wheel when that is built, and into a checkout by
`scripts/vendor_mermaid.py`. A site is made without asking anybody.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_HERE = Path(__file__).parent
_STATIC = _HERE / "static"
_VENDORED = _HERE / "vendor"

FOLDER = "assets"
LICENCES = f"{FOLDER}/licences.txt"
STYLE = f"{FOLDER}/site.css"
SCRIPT = f"{FOLDER}/site.js"
ICON = f"{FOLDER}/icon.svg"
_OWN = {STYLE: "site.css", SCRIPT: "site.js", ICON: "icon.svg"}


class AssetError(Exception):
    """Something that a site needs is not installed."""


@dataclass(frozen=True, slots=True)
class Asset:
    """What of somebody else's a site has."""

    name: str
    version: str
    licence: str
    file: str  # in the site
    sha256: str


@cache
def mermaid() -> Asset:
    """Return which Mermaid it is that sites have."""
    pin = json.loads((_STATIC / "mermaid.json").read_text(encoding="utf-8"))
    file = f"{FOLDER}/mermaid-{pin['version']}.min.js"
    return Asset("mermaid", pin["version"], pin["licence"], file, pin["sha256"])


def own() -> Mapping[str, bytes]:
    """Return the files that every site has."""
    return {path: (_STATIC / name).read_bytes() for path, name in _OWN.items()}


def with_mermaid() -> Mapping[str, bytes]:
    """Return the files that a site with diagrams has; refuse where they are not installed."""
    asset = mermaid()
    return {asset.file: _vendored(asset), LICENCES: _licences(asset)}


def _vendored(asset: Asset) -> bytes:
    try:
        found = (_VENDORED / "mermaid.min.js").read_bytes()
    except FileNotFoundError:
        raise AssetError(
            f"the documents have diagrams, and Mermaid {asset.version}, which draws them, is not "
            f"there: {_way_out()}"
        ) from None
    if hashlib.sha256(found).hexdigest() != asset.sha256:
        raise AssetError(f"{_VENDORED} has another Mermaid: {_way_out()}")
    return found


def _way_out() -> str:
    script = _HERE.parents[2] / "scripts" / "vendor_mermaid.py"
    if script.is_file():
        return "in a clone of bd-scaffold, `python scripts/vendor_mermaid.py` gets it from npm"
    return (
        "this bd-scaffold was built where npm's registry could not be reached; "
        "install it again where it can, or from an index"
    )


def _licences(asset: Asset) -> bytes:
    head = (
        f"{asset.file}\n  Mermaid {asset.version}, {asset.licence}, from npm, unchanged.\n"
        f"  SHA-256 {asset.sha256}\n\n"
    )
    return head.encode() + (_STATIC / "mermaid-licences.txt").read_bytes()
