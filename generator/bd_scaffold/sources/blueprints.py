"""Where a blueprint's files come from: this package, another one, a repository or a folder."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bd_scaffold import __version__
from bd_scaffold.record import Record
from bd_scaffold.sources import git, installed, resources
from bd_scaffold.sources.installed import Bundle
from bd_scaffold.sources.stack import (
    FILE,
    BlueprintError,
    UnreadableError,
    check_model,
    read,
)

_SHORT = {"gh:": "https://github.com/", "gl:": "https://gitlab.com/"}
"""Copier's short forms of addresses."""

_COPIERS_OWN = ("git@", "git://", "git+", "https://github.com/", "https://gitlab.com/")
"""How addresses begin that Copier takes for repositories, whatever they end in."""

_SERVED = re.compile(r"bd://([a-z][a-z0-9_]*)\.git")
_NAME = re.compile(r"[a-z][a-z0-9_]*")
_REMOTE = re.compile(
    r"[a-z][a-z0-9+.-]*://|[^/:]+@[^/:]+:|gh:|gl:|git\+", re.IGNORECASE
)
_PASSWORD = re.compile(r"://[^/@]*:[^/@]+@")
_PROGRAM = re.compile(r"(git\+)?(ext|fd)(::|://)", re.IGNORECASE)

_VERSION = re.compile(r"v?(\d+(?:\.\d+)*)")


class Blueprint(Record, frozen=True):
    """One version of a blueprint, with its files at hand."""

    address: str  # as a project remembers it
    version: str  # its tag, or what git calls a commit after it; none without git
    folder: Path

    @property
    def is_ours(self) -> bool:
        """True for the one that comes with this package."""
        return self.address == resources.SOURCE

    @property
    def remembered(self) -> dict[str, str]:
        """What a project's answers say of it, as Copier writes it."""
        if not self.version:
            return {"_src_path": self.address}
        return {"_commit": self.version, "_src_path": self.address}


@dataclass(frozen=True, slots=True)
class Saying:
    """What somebody says to a blueprint that has questions, or that runs code."""

    data: Mapping[str, Any] = field(default_factory=dict)  # answers, by question
    ask: bool = False  # whether somebody is there to be asked
    trust: bool = False  # whether the blueprint may run code of its own


NOTHING = Saying()


def address_of(said: str) -> str:
    """Return the address under which a project remembers what somebody calls a blueprint.

    It is one that Copier finds too, from any folder. A word alone is an installed one's name.
    """
    if said == resources.SOURCE:
        return said
    _check(said)
    if _NAME.fullmatch(said) and _bundle(said):
        return f"bd://{said}.git"
    if _REMOTE.match(said):
        if _PASSWORD.search(said):
            raise BlueprintError(
                "the address holds a password, which every project would keep in its "
                "answers: leave it to git's credential helpers"
            )
        known = said.startswith((*_COPIERS_OWN, *_SHORT)) or said.endswith(".git")
        return said if known else f"git+{said}"
    path = Path(said).expanduser().resolve()
    if not path.exists():
        raise BlueprintError(
            f"{said} is no folder, no address of a repository, and no installed "
            f"blueprint: installed are {', '.join(_installed())}"
        )
    return str(path)


def is_local(address: str) -> bool:
    """Tell whether an address is a folder of this machine, which others have not."""
    return not _REMOTE.match(address)


def elsewhere(address: str) -> str | None:
    """Return where a local blueprint was cloned from, nothing if others can't; None for others."""
    if not is_local(address):
        return None
    origin = (git.origin(Path(address)) if Path(address).is_dir() else None) or ""
    shared = _REMOTE.match(origin) and not _PASSWORD.search(origin)
    return origin if shared and not _PROGRAM.match(origin) else ""


def newest(address: str) -> str:
    """Return the newest released version of a blueprint: `v1.2.0`."""
    found = released(address)
    if found is None:
        raise BlueprintError(f"{address} has no released version: it has no tag")
    return found


def released(address: str) -> str | None:
    """Return the newest released version of a blueprint, or None where it has none yet."""
    if address == resources.SOURCE:
        return resources.newest_release()
    try:
        return _newest_of(git.versions(_repository(address)))
    except git.GitError as error:
        raise UnreadableError(_unreadable(address, error)) from error


def files(address: str, version: str, scratch: Path) -> Path:
    """Return a folder with the files of a blueprint's version; `scratch` may be filled."""
    return opened(address, version, scratch).folder


def opened(address: str, version: str | None, scratch: Path) -> Blueprint:
    """Return a version of a blueprint, the newest if none is named; `scratch` may be filled.

    What is in `scratch` already is not fetched again. Where nothing is released, the newest
    is what the repository has now.
    """
    if address == resources.SOURCE and version in (None, resources.newest_release()):
        return Blueprint(address, resources.newest_release(), resources.BLUEPRINT)
    if _is_folder(address):
        return _plain(address, version)
    clone = _clone(address, scratch)
    wanted = version
    if wanted is None:
        wanted = _newest_of(git.tags(clone)) or "HEAD"
    commit = git.commit_of(clone, wanted)
    if commit is None:
        raise BlueprintError(_unavailable(address, wanted))
    folder = clone.parent / commit
    if not folder.is_dir():
        _unpack(address, clone, commit, folder)
    return Blueprint(address, git.described(clone, commit), _checked(folder, address))


