"""Get Mermaid from npm: what `bd-scaffold docs --html` draws diagrams with.

    python scripts/vendor_mermaid.py

It is pinned by version and checksum in generator/bd_scaffold/site/static/mermaid.json, and lies
in generator/bd_scaffold/site/vendor/, which git does not see. Building the wheel does the same
(scripts/hatch_build.py). The registry is npm's, or the one that `npm_config_registry` names;
it needs Python and nothing else.
"""

from __future__ import annotations

import base64
import hashlib
import io
import json
import os
import sys
import tarfile
import urllib.request
from pathlib import Path

SITE = Path(__file__).resolve().parents[1] / "generator" / "bd_scaffold" / "site"
VENDORED = SITE / "vendor" / "mermaid.min.js"
_REGISTRY = "https://registry.npmjs.org"
_VARIABLE = "npm_config_registry"
_SECONDS = 20


def pinned() -> dict[str, str]:
    """Return what is pinned: the tarball, its checksum, and that of the file inside."""
    pin: dict[str, str] = json.loads((SITE / "static/mermaid.json").read_bytes())
    return pin


def is_there() -> bool:
    """Tell whether the pinned file lies where it belongs."""
    if not VENDORED.is_file():
        return False
    return hashlib.sha256(VENDORED.read_bytes()).hexdigest() == pinned()["sha256"]


def vendor() -> None:
    """Put the pinned file where it belongs, unless it is there."""
    if not is_there():
        keep(fetched())


def keep(content: bytes) -> None:
    """Write the file so that whoever reads it meanwhile has all of it or none."""
    VENDORED.parent.mkdir(exist_ok=True)
    part = VENDORED.with_name(f"{VENDORED.name}.{os.getpid()}.part")
    part.write_bytes(content)
    part.replace(VENDORED)


def fetched() -> bytes:
    """Return the pinned file from the registry; raise OSError where that is out of reach."""
    pin = pinned()
    content = _member(tarball(), pin["member"])
    if hashlib.sha256(content).hexdigest() != pin["sha256"]:
        sys.exit(f"{pin['member']} is another file than the pinned one.")
    return content


def tarball() -> bytes:
    """Return the pinned tarball, which is what its checksum says or nothing at all."""
    pin = pinned()
    registry = os.environ.get(_VARIABLE, _REGISTRY).rstrip("/")
    if not registry.startswith(("https://", "http://")):
        sys.exit(f"{_VARIABLE} is not the address of a registry: {registry}")
    address = f"{registry}/{pin['tarball']}"
    asked = urllib.request.urlopen  # of an address that begins with http
    with asked(address, timeout=_SECONDS) as answer:
        content: bytes = answer.read()
    name, _, expected = pin["integrity"].partition("-")
    if base64.b64encode(hashlib.new(name, content).digest()).decode() != expected:
        sys.exit(
            f"{registry} gave another mermaid {pin['version']} than the pinned one."
        )
    return content


def _member(archive: bytes, name: str) -> bytes:
    with tarfile.open(fileobj=io.BytesIO(archive), mode="r:gz") as files:
        found = files.extractfile(name)
        if found is None:
            sys.exit(f"There is no {name} in the pinned tarball.")
        return found.read()


def main() -> None:
    """Get it, and say where it lies."""
    try:
        vendor()
    except OSError as error:
        sys.exit(f"npm's registry can't be reached: {error}")
    print(f"Mermaid {pinned()['version']} is in {VENDORED.parent}.")


if __name__ == "__main__":
    main()
