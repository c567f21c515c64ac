"""In what two catalogues differ, one line each, and the note that says why."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from catalogue import Catalogue, Column, Table


def differences(theirs: Catalogue, ours: Catalogue) -> Iterator[str]:
    """Say what is another thing in the second catalogue, what is missing and what is added."""
    for name in sorted({*theirs, *ours}):
        if name not in ours:
            yield f"- {name}"
        elif name not in theirs:
            yield f"+ {name}"
        else:
            yield from _columns(name, theirs[name].columns, ours[name].columns)
            yield from _named(name, theirs[name], ours[name])


def _columns(
    table: str, theirs: dict[str, Column], ours: dict[str, Column]
) -> Iterator[str]:
    for name in sorted({*theirs, *ours}):
        if name not in ours:
            yield f"- {table}.{name}"
        elif name not in theirs:
            yield f"+ {table}.{name}"
        else:
            yield from _said(f"{table}.{name}", theirs[name], ours[name])


def _said(column: str, theirs: Column, ours: Column) -> Iterator[str]:
    if theirs.type != ours.type:
        yield f"{column}: {theirs.type} -> {ours.type}"
    if theirs.required != ours.required:
        yield f"{column}: {_null(theirs)} -> {_null(ours)}"
    if theirs.default != ours.default:
        yield f"{column} = {theirs.default or 'nothing'} -> {ours.default or 'nothing'}"


def _null(column: Column) -> str:
    return "not null" if column.required else "null"


def _named(table: str, theirs: Table, ours: Table) -> Iterator[str]:
    """Compare keys, checks and indexes: those that do the same may have other names."""
    before, after = _by_definition(theirs), _by_definition(ours)
    for definition in sorted({*before, *after}):
        gone, come = _apart(before[definition], after[definition])
        for (one, action), (other, now) in zip(gone, come, strict=False):
            if one != other:
                yield f"{table} {definition}: {one} -> {other}"
            if action != now:
                yield f"{table} {definition}:{action} ->{now}"
        for one, action in gone[len(come) :]:
            yield f"- {table} {one}: {definition}{action}"
        for one, action in come[len(gone) :]:
            yield f"+ {table} {one}: {definition}{action}"


Named = tuple[str, str]
"""A name, and what a foreign key does when the row that it refers to goes or changes."""


def _apart(before: list[Named], after: list[Named]) -> tuple[list[Named], list[Named]]:
    both = Counter(before) & Counter(after)
    return (
        sorted((Counter(before) - both).elements()),
        sorted((Counter(after) - both).elements()),
    )


def _by_definition(table: Table) -> dict[str, list[Named]]:
    found: dict[str, list[Named]] = defaultdict(list)
    for name, definition in table.named.items():
        stem, on, action = definition.partition(" ON ")
        if definition.startswith("FOREIGN KEY"):
            found[stem].append((name, on + action or " NO ACTION"))
        else:
            found[definition].append((name, ""))
    return found


def explained(note: str) -> dict[str, list[str]]:
    """Read a note: each reason, and below it, indented, the differences that it is for."""
    found: dict[str, list[str]] = {}
    reason = ""
    for line in note.splitlines():
        if line.startswith("  "):
            found[reason].append(line.strip())
        elif line.strip():
            reason = line.strip()
            found[reason] = []
    return found
