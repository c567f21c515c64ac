"""The names that PostgreSQL gives to the constraints of required columns."""

from __future__ import annotations

from collections.abc import Callable

import sqlalchemy as sa
from databases import Database

from bd_scaffold.migrate.not_null import default_name

LENGTHS = [(1, 1), (27, 26), (27, 27), (30, 30), (60, 3), (3, 60), (45, 20), (60, 60)]


def test_a_name_is_the_one_that_postgresql_chooses(
    postgresql_empty: Callable[[], Database],
) -> None:
    database = postgresql_empty()

    for one, other in LENGTHS:
        table, column = "t" * one, "c" * other
        create = sa.text(f"CREATE TABLE {table} ({column} integer NOT NULL)")
        database.run(lambda connection, create=create: connection.execute(create))
        assert database.catalogue()[table]["required"] == [default_name(table, column)]
        drop = sa.text(f"DROP TABLE {table}")
        database.run(lambda connection, drop=drop: connection.execute(drop))
