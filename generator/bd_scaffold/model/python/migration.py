"""The first migration beside the statements that make each table."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from ...layout import Node, block, call
from ...names import python_string as quoted
from ...names import quote_sql, sql_literal
from ...resolve.types import Enum
from ..types import Column, Constraint, Migration, Table
from . import exclusions, word_indexes
from .columns import sql_text
from .tables import create_foreign_key, drop_table

_POSTGRESQL = "from sqlalchemy.dialects import postgresql"


def migration_of(tables: Mapping[str, Table], enums: Iterable[Enum] = ()) -> Migration:
    """Return what the first migration does beside making each table."""
    late = [
        (table.name, each)
        for table in tables.values()
        for each in table.constraints
        if each.late
    ]
    types = native_types(enums, tables)
    extensions = exclusions.extensions_of_tables(tables.values())
    return Migration(
        imports=(_POSTGRESQL,) if _has_json(tables) else (),
        late=tuple(_batch(table, create_foreign_key(key)) for table, key in late),
        downgrade=(*_downgrade(tables, late), *_types(map(drop_type, types))),
        helpers=tuple(
            f"\n{each.rstrip()}" for each in _helpers(tables, types, extensions)
        ),
        types=tuple(_types(create_type(name, of) for name, of in types.items())),
        extensions=tuple(block(exclusions.needed(each), 4) for each in extensions),
    )


def native_types(
    enums: Iterable[Enum], tables: Mapping[str, Table]
) -> dict[str, tuple[str, ...]]:
    """Return the types of PostgreSQL that some column is of, each with its values."""
    found = {each.native: each.values for each in enums if each.native}
    if not found:
        return {}
    columns = (each for table in tables.values() for each in table.columns)
    held = {each.type.native for each in columns}
    return {name: values for name, values in found.items() if name in held}


def create_type(name: str, values: Iterable[str]) -> str:
    """Return the statement that makes an enum a type of PostgreSQL."""
    listed = ", ".join(map(sql_literal, values))
    return f"CREATE TYPE {quote_sql(name)} AS ENUM ({listed})"


def drop_type(name: str) -> str:
    """Return the statement after which PostgreSQL has a type no longer."""
    return f"DROP TYPE {quote_sql(name)}"


def _types(statements: Iterable[str]) -> Iterator[str]:
    """Yield statements that only PostgreSQL runs."""
    listed = [block(call("op.execute", sql_text(each)), 8) for each in statements]
    if listed:
        yield block("if _is_postgresql():", 4)
        yield from listed


def _helpers(
    tables: Mapping[str, Table], types: Collection[str], extensions: Collection[str]
) -> Iterator[str]:
    if _differs(tables):
        yield BY_ENGINE
    if extensions:
        yield exclusions.NEED_EXTENSION
    if any(each.kind == "exclude" for t in tables.values() for each in t.constraints):
        yield exclusions.EXCLUDE
    if any(each.language for t in tables.values() for each in t.indexes):
        yield from word_indexes.HELPERS.values()
    if any(each.policies for each in tables.values()):
        yield PROTECT
    if types:
        yield from (ENUM_TYPE, ON_SQLITE_ALONE, IS_POSTGRESQL)


PROTECT = '''
def _protect(table: str, policies: dict[str, str]) -> None:
    """Have PostgreSQL itself hold rows to policies, whoever owns the table."""
    if op.get_context().dialect.name != "postgresql":
        return
    op.execute(f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY')
    op.execute(f'ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY')
    for name, sql in policies.items():
        op.execute(f'CREATE POLICY {name} ON "{table}" USING ({sql})')
'''
EXPOSE = '''
def _expose(table: str, policies: list[str]) -> None:
    """Have PostgreSQL hold rows to policies no longer."""
    if op.get_context().dialect.name != "postgresql":
        return
    for name in policies:
        op.execute(f'DROP POLICY {name} ON "{table}"')
    op.execute(f'ALTER TABLE "{table}" NO FORCE ROW LEVEL SECURITY')
    op.execute(f'ALTER TABLE "{table}" DISABLE ROW LEVEL SECURITY')
'''
IS_POSTGRESQL = """
def _is_postgresql() -> bool:
    return op.get_context().dialect.name == "postgresql"
"""
ENUM_TYPE = '''
def _enum_type(name: str) -> sa.types.TypeEngine[str]:
    """Return a type that PostgreSQL has for an enum; SQLite has a text."""
    return sa.String(length=60).with_variant(_Named(name), "postgresql")


class _Named(sa.types.UserDefinedType[str]):
    cache_ok = True

    def __init__(self, name: str) -> None:
        self.name = name

    def get_col_spec(self, **_: object) -> str:
        return f'"{self.name}"'
'''
ON_SQLITE_ALONE = '''
def _on_sqlite(check: sa.CheckConstraint) -> sa.CheckConstraint:
    """Return a check that PostgreSQL has not: there, the type of the column makes it."""
    return check.ddl_if(dialect="sqlite")
'''


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
    if any(differs(each) for table in tables.values() for each in table.columns):
        return True
    return any(each is not None and not each.is_portable for each in defaults) or any(
        key.nulls or key.nulls_equal for each in indexes for key in each.keys
    )


def differs(column: Column) -> bool:
    """True for a column that each engine computes by SQL of its own."""
    return column.computed is not None and not column.computed.sql.is_portable


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
        for statement in drop_table(name, tables[name].indexes):
            yield block(statement, 4)


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
