"""What the document says of two standards: every requirement, and tests that there are."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs/security-standards.md"

# The requirements of levels 1 and 2, by section, as the ASVS 5.0.0 numbers them.
_REQUIREMENTS: dict[str, tuple[int, ...]] = {
    "6.1": (1, 2, 3),
    "6.2": (*range(1, 13),),
    "6.3": (1, 2, 3, 4),
    "6.4": (1, 2, 3, 4),
    "6.5": (1, 2, 3, 4, 5),
    "6.6": (1, 2, 3),
    "6.8": (1, 2, 3, 4),
    "7.1": (1, 2, 3),
    "7.2": (1, 2, 3, 4),
    "7.3": (1, 2),
    "7.4": (1, 2, 3, 4, 5),
    "7.5": (1, 2),
    "7.6": (1, 2),
    "8.1": (1, 2),
    "8.2": (1, 2, 3),
    "8.3": (1,),
    "8.4": (1,),
    "9.1": (1, 2, 3),
    "9.2": (1, 2, 3, 4),
    "10.1": (1, 2),
    "10.2": (1, 2),
    "10.3": (1, 2, 3, 4),
    "10.4": (*range(1, 12),),
    "10.5": (1, 2, 3, 4, 5),
    "10.6": (1, 2),
    "10.7": (1, 2, 3),
}
_WITHOUT = ("*Not applicable*", "*Not covered*", "*Document*")


def _rows() -> list[tuple[str, str, str]]:
    """Return the rows of all tables: what is asked for, what is done, and the tests."""
    lines = PAGE.read_text(encoding="utf-8").splitlines()
    cells = [line.strip("|").split("|") for line in lines if line.startswith("| ")]
    rows = [tuple(each.strip() for each in row) for row in cells]
    return [(a, b, c) for a, b, c in rows if a]


ROWS = _rows()
TESTS = sorted({each for _, _, tests in ROWS for each in re.findall(r"`(.*?)`", tests)})


@cache
def _templates() -> dict[str, str]:
    """Return the tests of generated projects, by their files."""
    files = (ROOT / "blueprints/fastapi").glob("**/outputs/tests/**/test_*.py.jinja")
    return {
        path.as_posix()
        .rpartition("/outputs/tests/")[2]
        .removesuffix(".jinja"): (path.read_text(encoding="utf-8"))
        for path in files
    }


def test_every_requirement_has_one_row() -> None:
    numbers = [each for each, _, _ in ROWS if re.fullmatch(r"\d+\.\d+\.\d+", each)]
    assert numbers == [
        f"{section}.{each}"
        for section, found in _REQUIREMENTS.items()
        for each in found
    ]
    risks = [each for each, _, _ in ROWS if each.startswith("API")]
    assert [each.split()[0] for each in risks] == [f"API{n}" for n in range(1, 11)]


@pytest.mark.parametrize("named", TESTS)
def test_each_named_test_is_there(named: str) -> None:
    file, _, function = named.partition("::")
    assert file in _templates()
    assert not function or f"def {function}(" in _templates()[file]


@pytest.mark.parametrize("row", ROWS, ids=[each for each, _, _ in ROWS])
def test_a_row_without_a_test_says_why(row: tuple[str, str, str]) -> None:
    _, done, tests = row
    assert tests or done.startswith(_WITHOUT)
