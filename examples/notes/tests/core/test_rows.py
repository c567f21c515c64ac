import sqlalchemy as sa

from notes.core.db.rows import named_rows


def test_a_row_has_its_values_as_attributes() -> None:
    one = sa.select(sa.literal(1).label("_key"), sa.literal("b").label("count"))
    with sa.create_engine("sqlite://").connect() as connection:
        (row,) = named_rows(connection.execute(one))
    assert (row._key, row.count) == tuple(row) == (1, "b")
    assert {"_key", "count"} <= vars(type(row)).keys()  # which are found at once
