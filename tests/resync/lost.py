"""Every line that a team wrote, looked for in what an update made of the project."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from memory import After, File, Tree

from bd_scaffold.resync.identifiers import Renamed
from bd_scaffold.resync.outcome import LOCK, Outcome
from bd_scaffold.sources.compiled import ANSWERS

NOT_MERGED = {LOCK, ANSWERS}
"""What is resolved anew, or is ours alone."""


def lost(project: Tree, fresh: Tree, after: After) -> list[str]:
    """Return the lines of a project that neither its own fresh render nor the result has."""
    outcomes = {each.was or each.path: each for each in after.outcomes}
    return [
        f"{path}: {line!r}"
        for path, file in project.items()
        if path not in NOT_MERGED and file != fresh.get(path)
        for line in _missing(path, file, fresh.get(path), outcomes.get(path), after)
    ]


def _missing(
    path: str, file: File, fresh: File | None, outcome: Outcome | None, after: After
) -> Iterator[bytes]:
    there = after.tree.get(outcome.path if outcome else path)
    left = Counter(lines(there.content) if there else ())
    if outcome and outcome.conflict:
        left += Counter(lines(outcome.conflict.ours or b""))
    written = _written(lines(file.content), lines(fresh.content) if fresh else [])
    done = _by_line(outcome.renamed) if outcome and outcome.renamed else []
    for line in written:
        forms = [line, *(_renamed(line, names) for names in done)]
        wanted = next((each for each in forms if left[each] > 0), None)
        if wanted is None:
            yield line
        else:
            left[wanted] -= 1
    if there and there.mode != file.mode and not (outcome and outcome.conflict):
        yield f"mode {file.mode}".encode()


def lines(content: bytes) -> list[bytes]:
    """Return the lines of a content, however it ends them."""
    return [line.removesuffix(b"\r") for line in content.split(b"\n")]


def _written(mine: Sequence[bytes], generated: Sequence[bytes]) -> list[bytes]:
    """Return the lines that stand in the one and not in the other."""
    matcher = SequenceMatcher(None, generated, mine, autojunk=False)
    return [
        mine[number]
        for kind, _, _, first, last in matcher.get_opcodes()
        if kind in ("insert", "replace")
        for number in range(first, last)
    ]


def _by_line(renamed: Renamed) -> list[list[tuple[str, str]]]:
    """Return what was renamed in each line, by the lines of the result."""
    found: dict[int, list[tuple[str, str]]] = {}
    for number, old, new in renamed.done:
        found.setdefault(number, []).append((old, new))
    return [*found.values()]


def _renamed(line: bytes, done: Sequence[tuple[str, str]]) -> bytes:
    """Return a line with the names that were reported as renamed in it."""
    if not done:
        return line
    text = line.decode()
    names = dict(done)
    words = "|".join(sorted(map(re.escape, names), key=len, reverse=True))
    return re.sub(
        rf"(?<![\w.])(?:{words})(?!\w)|(?<=\.)(?:{words})(?!\w)",
        lambda match: names[match[0]],
        text,
    ).encode()
