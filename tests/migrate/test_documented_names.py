"""What `docs/words.md` says of names, groups and checks is what the first migration makes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from drafts import entity

from bd_scaffold.migrate.revision import upgrade_of
from bd_scaffold.migrate.sql import _first, _offline, _recorded
from bd_scaffold.model.types import Model

_WORDS = (Path(__file__).parents[2] / "docs/words.md").read_text("utf-8")


def rows_of(title: str) -> list[list[str]]:
    """The rows of a section's tables."""
    after = _WORDS.partition(f"\n## {title}\n")[2]
    section = re.split(r"^## ", after, flags=re.MULTILINE)[0]
    return [
        [cell.strip().strip("`") for cell in line.strip("| ").split(" | ")]
        for line in section.splitlines()
        if line.startswith("| `")
    ]


ROWS = rows_of("Names")
PATHS = [row for row in ROWS if row[0].partition(":")[0] in ("plural", "path")]
CONSTRAINTS = [row for row in ROWS if len(row) == 3]
IN_TABLES = [row for row in ROWS if row not in (*PATHS, *CONSTRAINTS)]


def model(word: str) -> Model:
    """The model of an entity whose word, or one of whose fields, a row is about."""
    name, _, value = word.partition(": ")
    if name == "table":
        return entity("note: text?", "Thing", table=value)
    return entity(word, "Thing")


@pytest.mark.parametrize("row", IN_TABLES, ids=[row[0] for row in IN_TABLES])
def test_a_row_says_what_is_made(row: list[str]) -> None:
    word, postgresql, sqlite, json, _ = row
    made = model(word)
    texts = [upgrade_of(_first(made))]
    assert postgresql in flat(_offline(texts))
    assert sqlite in flat(_recorded(texts, entity("note: text?", "Nothing")))
    names = {each.name for each in made.entities[0].properties}
    assert json == "-" or json in names


@pytest.mark.parametrize("row", PATHS, ids=[row[0] for row in PATHS])
def test_a_row_says_where_an_entity_is_served(row: list[str]) -> None:
    word, table, operation, _ = row
    name, _, value = word.partition(": ")
    made = entity("note: text?", "Person", **{name: value}).entities[0]
    listing = made.operations[0]
    verb, path = listing.http.method.upper(), listing.http.path
    assert (made.table, f"{verb} {path}`, `{listing.id}") == (table, operation)


@pytest.mark.parametrize("row", CONSTRAINTS, ids=[row[0] for row in CONSTRAINTS])
def test_a_row_says_what_a_constraint_is_called(row: list[str]) -> None:
    word, made, _ = row
    name, _, value = word.partition(": ")
    fields, words = "note: text length(0, 9)\nday: date", {name: value}
    if "constraint(" in word:
        fields, words = f"{fields}\n{word}", {}
    texts = [upgrade_of(_first(entity(fields, "Thing", **words)))]
    assert made in flat(_offline(texts))
    assert made in flat(_recorded(texts, entity("note: text?", "Nothing")))


GROUPS = rows_of("Unique groups")


@pytest.mark.parametrize("row", GROUPS, ids=[row[0] for row in GROUPS])
def test_a_row_says_what_a_unique_group_is(row: list[str]) -> None:
    group, postgresql, sqlite, _ = row
    made = entity("day: date\nnote: string(9)?", "Thing", unique=f"[{group}]")
    texts = [upgrade_of(_first(made))]
    assert postgresql in flat(_offline(texts))
    assert sqlite in flat(_recorded(texts, entity("note: text?", "Nothing")))


CHECKS = [row for row in rows_of("Checks") if row[0].startswith("{")]


@pytest.mark.parametrize("row", CHECKS, ids=[row[0] for row in CHECKS])
def test_a_row_says_what_a_check_of_an_engine_is(row: list[str]) -> None:
    check, postgresql, sqlite = row
    made = entity("day: date\nnote: string(9)?", "Thing", checks=f"[{check}]")
    texts = [upgrade_of(_first(made))]
    assert postgresql in flat(_offline(texts))
    assert sqlite in flat(_recorded(texts, entity("note: text?", "Nothing")))


def flat(sql: str) -> str:
    """SQL with one blank in place of several and of line breaks."""
    return re.sub(r"\s+", " ", sql)
