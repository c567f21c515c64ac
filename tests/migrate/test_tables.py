"""A table that belongs to no entity is made, changed and dropped like any other."""

from __future__ import annotations

from drafts import first_migration, model_of

from bd_scaffold import migrate
from bd_scaffold.migrate.operations import AddColumn, CreateTable, DropTable
from bd_scaffold.model.constraints import primary_key
from bd_scaffold.model.python.migration import migration_of
from bd_scaffold.model.python.tables import table_python
from bd_scaffold.model.types import Column, ColumnType, Default, Model, Table
from bd_scaffold.record import replace
from bd_scaffold.resolve.indexes import lookup

SHOP = model_of("entities: {Order: {fields: {total: integer}}}")


def column(name: str, kind: ColumnType, *, primary: bool = False) -> Column:
    return Column(
        name=name,
        field="",
        attribute=name,
        type=kind,
        nullable=False,
        primary=primary,
        trait=False,
    )


def outbox(*more: Column) -> Table:
    columns = (
        column("id", ColumnType("uuid"), primary=True),
        column("topic", ColumnType("string", 40)),
        *more,
    )
    keys, indexes = (primary_key("outbox", ["id"]),), (lookup("outbox", ("topic",)),)
    python = table_python("outbox", columns, keys, indexes)
    return Table("outbox", "", "", columns, keys, indexes, python)


def shop(table: Table) -> Model:
    tables = {**SHOP.tables, table.name: table}
    return replace(SHOP, tables=tables, migration=migration_of(tables))


def test_it_is_part_of_the_first_migration() -> None:
    text = first_migration(shop(outbox()))
    made, dropped = text.index('create_table(\n        "outbox"'), text.index(
        "def down"
    )
    assert made < text.index('"ix_outbox_topic"') < dropped
    assert text.index('drop_table("outbox")') < text.index('drop_table("orders")')


def test_it_comes_and_goes() -> None:
    (come,) = migrate.operations(SHOP, shop(outbox()))
    (gone,) = migrate.operations(shop(outbox()), SHOP)
    assert isinstance(come, CreateTable)
    assert isinstance(gone, DropTable)
    (danger,) = migrate.destructive_changes([gone])
    assert danger.name == "drop:outbox"


def test_it_changes_in_place() -> None:
    tries = replace(
        column("tries", ColumnType("integer")), default=Default("constant", 0)
    )
    (added,) = migrate.operations(shop(outbox()), shop(outbox(tries)))
    assert isinstance(added, AddColumn)
    assert (added.table, added.column.subject) == ("outbox", "outbox.tries")
