"""Words in texts: what counts as one, and the indexes of them.

Letters are found whatever their case, Latin ones whatever their accents; all that is neither a
letter nor a digit stands between words. SQLite's FTS5 knows this by itself. PostgreSQL is told
by functions of its own that never change what they return, so an index can hold it.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler

MOST = 100_000
"""How many characters of a row are looked into, which leaves room for all of their words."""

_ACCENTS = r"([A-Za-z])[\u0300-\u036f]+"
_BETWEEN = r"[!-/:-@[-`{-~\u00a0-\u00bf\u2000-\u206f\u3000-\u303f]+"
_WORD = re.compile(r"([^\W_]+)(\*?)")
_LONGEST = 200
"""How many characters of a question are read, of which decomposition makes more."""


def words_of(text: str) -> list[tuple[str, bool]]:
    """Return the words of a question, each with whether it is only the beginning of one."""
    parts = unicodedata.normalize("NFKD", text)[:_LONGEST]
    plain = unicodedata.normalize("NFC", re.sub(_ACCENTS, r"\1", parts))
    return [(word, bool(open_)) for word, open_ in _WORD.findall(plain)]


class Words(sa.TypeDecorator[str]):
    """A question of a user as each engine reads it: all of its words, and no operators."""

    impl = sa.String
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: sa.Dialect) -> str:
        """Return the words of a text, quoted, so that no text is a mistake."""
        words = words_of(value or "")
        if dialect.name == "postgresql":
            return " & ".join(f"'{word}'{':*' * open_}" for word, open_ in words)
        return " AND ".join(f'"{word}"{" *" * open_}' for word, open_ in words) or '""'


def words_index(name: str, language: str, *columns: str) -> sa.Index:
    """Return PostgreSQL's index of the words in columns, the first as the most important.

    SQLite has a table of the same name, which triggers keep.
    """
    index = sa.Index(
        name,
        sa.literal_column(vector(language, columns, columns)),
        postgresql_using="gin",
        info={"language": language, "columns": columns},
    )
    sa.event.listen(index, "after_parent_attach", _keep_on_sqlite)
    return index.ddl_if(dialect="postgresql")


def _keep_on_sqlite(index: sa.Index, table: sa.Table) -> None:
    """Have whoever makes the table on SQLite make the one with its words."""
    name = str(index.name)

    def make(_table: sa.Table, connection: sa.Connection, **_options: Any) -> None:
        if connection.dialect.name == "sqlite":
            for statement in sqlite_words(name, table.name, **index.info):
                connection.exec_driver_sql(statement)

    def drop(_table: sa.Table, connection: sa.Connection, **_options: Any) -> None:
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql(f'DROP TABLE "{name}"')

    sa.event.listen(table, "after_create", make)
    sa.event.listen(table, "after_drop", drop)


def sqlite_words(
    name: str, table: str, language: str, columns: Sequence[str]
) -> Iterator[str]:
    """Yield the statements that have SQLite keep the words of a table."""
    held = ", ".join(f"c{number}" for number in range(1, len(columns) + 1))
    stems = "porter " if language == "english" else ""
    options = f"tokenize = '{stems}unicode61 remove_diacritics 2'"
    weights = [["10.0", "4.0", "2.0", "1.0"][min(n, 3)] for n in range(len(columns))]
    rank = f"VALUES ('rank', 'bm25({', '.join(weights)})')"
    new = (f'substr(new."{each}", 1, {MOST // len(columns)})' for each in columns)
    given = f"VALUES (new._rowid_, {', '.join(new)})"
    add = f'INSERT INTO "{name}" (rowid, {held}) {given};'
    forget = f'DELETE FROM "{name}" WHERE rowid = old._rowid_;'  # noqa: S608
    compared = ("_rowid_", *(f'"{each}"' for each in columns))
    changed = " OR ".join(f"old.{each} IS NOT new.{each}" for each in compared)
    steps = {
        "insert": f"BEGIN {add} END",
        "update": f"WHEN {changed} BEGIN {forget} {add} END",
        "delete": f"BEGIN {forget} END",
    }
    yield f'CREATE VIRTUAL TABLE "{name}" USING fts5({held}, {options})'
    yield f'INSERT INTO "{name}" ("{name}", rank) {rank}'
    for event, step in steps.items():
        when = f'"{name}_{event}" AFTER {event.upper()} ON "{table}"'
        yield f"CREATE TRIGGER {when} {step}"


def read_tables(connection: sa.Connection) -> None:
    """Have SQLite read which tables there are, before triggers look for those of words.

    After a migration by another process, they would find none: not even their own.
    """
    if connection.get_execution_options().get("isolation_level") == "AUTOCOMMIT":
        return  # nothing is written
    cursor = connection.connection.cursor()
    cursor.execute("SELECT 1 FROM sqlite_master LIMIT 0")
    cursor.close()


def compared_in(metadata: sa.MetaData) -> Callable[[str | None, str, Any], bool]:
    """Return which names Alembic compares: of no table that SQLite keeps words in."""
    indexes = [each for table in metadata.tables.values() for each in table.indexes]
    words = tuple(str(each.name) for each in indexes if "language" in each.info)

    def is_compared(name: str | None, kind: str, _parents: Any) -> bool:
        return kind != "table" or not (name or "").startswith(words)

    return is_compared


def is_compared_with(
    item: object, _name: str | None, _kind: str, _reflected: bool, other: object
) -> bool:
    """Return that Alembic looks whether an index of words is there, and no further.

    PostgreSQL tells of its expression in words of its own.
    """
    return other is None or "language" not in getattr(item, "info", ())


def vector(
    language: str, columns: Iterable[str], within: Sequence[str], table: str = ""
) -> str:
    """Return PostgreSQL's words of columns; their weights are those `within` the index."""
    parts = []
    for column in columns:
        name = f'"{table}"."{column}"' if table else f'"{column}"'
        text = f"normalize(left(coalesce({name}, ''), {MOST // len(within)}), NFKD)"
        text = rf"regexp_replace({text}, '{_ACCENTS}', '\1', 'g')"
        text = f"regexp_replace(normalize({text}, NFC), '{_BETWEEN}', ' ', 'g')"
        weight = "ABCD"[min(within.index(column), 3)]
        parts.append(f"setweight(to_tsvector('{language}', {text}), '{weight}')")
    return f"({' || '.join(parts)})"


class ByDialect(sa.sql.functions.FunctionElement[Any]):
    """An expression that each engine has in its own words: PostgreSQL's, then SQLite's."""

    name = "by_dialect"
    inherit_cache = True

    def __init__(
        self, postgresql: sa.ColumnElement[Any], sqlite: sa.ColumnElement[Any]
    ) -> None:
        super().__init__(postgresql, sqlite)
        self.type = postgresql.type


@compiles(ByDialect)
def _written(element: ByDialect, compiler: SQLCompiler, **options: Any) -> str:
    postgresql, sqlite = element.clauses
    is_postgresql = compiler.dialect.name == "postgresql"
    return compiler.process(postgresql if is_postgresql else sqlite, **options)
