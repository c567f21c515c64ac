"""A passage just where a page gets a section of its own stays, and is in no conflict."""

from __future__ import annotations

import pytest
from memory import File, created, updated

from bd_scaffold.resync.passages import both

NAMES = ("Apple", "Cherry")


def design(*names: str) -> str:
    fields = "{fields: {name: string(20)}, traits: [no_timestamps]}"
    entities = "".join(f"  {each}: {fields}\n" for each in names)
    said = "{functional: [{id: FR-1, text: All is kept., operations: ["
    kept = ", ".join(f"{each}.*" for each in names)
    return (
        f"name: fruit\ndocuments: true\nrequirements: {said}{kept}]}}]}}\n"
        f"entities:\n{entities}"
    )


BEFORE, AFTER = design(*NAMES), design("Apple", "Berry", "Cherry")
PAGES = {
    "docs/api-specification.md": ("### Apple", "### Berry", "### Cherry"),
    "docs/database-design.md": ("### apples", "### berries", "### cherries"),
    "docs/traces.md": ("### Apple", "### Berry", "### Cherry"),
}


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize(
    "passage", ["What we know of apples.", "- one\n- two", "#### More"]
)
def test_a_passage_between_neighbours_stays_where_one_comes_between_them(
    page: str, passage: str
) -> None:
    first, comes, last = PAGES[page]
    tree = created(BEFORE)
    text = tree[page].content.decode()
    assert text.count(f"\n{last}\n") == 1
    edited = text.replace(f"\n{last}\n", f"\n{passage}\n\n{last}\n")
    after = updated({**tree, page: File(edited.encode())}, AFTER, BEFORE)
    assert after.conflicts == set()
    found = after.tree[page].content.decode()
    places = [found.index(f"\n{each}\n") for each in (first, passage, comes, last)]
    assert places == sorted(places)
    fresh = created(AFTER, BEFORE)[page].content.decode()
    assert found.replace(f"{passage}\n\n", "") == fresh


def test_a_chapter_of_ones_own_stands_behind_a_section_that_comes() -> None:
    base = b"## All\n\n### A\n\na\n\n## Next\n"
    ours = base.replace(b"## Next", b"## Ours\n\nours\n\n## Next")
    theirs = base.replace(b"## Next", b"### B\n\nb\n\n## Next")
    found = both(ours, base, theirs, ("ours", "base", "theirs"))
    assert found == (
        b"## All\n\n### A\n\na\n\n### B\n\nb\n\n## Ours\n\nours\n\n## Next\n"
    )


def test_what_only_looks_like_a_mark_is_text() -> None:
    base = b"<<<<<<< HEAD\n\n## Next\n"
    ours = base.replace(b"## Next", b"Ours\n=======\n\n## Next")
    theirs = base.replace(b"## Next", b"Theirs.\n\n## Next")
    found = both(ours, base, theirs, ("ours", "base", "theirs"))
    assert found == b"<<<<<<< HEAD\n\nOurs\n=======\n\nTheirs.\n\n## Next\n"


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (b"one\ntwo of ours\nthree\n", b"one\ntwo of theirs\nthree\n"),
        (b"one\nthree\n", b"one\ntwo of theirs\nthree\n"),
        (b"one\n<<<<<<< ours\ntwo\nthree\n", b"one\ntheirs\ntwo\nthree\n"),
    ],
)
def test_what_both_sides_change_is_left_to_people(ours: bytes, theirs: bytes) -> None:
    base = b"one\ntwo\nthree\n"
    assert both(ours, base, theirs, ("ours", "base", "theirs")) is None
