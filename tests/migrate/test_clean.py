"""Revisions of any length, with names of any length, are clean in black and ruff."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import black
import pytest
from drafts import FIRST, first_migration, model_of

from bd_scaffold import migrate

_SETTINGS = Path(__file__).parents[2] / "examples" / "notes" / "pyproject.toml"
"""What holds for every generated project."""

_WORDS = "everything_that_can_be_said_about_the_longest_name_there_is0"


def _revisions(old: str, new: str, *, two_steps: bool = True) -> Iterator[str]:
    """The revisions between two designs, in one step and in two."""
    before, after = model_of(old), model_of(new)
    history = migrate.read_history({FIRST: first_migration(before)})
    made = [*migrate.revision(migrate.operations(before, after), history)]
    if two_steps:
        made += migrate.revision(migrate.two_steps(before, after), history)
    yield from (each.text for each in made)


def _hub(name: str, field: str, was: str = "", field_was: str = "") -> str:
    """A design in which many entities point to one."""
    spoke = """
  Spoke{number}:
    fields:
      hub: {name} on_delete(cascade) index
      label: string(20) unique index
      {field}: integer {was} filter index
"""
    field_was = field_was and f"was({field_was})"
    others = (
        spoke.format(number=each, name=name, field=field, was=field_was)
        for each in range(14)
    )
    former = was and f"was: {was}"
    return f"""
entities:
  {name}:
    {former}
    fields:
      code: string(9) unique
{"".join(others)}
"""


def _long_names(length: int) -> tuple[str, str]:
    """A design and the same renamed, its names all of one length, in a circle of tables."""
    old, new = ((start + _WORDS)[:length].rstrip("_") for start in "fg")
    first, second = (each.title().replace("_", "") for each in (old, new))
    design = """
entities:
  {entity}:
    fields:
      {field}: string(20) unique
      other: Z{entity}?
  Z{entity}:
    fields:
      {field}: {entity}? filter
      day: date sort index
"""
    before = design.format(entity=first, field=old)
    after = design.format(entity=second, field=new)
    after = after.replace(f"  {second}:\n", f"  {second}:\n    was: {first}\n", 1)
    after = after.replace(f"  Z{second}:\n", f"  Z{second}:\n    was: Z{first}\n")
    after = after.replace("string(20) unique", f"string(20) unique was({old})")
    return before, after.replace(f"{second}? filter", f"{second}? filter was({old})")


def _assert_clean(texts: list[str], folder: Path) -> None:
    for number, text in enumerate(texts):
        assert black.format_str(text, mode=black.Mode()) == text, text
        (folder / f"r{number}.py").write_text(text)
    shutil.copy(_SETTINGS, folder)
    done = subprocess.run(
        ["ruff", "check", "--no-cache", "--output-format=concise", "."],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


def test_a_rename_that_touches_many_tables_stays_simple(tmp_path: Path) -> None:
    texts = [*_revisions(_hub("Hub", "sum"), _hub("Wheel", "amount", "Hub", "sum"))]
    assert any("def _upgrade_spoke3s" in each for each in texts)
    _assert_clean(texts, tmp_path)


def test_many_retyped_columns_of_one_table_ask_once_for_the_engine(
    tmp_path: Path,
) -> None:
    design = "entities:\n  Box:\n    fields:\n"
    old = design + "".join(f"      f{n}: text\n" for n in range(20))
    new = design + "".join(f"      f{n}: boolean\n" for n in range(20))
    texts = [*_revisions(old, new, two_steps=False)]
    assert texts[0].count("if not _is_postgresql():") <= 2
    _assert_clean(texts, tmp_path)


@pytest.mark.parametrize(
    "thorough", [False, pytest.param(True, marks=pytest.mark.thorough)]
)
def test_renames_between_names_of_every_length_are_clean(
    tmp_path: Path, *, thorough: bool
) -> None:
    lengths = range(3, 58) if thorough else (3, 17, 29, 34, 38, 45, 51, 57)
    texts = [text for n in lengths for text in _revisions(*_long_names(n))]
    _assert_clean(texts, tmp_path)
