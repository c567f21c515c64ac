"""The first migration beside the statements that make each table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ...layout import Node, block, call
from ...names import python_string as quoted
from ..types import Constraint, Migration, Table
from . import exclusions
from .tables import create_foreign_key

_POSTGRESQL = "from sqlalchemy.dialects import postgresql"


def migration_of(tables: Mapping[str, Table]) -> Migration:
    """Return what the first migration does beside making each table."""
    late = [
        (table.name, each)
        for table in tables.values()
        for each in table.constraints
        if each.late
    ]
    extensions = exclusions.extensions_of_tables(tables.values())
    return Migration(
        imports=(_POSTGRESQL,) if _has_json(tables) else (),
        late=tuple(_batch(table, create_foreign_key(key)) for table, key in late),
        downgrade=tuple(_downgrade(tables, late)),
        helpers=tuple(f"\n{each.rstrip()}" for each in _helpers(tables)),
        extensions=tuple(block(exclusions.needed(each), 4) for each in extensions),
    )


def _helpers(tables: Mapping[str, Table]) -> Iterator[str]:
    """Yield the functions that statements of the first migration call."""
    if _differs(tables):
        yield BY_ENGINE
    if exclusions.extensions_of_tables(tables.values()):
        yield exclusions.NEED_EXTENSION
    if any(each.kind == "exclude" for t in tables.values() for each in t.constraints):
        yield exclusions.EXCLUDE


BY_ENGINE = '''
def _by_engine(postgresql: str, sqlite: str) -> sa.TextClause:
    """Return SQL as the engine reads it that the migration runs on."""
    engine = op.get_context().dialect.name
    return sa.text(postgresql if engine == "postgresql" else sqlite)
'''


def _differs(tables: Mapping[str, Table]) -> bool:
    """True where the engines write something differently."""
    columns = (each for table in tables.values() for each in table.columns)
    defaults = (each.server_default for each in columns)
    indexes = (each for table in tables.values() for each in table.indexes)
    checks = (each for table in tables.values() for each in table.constraints)
    if any(each.postgresql for each in checks):
        return True
    return any(each is not None and not each.is_portable for each in defaults) or any(
        key.nulls or key.nulls_equal for each in indexes for key in each.keys
    )


def _has_json(tables: Mapping[str, Table]) -> bool:
    return any(
        column.type.kind == "json"
        for table in tables.values()
        for column in table.columns
    )


def _downgrade(
    tables: Mapping[str, Table], late: list[tuple[str, Constraint]]
) -> Iterator[str]:
    for table, key in reversed(late):
        yield _batch(table, _drop(key))
    for name in reversed([*tables]):
        yield block(call("op.drop_table", quoted(name)), 4)


def _drop(key: Constraint) -> Node:
    return Node(
        "batch.drop_constraint(",
        (quoted(key.name), 'type_="foreignkey"'),
        ")",
        spread=True,
    )


def _batch(table: str, statement: Node) -> str:
    """Return a statement on a table, which SQLite runs by copying the table."""
    return f"{block(batch_of(table), 4)}\n{block(statement, 8)}"


def batch_of(table: str) -> Node:
    """Return the head of a block that changes a table."""
    call_of = "with op.batch_alter_table("
    return Node(call_of, (quoted(table),), ") as batch:", shared=True)
