"""Sizes that the documents name are those that a filled SQLite has, where that can be asked."""

from __future__ import annotations

import hashlib
import random
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from databases import Database
from drafts import first_migration
from test_filled_tables import KINDS

from bd_scaffold import model as models
from bd_scaffold import pipeline
from bd_scaffold.documents.sizes import LINKS, Expected
from bd_scaffold.documents.sqlite_sizes import _InFile, sqlite_sizes_of
from bd_scaffold.documents.storage import Value
from bd_scaffold.model.types import Column, Model, Table
from bd_scaffold.sources import resources

ROWS = 10_000
OF_A_TABLE = 0.10
OF_AN_INDEX = 0.15


def _has_sizes() -> bool:
    with sqlite3.connect(":memory:") as connection:
        options = {each for (each,) in connection.execute("PRAGMA compile_options")}
    return "ENABLE_DBSTAT_VTAB" in options


pytestmark = [
    pytest.mark.engines,
    pytest.mark.skipif(not _has_sizes(), reason="this SQLite has no table dbstat"),
]


@pytest.mark.parametrize("name", ["kinds", "shop"])
def test_tables_and_indexes_in_a_file_are_as_large_as_said(
    name: str, tmp_path: Path
) -> None:
    text = KINDS if name == "kinds" else resources.example(name).read_text()
    model = models.build(pipeline.check(text.encode(), name))
    path = tmp_path / "filled.db"
    Database(f"sqlite+aiosqlite:///{path}").migrate([first_migration(model)])
    counts, found = filled(path, model)
    expected = {each: Expected(count) for each, count in counts.items()}
    wrong = []
    compared = 0
    for size in sqlite_sizes_of(model, expected):
        if size.expected is None:
            continue
        pairs = [(size.name, size.data.now, OF_A_TABLE)]
        pairs += [
            (each.name, each.size.now, OF_AN_INDEX)
            for each in size.indexes
            if each.size is not None and each.where in ("", "deleted_at IS NULL")
        ]
        for each, told, most in pairs:
            measured = found[each]
            compared += 1
            if abs(told - measured) > most * measured:
                wrong.append(f"{each}: {measured:,}, and not {told:,}")
    assert wrong == []
    assert compared > 8


def filled(path: Path, model: Model) -> tuple[dict[str, int], dict[str, int]]:
    """Fill every table, and say how many rows there are, and what each object takes."""
    made = random.Random(7)
    counts = {}
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA ignore_check_constraints = 1")
        connection.execute("PRAGMA foreign_keys = 0")
        for (trigger,) in [
            *connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        ]:
            connection.execute(f'DROP TRIGGER "{trigger}"')
        for table in model.tables.values():
            if table.entity and not table.copies:
                rows = LINKS * ROWS if table.link else ROWS
                names, values = rows_of(model, table, rows, made)
                marks = ", ".join("?" * len(names))
                listed = ", ".join(f'"{each}"' for each in names)
                connection.executemany(
                    f'INSERT OR IGNORE INTO "{table.name}" ({listed}) VALUES ({marks})',
                    values,
                )
                if not table.link:
                    (counts[table.entity],) = connection.execute(
                        f'SELECT count(*) FROM "{table.name}"'
                    ).fetchone()
        found = {
            str(name): int(pages)
            for name, pages in connection.execute(
                "SELECT name, sum(pgsize) FROM dbstat GROUP BY name"
            )
        }
        return counts, found | named(connection, model, found)


def named(
    connection: sqlite3.Connection, model: Model, found: dict[str, int]
) -> dict[str, int]:
    """What the indexes take that SQLite makes for constraints, by the names of these."""
    told = {}
    for table in model.tables.values():
        for constraint in table.constraints:
            if constraint.kind not in ("primary_key", "unique"):
                continue
            for _, index, *_ in connection.execute(
                f'PRAGMA index_list("{table.name}")'
            ):
                columns = tuple(
                    row[2]
                    for row in connection.execute(f'PRAGMA index_info("{index}")')
                )
                if columns == constraint.columns and index.startswith("sqlite_"):
                    told[constraint.name] = found[index]
    return told


def rows_of(
    model: Model, table: Table, rows: int, made: random.Random
) -> tuple[list[str], Iterator[tuple[object, ...]]]:
    known = _InFile(model, {}).values_of(table, None)
    columns = [each for each in table.columns if each.computed is None]
    targets = {
        each.columns[-1]: each.target
        for each in table.constraints
        if each.kind == "foreign_key"
    }
    enums = {each.name: [*each.values] for each in model.enums}

    def values() -> Iterator[tuple[object, ...]]:
        for number in range(rows):
            yield tuple(
                _of(each, known[each.name], number, targets, enums, made)
                for each in columns
            )

    return [each.name for each in columns], values()


def _of(
    column: Column,
    value: Value,
    number: int,
    targets: dict[str, str],
    enums: dict[str, list[str]],
    made: random.Random,
) -> object:
    if value.empty:
        return None
    kind = column.type.kind
    if column.name in targets and kind == "uuid":
        said = f"{targets[column.name]} {made.randrange(ROWS)}"
        return hashlib.md5(said.encode(), usedforsecurity=False).hexdigest()
    if column.primary and kind == "uuid":
        return f"{number:012x}{made.getrandbits(80):020x}"
    if column.enum in enums and column.items is None:
        return made.choice(enums[column.enum])
    simple: dict[str, Callable[[], object]] = {
        "smallint": lambda: made.randrange(200, 30_000),
        "integer": lambda: made.randrange(10**7, 2 * 10**9),
        "bigint": lambda: made.randrange(10**15, 9 * 10**18),
        "float": made.random,
        "decimal": lambda: made.randrange(10**6) / 100 + 0.005,
        "boolean": lambda: made.random() < 0.5,
        "date": lambda: f"20{made.randrange(10, 99)}-01-{made.randrange(10, 28)}",
        "time": lambda: f"10:00:00.{made.randrange(10**6):06}",
        "datetime": lambda: f"2026-01-01 10:00:00.{made.randrange(10**6):06}",
        "uuid": lambda: f"{made.getrandbits(128):032x}",
    }
    if column.items is None and kind in simple and not column.sealed:
        return simple[kind]()
    width = round(value.width * (1 if value.fixed else 0.5 + made.random()))
    text = f"{made.getrandbits(4 * max(width, 8)):x}{number}"[-max(width, 6) :]
    return text.encode() if kind == "bytes" else text
