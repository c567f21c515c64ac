"""List what Mermaid's file is built of, with each part's licence, for sites to carry along.

    python scripts/list_licences.py

Run it after another Mermaid was pinned. The versions are those of the file's own source map, and
of the comments of a parser that came into it ready built; npm, which has to be there, installs
exactly these, and their texts go to generator/bd_scaffold/site/static/mermaid-licences.txt.
"""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import vendor_mermaid

WRITTEN = vendor_mermaid.SITE / "static" / "mermaid-licences.txt"
_PNPM = re.compile(r"node_modules/\.pnpm/[^/\s]+/node_modules/((?:@[^/\s]+/)?[^/\s]+)/")
_STORE = re.compile(r"\.pnpm/((?:@[^+/\s]+\+)?[^@/\s]+)@(\d[^_/\s()]*)")
_LINE = "-" * 78


class Package(NamedTuple):
    """A part of the file."""

    name: str
    licence: str
    source: str
    text: str


def main() -> None:
    """Write the list."""
    archive = vendor_mermaid.tarball()
    with tarfile.open(fileobj=io.BytesIO(archive), mode="r:gz") as files:
        own = Package(
            f"mermaid {vendor_mermaid.pinned()['version']}",
            vendor_mermaid.pinned()["licence"],
            "https://github.com/mermaid-js/mermaid",
            _text(files, "package/LICENSE").strip(),
        )
        parts = sorted(
            _parts(json.loads(_text(files, "package/dist/mermaid.min.js.map")))
        )
    with tempfile.TemporaryDirectory() as folder:
        packages = _installed(Path(folder), parts)
    WRITTEN.write_text("\n".join(_lines([own, *packages])) + "\n", encoding="utf-8")
    print(f"{len(packages)} packages are in {WRITTEN}.")


def _text(files: tarfile.TarFile, name: str) -> str:
    with files.extractfile(name) as found:  # type: ignore[union-attr] # a file it is
        return found.read().decode()


def _parts(source_map: dict[str, Any]) -> set[tuple[str, str]]:
    """Return the packages in the file, each with its version."""
    texts = source_map.get("sourcesContent") or []
    named = "\n".join([*source_map["sources"], *(text or "" for text in texts)])
    found = {(name.replace("+", "/"), each) for name, each in _STORE.findall(named)}
    used = set(_PNPM.findall(named))
    return {(name, version) for name, version in found if name in used}


def _installed(folder: Path, parts: list[tuple[str, str]]) -> list[Package]:
    """Return the packages as npm installs them."""
    aliases = {f"part-{n}": f"npm:{name}@{v}" for n, (name, v) in enumerate(parts)}
    (folder / "package.json").write_text(json.dumps({"dependencies": aliases}))
    quiet = ("--ignore-scripts", "--no-audit", "--no-fund", "--no-package-lock")
    subprocess.run(
        ["npm", "install", *quiet, "--legacy-peer-deps"], cwd=folder, check=True
    )
    return [
        _package(f"{name} {version}", folder / "node_modules" / f"part-{number}")
        for number, (name, version) in enumerate(parts)
    ]


def _package(name: str, folder: Path) -> Package:
    said = json.loads((folder / "package.json").read_bytes())
    text = "\n\n".join(map(_tidy, sorted(folder.glob("[Ll][Ii][Cc][Ee][Nn][SsCc]*"))))
    licence = said.get("license") or ("MIT" if "The MIT License" in text else "")
    if not isinstance(licence, str) or not licence:
        sys.exit(
            f"{name} does not say its licence as others do: read it, and this script."
        )
    where = said.get("repository") or said.get("homepage") or ""
    source = where.get("url", "") if isinstance(where, dict) else where
    if not text:
        text = f"It came without a text of its licence. Its author: {said['author']['name']}."
    return Package(name, licence, source, text)


def _tidy(file: Path) -> str:
    text = file.read_text(encoding="utf-8", errors="replace")
    return "\n".join(line.rstrip() for line in text.strip().splitlines())


def _lines(packages: list[Package]) -> Iterator[str]:
    """Yield the list, and the texts: each once, under all packages that have it."""
    yield "It is built of these packages, each under its own licence:"
    yield ""
    by_text: dict[str, list[Package]] = {}
    for each in packages:
        yield f"  {each.name}: {each.licence}, {each.source}"
        by_text.setdefault(each.text, []).append(each)
    for text, those in by_text.items():
        yield from ("", _LINE, *(each.name for each in those), _LINE, "", text)


if __name__ == "__main__":
    main()
