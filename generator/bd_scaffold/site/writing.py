"""Writing a site: all of it in one moment, in the place of the one before."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Mapping
from pathlib import Path

from bd_scaffold.names import first_of
from bd_scaffold.render.write import DestinationError, check_destination, staged

_MARKER = ".bd-scaffold-site.json"
"""It says which files of a folder are a site's; hosting services leave hidden files alone."""

_SHOWN = 3


class SiteFolderError(Exception):
    """A site can't be written to a folder."""


def check_folder(folder: Path) -> None:
    """Refuse a folder that holds something else than a site of ours."""
    if not folder.is_dir() or not any(folder.iterdir()):
        try:
            check_destination(folder)
        except DestinationError as error:
            raise SiteFolderError(str(error)) from error
        return
    ours = _files_of(folder)
    if ours is None:
        raise SiteFolderError(
            f"{folder} is neither empty nor a site of bd-scaffold's: name another folder"
        )
    if others := sorted(_files_in(folder) - ours):
        shown, more = first_of(others, _SHOWN)
        names = ", ".join(shown) + (f" and {more} more" if more else "")
        raise SiteFolderError(
            f"{folder} has files that are not of its site: {names}; move them away, "
            "since the whole folder is written anew"
        )


def write(files: Mapping[str, bytes], folder: Path) -> None:
    """Write a site: whoever looks sees the old one or the new one, and never a part."""
    check_folder(folder)
    marker = json.dumps({"files": sorted(files)}, indent=1, ensure_ascii=False) + "\n"
    old: Path | None = None
    try:
        with staged(folder) as stage:
            for path, content in {**files, _MARKER: marker.encode()}.items():
                (stage / path).parent.mkdir(parents=True, exist_ok=True)
                (stage / path).write_bytes(content)
            if folder.is_dir() and any(folder.iterdir()):
                old = folder.with_name(f".{folder.name}.{os.urandom(4).hex()}.old")
                shutil.copymode(folder, stage)
                folder.rename(old)
    except DestinationError as error:
        _bring_back(old, folder)
        raise SiteFolderError(str(error)) from error
    except BaseException:
        _bring_back(old, folder)
        raise
    if old is not None:
        shutil.rmtree(old, ignore_errors=True)


def _bring_back(old: Path | None, folder: Path) -> None:
    if old is not None and old.is_dir() and not folder.exists():
        old.rename(folder)


def _files_of(folder: Path) -> set[str] | None:
    """Return the files of the site in a folder; nothing where none of ours is there."""
    try:
        marker = json.loads((folder / _MARKER).read_bytes())
        return {*map(str, marker["files"]), _MARKER}
    except (OSError, ValueError, LookupError, TypeError):
        return None


def _files_in(folder: Path) -> set[str]:
    return {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if not path.is_dir() or path.is_symlink()
    }
