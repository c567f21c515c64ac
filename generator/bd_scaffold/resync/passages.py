"""Passages that a team writes into a page just where the page gets a section of its own.

A three-way merge calls two insertions at one place a conflict, since in code their order matters.
In prose both stay: the passage after the section that it follows, and then what is new.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..sources import git

_PAGES, _MARKDOWN = "docs/", ".md"
_OURS, _BASE, _THEIRS, _END = (b"<<<<<<< ", b"||||||| ", b"=======", b">>>>>>> ")


def is_page(path: str) -> bool:
    """Tell whether a file is a page of the documents."""
    return path.startswith(_PAGES) and path.endswith(_MARKDOWN)


def both(
    ours: bytes, base: bytes, theirs: bytes, labels: tuple[str, str, str]
) -> bytes | None:
    """Return a page with what both sides insert at one place; nothing where a side changes more."""
    merged = git.merged(ours, base, theirs, labels, with_base=True)
    begins, middle, ends = (
        mark + label.encode()
        for mark, label in zip((_OURS, _BASE, _END), labels, strict=True)
    )
    written = ours + base + theirs
    if any(mark in written for mark in (begins, middle, ends)):
        return None  # which of them are the merge's own can't be told
    lines = iter(merged.content.splitlines(keepends=True))
    done: list[bytes] = []
    for line in lines:
        if not line.startswith(begins):
            done.append(line)
            continue
        own = [*_until(lines, middle)]
        if any(each.strip() for each in _until(lines, _THEIRS)):
            return None
        done += _in_order(own, [*_until(lines, ends)])
    return b"".join(done)


def _until(lines: Iterator[bytes], mark: bytes) -> Iterator[bytes]:
    for line in lines:
        if line.startswith(mark):
            return
        yield line


def _in_order(own: list[bytes], new: list[bytes]) -> Iterator[bytes]:
    """Yield a passage and then a section; a chapter of one's own stands behind the section."""
    first, last = (own, new) if _rank(own) >= _rank(new) else (new, own)
    yield from first
    if first and last and first[-1].strip() and last[0].strip():
        yield b"\r\n" if first[-1].endswith(b"\r\n") else b"\n"
    yield from last


def _rank(lines: list[bytes]) -> int:
    """Return the level of what a text begins with: a paragraph is below all headings."""
    first = next((each for each in lines if each.strip()), b"")
    level = len(first) - len(first.lstrip(b"#"))
    return level or 7
