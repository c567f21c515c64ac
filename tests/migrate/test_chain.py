"""A database that follows a design for years, and all the way back, loses no row."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import rows
from changes import SHOP, SHOP_NEXT
from databases import Database
from drafts import first_migration, model_of
from journey import check_rows, texts

from bd_scaffold.migrate.schema import schema_of
from bd_scaffold.model.types import Model

ROWS = 100
LATER = (
    (
        ("[Category, Product, Review]", "[Category, Product, Rating]"),
        ("  Review:\n", "  Rating:\n    was: Review\n"),
        ("stars: integer min(1) max(5)", "stars: bigint min(1) max(5)"),
        ("cancelled]", "called_off was(cancelled)]"),
        ("to: cancelled", "to: called_off"),
        ("city: string(100) filter", "town: text filter was(city)"),
        (
            "traits: [soft_delete, versioned, audited]",
            "traits: [soft_delete, audited]",
        ),
    ),
    (
        ("    unique: [[product, author]]\n", ""),
        ("full_name: string(200)", "full_name: string(250)"),
        ("traits: [audited]", "traits: [audited, versioned]"),
        (
            "customer: Customer on_delete(cascade)\n",
            "customer: Customer on_delete(restrict)\n",
        ),
    ),
)
"""What becomes of the shop in the years after, one edit of its design each."""


def _models() -> list[Model]:
    said = [SHOP.read_text(), SHOP_NEXT.read_text()]
    for edits in LATER:
        text = said[-1].replace("    was: Address\n", "").replace(" was(stock)", "")
        text = text.replace("    was: Review\n", "").replace(" was(cancelled)", "")
        text = text.replace(" was(city)", "")
        for old, new in edits:
            assert old in text, old
            text = text.replace(old, new, 1)
        said.append(text)
    return [model_of(text) for text in said]


def _catalogue(database: Database, model: Model) -> dict[str, Any]:
    """Return the catalogue of a new project's database."""
    database.migrate([first_migration(model)])
    return database.catalogue()


def test_from_design_to_design_and_back(empty: Callable[[], Database]) -> None:
    models = _models()
    fresh = [_catalogue(empty(), model) for model in models]
    database = empty()
    database.migrate([first_migration(models[0])])
    database.run(rows.fill(schema_of(models[0]), ROWS))
    first = database.run(rows.read(schema_of(models[0])))
    before, done = first, []
    for (old, new), wanted in zip(pairwise(models), fresh[1:], strict=True):
        step = texts(old, new)
        database.migrate(step)
        done += step
        assert database.catalogue() == wanted
        assert database.dangling() == []
        after = database.run(rows.read(schema_of(new)))
        check_rows(old, new, before, after)
        before = after
    database.migrate(reversed(done), "downgrade")
    assert database.catalogue() == fresh[0]
    assert database.dangling() == []
    last = database.run(rows.read(schema_of(models[0])))
    assert {table: len(found) for table, found in last.items() if found} == {
        table: len(found)
        for table, found in first.items()
        if found and table not in ("tags", "product_tags")  # removed on the way
    }
