"""Folders that somebody has named."""

from __future__ import annotations

import os
from pathlib import Path


class FolderError(Exception):
    """A path that was named is not a folder that can be read."""


def check_folder(folder: Path, kind: str) -> None:
    """Refuse a path that is not a folder that can be read; `kind` says of what."""
    try:
        os.scandir(folder).close()
    except OSError as error:
        raise FolderError(
            f"{folder} {_reason(error)}: name the folder of a {kind}"
        ) from error


def _reason(error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return "does not exist"
    if isinstance(error, NotADirectoryError):
        return "is not a folder"
    return f"can't be read ({error.strerror})"
