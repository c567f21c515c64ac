"""Indexes that need an extension: the migration creates it, or says that it can't."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from databases import Database
from drafts import entity, first_migration
from journey import texts, travel
from sqlalchemy import text

from bd_scaffold.model.types import Model

Empty = Callable[[], Database]

FIELDS = "name: string(40)\nday: date\ntaken: boolean = true\nfound: integer?"


def things(indexes: str = "[]", fields: str = FIELDS) -> Model:
    return entity(fields, "Thing", indexes=indexes)


GIN = "[{fields: [name gin_trgm_ops], method: gin}]"
GIST = "[{fields: [name gist_trgm_ops], method: gist}]"
PLAIN = "[{fields: [day, taken, lower(name)], method: gist, include: found}]"
CHANGES = {
    "parts_of_texts": (things(), things(GIN)),
    "by_gist": (things(GIN), things(GIST)),
    "plain": (things(), things(PLAIN)),
    "renamed": (
        things(GIN),
        things(
            GIN.replace("name", "title"),
            FIELDS.replace("name: string(40)", "title: text was(name)"),
        ),
    ),
}
SPGIST = "[{fields: [name], method: spgist}]"


@pytest.mark.parametrize("change", CHANGES)
def test_rows_keep_their_values(extended: Empty, change: str) -> None:
    travel(extended, *CHANGES[change])


def test_spgist_needs_none(empty: Empty) -> None:
    travel(empty, things(), things(SPGIST))


@pytest.mark.parametrize(
    ("indexes", "extension"),
    [(GIN, "pg_trgm"), (GIST, "pg_trgm"), (PLAIN, "btree_gist")],
)
def test_one_that_the_server_does_not_have(
    postgresql_empty: Empty, indexes: str, extension: str
) -> None:
    database = postgresql_empty()
    database.migrate([first_migration(things())])
    with pytest.raises(RuntimeError, match=f"PostgreSQL has no extension {extension}"):
        database.migrate(texts(things(), things(indexes)))


def test_it_stays_when_nothing_needs_it_any_more(extended: Empty) -> None:
    """Others may use it by then."""
    database = extended()
    database.migrate([first_migration(things(GIN)), *texts(things(GIN), things())])
    if not database.url.startswith("sqlite"):
        known = text("SELECT extname FROM pg_extension WHERE extname = 'pg_trgm'")
        assert database.run(lambda each: each.scalar(known)) == "pg_trgm"
