"""Where the files of a blueprint's version come from: this package, its bundle, or a repository."""

from __future__ import annotations

import re
from pathlib import Path

from bd_scaffold.emit import git, resources
from bd_scaffold.emit.stack import FILE, BlueprintError

_SHORT = {"gh:": "https://github.com/", "gl:": "https://gitlab.com/"}
"""Copier's short forms of addresses."""

_VERSION = re.compile(r"v?(\d+(?:\.\d+)*)")


def newest(address: str) -> str:
    """Return the newest released version of a blueprint: `v1.2.0`."""
    if address == resources.SOURCE:
        return resources.newest_release()
    found = [(order(tag), tag) for tag in _versions(address) if order(tag)]
    if not found:
        raise BlueprintError(f"{address} has no released version: it has no tag")
    return max(found)[1]


def files(address: str, version: str, scratch: Path) -> Path:
    """Return a folder with the files of a blueprint's version; `scratch` may be filled."""
    if address == resources.SOURCE and version == resources.newest_release():
        return resources.BLUEPRINT
    folder = scratch / version.replace("/", "_")
    folder.mkdir(parents=True)
    try:
        git.extract(_repository(address), version, folder)
    except git.GitError as error:
        raise BlueprintError(_unavailable(address, version)) from error
    if not (folder / FILE).is_file():
        raise BlueprintError(
            f"{address} has no {FILE}, so it is not made the way that bd-scaffold "
            "renders; `copier update` can update this project"
        )
    return folder


def _versions(address: str) -> list[str]:
    try:
        return git.versions(_repository(address))
    except git.GitError as error:
        raise BlueprintError(f"{address} can't be read: {error}") from error


def _repository(address: str) -> str:
    """Return what git can clone for an address that Copier remembers."""
    if address == resources.SOURCE:
        return str(resources.RELEASES / "fastapi.bundle")
    for short, long in _SHORT.items():
        if address.startswith(short):
            return f"{long}{address.removeprefix(short).removesuffix('.git')}.git"
    return address.removeprefix("git+")


def _unavailable(address: str, version: str) -> str:
    if address == resources.SOURCE:
        return (
            f"this project was made from {version} of {address}, which this release of "
            "bd-scaffold does not have; upgrade bd-scaffold"
        )
    return f"version {version} of {address} can't be had; is the address still right?"


def order(tag: str) -> tuple[int, ...]:
    """Return what a released version sorts by; nothing for a tag that is none."""
    match = _VERSION.fullmatch(tag)
    return tuple(int(part) for part in match[1].split(".")) if match else ()