def _plain(address: str, version: str | None) -> Blueprint:
    """Return a blueprint in a folder without git, which is what it is at the moment."""
    if version is not None:
        raise BlueprintError(
            f"{address} is a folder without git, so it has no version {version}"
        )
    return Blueprint(address, "", _checked(Path(address), address))


def _checked(folder: Path, address: str) -> Path:
    if not (folder / FILE).is_file():
        raise BlueprintError(
            f"{address} has no {FILE}, so it is not made the way that bd-scaffold "
            "renders; plain `copier` can use it"
        )
    check_model(read(folder))
    return folder


def _is_folder(address: str) -> bool:
    """Tell whether Copier too would take the address for a folder, and no repository."""
    if _REMOTE.match(address) or address.endswith(".git"):
        return False
    path = Path(address).expanduser()
    return path.is_dir() and not git.is_repository(path)


def _clone(address: str, scratch: Path) -> Path:
    """Return a copy of a blueprint's repository; it is fetched once for a scratch folder."""
    import hashlib  # loads OpenSSL, which most commands do without

    _check(address)
    name = hashlib.sha256(address.encode()).hexdigest()[:16]
    clone = scratch / name / "repository"
    if not clone.is_dir():
        clone.parent.mkdir(parents=True, exist_ok=True)
        try:
            git.clone(_repository(address), clone)
        except git.GitError as error:
            raise UnreadableError(_unreadable(address, error)) from error
    return clone


def _unpack(address: str, clone: Path, commit: str, folder: Path) -> None:
    try:
        git.unpack(clone, commit, folder)
    except git.GitError as error:
        raise UnreadableError(_unreadable(address, error)) from error


def _check(address: str) -> None:
    """Refuse what would be an option of git's, or start a program."""
    if not address or address.startswith("-") or not address.isprintable():
        raise BlueprintError(f"{address!r} is not an address of a blueprint")
    if _PROGRAM.match(address):
        raise BlueprintError(
            f"{address!r} would start a program: a blueprint is fetched, never run"
        )


def _repository(address: str) -> str:
    """Return what git can clone for an address that Copier remembers."""
    if address.lower().startswith("bd://"):
        return str(bundle(address).path)
    for short, long in _SHORT.items():
        if address.startswith(short):
            path = address.removeprefix(short).removeprefix("/")
            return f"{long}{path.removesuffix('.git')}.git"
    return address.removeprefix("git+") if _REMOTE.match(address) else _local(address)


def _local(address: str) -> str:
    """Return a folder as git takes it for nothing else, whatever its name looks like."""
    return str(Path(address).expanduser().absolute())


def bundle(address: str) -> Bundle:
    """Return the bundle with the released versions of a blueprint that is installed here."""
    match = _SERVED.fullmatch(address)
    found = _bundle(match[1]) if match else None
    if found is None:
        known = ", ".join(f"bd://{each}.git" for each in _installed())
        raise BlueprintError(
            f"no installed package has the blueprint {address}; there are: {known}"
        )
    return found


def _bundle(name: str) -> Bundle | None:
    own = resources.RELEASES / f"{name}.bundle"
    if own.is_file():
        return Bundle(f"bd-scaffold {__version__}", own)
    return installed.find(name)


def _installed() -> list[str]:
    return [*sorted(each.stem for each in resources.bundles()), *installed.names()]


def _unreadable(address: str, error: git.GitError) -> str:
    if is_local(address) and not Path(_local(address)).exists():
        return (
            f"{address} can't be read: it is no folder of this machine, but of the one "
            "where the project was made. CI and everybody else need an address"
        )
    lines = str(error).removeprefix("git failed: ").splitlines()
    said = [line for line in lines if line.startswith(("fatal: ", "error: "))] or lines
    reason = said[0].partition(": ")[2] if ": " in said[0] else said[0]
    return (
        f"{address} can't be read: {reason.rstrip('.')}. Is the network there, the "
        "address right, and may you read it?"
    )


def _unavailable(address: str, version: str) -> str:
    if address == resources.SOURCE:
        return (
            f"this release of bd-scaffold does not have {version} of {address}; upgrade "
            "bd-scaffold"
        )
    return f"{address} has no version {version}; check the address."


def _newest_of(tags: list[str]) -> str | None:
    return max((tag for tag in tags if order(tag)), key=order, default=None)


def order(tag: str) -> tuple[int, ...]:
    """Return what a released version sorts by; nothing for a tag that is none."""
    match = _VERSION.fullmatch(tag)
    return tuple(int(part) for part in match[1].split(".")) if match else ()
