"""Names stand in the order in which ruff has them, so that it finds nothing to sort."""

from __future__ import annotations

import subprocess
from pathlib import Path
from random import Random

import pytest

from bd_scaffold.layout import export_order, member_order, natural


@pytest.mark.parametrize(
    ("names", "ordered"),
    [
        (["Card", "CarModel"], ["CarModel", "Card"]),
        (["Url", "URL", "A"], ["URL", "A", "Url"]),
        (["Unit10", "Unit9"], ["Unit9", "Unit10"]),
        (["B1", "B09"], ["B09", "B1"]),
    ],
)
def test_what_a_module_exports_has_capitals_first(
    names: list[str], ordered: list[str]
) -> None:
    assert sorted(names, key=export_order) == ordered


def _drawn(random: Random) -> list[str]:
    names = (
        random.choice("AB") + "".join(random.choices("abAB019", k=random.randint(0, 5)))
        for _ in range(8)
    )
    return [*{each.lower(): each for each in names}.values()]


def test_ruff_sorts_nothing_otherwise(tmp_path: Path) -> None:
    random = Random(1)
    for number in range(600):
        _write(tmp_path / f"m{number}.py", _drawn(random))
    done = subprocess.run(
        ["ruff", "check", "--isolated", "--select=RUF022,I001", "--no-cache", "."],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[:2000]


def _write(path: Path, names: list[str]) -> None:
    modules = sorted((each.lower() for each in names), key=natural)
    lines = [f"from .{each} import x" for each in modules]
    lines += ["from .z import ("]
    lines += [f"    {each}," for each in sorted(names, key=member_order)]
    lines += [")", "", "__all__ = ["]
    lines += [f'    "{each}",' for each in sorted(names, key=export_order)]
    path.write_text("\n".join([*lines, "]", ""]), encoding="utf-8")
