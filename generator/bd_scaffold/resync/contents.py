"""What a file of a project is: a link or a text, code, with whose ends of lines."""

from __future__ import annotations

from ..sources import git


def is_file(blob: git.Blob) -> bool:
    """Tell a file from a link, and from a repository inside the repository."""
    return blob.mode.startswith("100")


def is_content(blob: git.Blob) -> bool:
    """Tell a file or a link from a repository inside the repository."""
    return blob.mode[:3] in ("100", "120")


def has_dos_ends(content: bytes) -> bool:
    """Tell whether every line ends as on Windows."""
    return b"\n" in content and content.count(b"\n") == content.count(b"\r\n")


def with_dos_ends(content: bytes) -> bytes:
    """Return a text with the ends of lines that Windows has."""
    return content.replace(b"\n", b"\r\n")


def is_module(path: str) -> bool:
    """Tell whether a path is code, whose names follow a rename."""
    return path.endswith(".py") and not path.startswith("migrations/")


def decoded(content: bytes) -> str | None:
    """Return a file's text, or None where it has none."""
    try:
        return content.decode()
    except UnicodeDecodeError:
        return None
