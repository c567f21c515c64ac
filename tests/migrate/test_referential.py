"""What a foreign key says of the other row's end and of another key, on rows of both engines."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa
from databases import Database
from drafts import first_migration, model_of
from journey import Empty, refused, texts, travel

from bd_scaffold import migrate
from bd_scaffold.migrate.revision import upgrade_of
from bd_scaffold.migrate.sql import _first, _offline, _recorded
from bd_scaffold.model.types import Model

_WORDS = (Path(__file__).parents[2] / "docs/words.md").read_text("utf-8")
_SECTION = re.split(r"^## ", _WORDS.partition("## Relations")[2], flags=re.MULTILINE)[0]
ROWS = re.findall("^\\| `([^:`]+)` \\| `([^`]+)` \\|", _SECTION, flags=re.MULTILINE)


def places(words: str) -> Model:
    """A place in a country, with words of the relation; a country's key is two letters."""
    return model_of(design(words))


def design(words: str) -> str:
    return f"""
entities:
  Country: {{key: code, fields: {{code: string(2)}}, traits: [no_timestamps]}}
  Place:
    key: number
    traits: [no_timestamps]
    fields:
      number: integer
      country: Country? {words}
      seen: Country[] {"on_update(cascade)" if "on_update(cascade)" in words else ""}
"""


@pytest.mark.parametrize(("word", "made"), ROWS, ids=[word for word, _ in ROWS])
def test_a_row_of_the_page_says_what_is_made(word: str, made: str) -> None:
    model = places(word if "set_default" not in word else f"{word} = EU")
    texts = [upgrade_of(_first(model))]
    assert made in _offline(texts)
    assert made in _recorded(texts, model_of("entities: {A: {fields: {b: text?}}}"))


@pytest.mark.parametrize(
    "change",
    [
        ("", "on_delete(no_action) on_update(cascade)"),
        ("on_delete(set_default) = EU", "on_delete(cascade) on_update(set_null)"),
        ("on_update(cascade) = EU", "on_update(restrict) = UN"),
        ("on_delete(no_action)", "on_delete(no_action) deferred"),
        ("on_delete(no_action) deferrable", "on_delete(no_action)"),
        ("on_delete(no_action) deferrable", "on_delete(no_action) deferred"),
        ("filter", "filter unindexed"),
    ],
)
def test_there_and_back(empty: Empty, change: tuple[str, str]) -> None:
    travel(empty, *map(places, change))


def test_a_new_relation_needs_its_default_to_be_there(empty: Empty) -> None:
    old = "entities: {A: {key: n, fields: {n: integer}}, B: {fields: {c: integer}}}"
    new = old.replace("c: integer", "c: integer, a: A = %s")
    assert refused(empty, model_of(old), model_of(new % 77)) == (
        "12 rows of bs would point to as that do not exist."
    )
    travel(empty, model_of(old), model_of(new % 1))


@pytest.mark.parametrize("rule", ["cascade", "restrict"])
def test_rows_without_a_relation_need_its_default_to_be_there(rule: str) -> None:
    """Whether the foreign key is written anew, or stays as it is."""
    old = places(f"on_delete({rule})")
    new = model_of(design("= XX on_delete(restrict)").replace("Country?", "Country"))
    found = migrate.destructive_changes(migrate.operations(old, new))
    assert [each.name for each in found] == ["reference:Place.country"]
    guarded = (
        "places WHERE country_code IS NULL AND NOT EXISTS "
        "(SELECT 1 FROM countries WHERE code = 'XX')"
    )
    assert guarded in "".join(texts(old, new)).replace('"\n', "").replace("\n", "")


Cells = list[tuple[int, str | None]]


def after(empty: Callable[[], Database], words: str, statement: str) -> Cells:
    """What places refer to once a statement has run; the first is in XX, the second in EU."""
    database = empty()
    database.migrate([first_migration(places(words))])

    def run(connection: sa.Connection) -> Cells:
        written = (
            "INSERT INTO countries VALUES ('EU'), ('XX')",
            "INSERT INTO places (number, country_code) VALUES (1, 'XX')",
            "INSERT INTO places (number) VALUES (2)",
            "INSERT INTO place_seen VALUES (1, 'XX')",
        )
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("COMMIT")
            connection.exec_driver_sql("PRAGMA foreign_keys = ON")
            connection.exec_driver_sql("BEGIN")
        for each in (*written, statement):
            connection.exec_driver_sql(each)
        read = "SELECT number, country_code FROM places ORDER BY number"
        return [(row[0], row[1]) for row in connection.exec_driver_sql(read)]

    return database.run(run)


GONE = "DELETE FROM countries WHERE code = 'XX'"
OTHER = "UPDATE countries SET code = 'YY' WHERE code = 'XX'"


@pytest.mark.parametrize(
    ("words", "statement", "referred"),
    [
        ("on_delete(set_default) = EU", GONE, "EU"),
        ("on_update(cascade)", OTHER, "YY"),
    ],
)
def test_rows_follow(empty: Empty, words: str, statement: str, referred: str) -> None:
    default = "EU" if "= EU" in words else None
    assert after(empty, words, statement) == [(1, referred), (2, default)]


@pytest.mark.parametrize(
    ("words", "statement"),
    [("on_delete(no_action)", GONE), ("on_update(restrict) on_delete(cascade)", OTHER)],
)
def test_rows_refuse(empty: Empty, words: str, statement: str) -> None:
    with pytest.raises(sa.exc.IntegrityError, match=r"(?i)foreign key"):
        after(empty, words, statement)
