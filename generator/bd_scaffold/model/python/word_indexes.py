"""Indexes of the words in texts, as the mapped class and migrations write them.

PostgreSQL has one of an expression. SQLite has a table of its module FTS5 in its place, which
triggers keep: no mapped class knows of it, and Alembic's statements make none.
"""

from __future__ import annotations

from ...layout import Node, Source, call, texts
from ...names import python_string as quoted
from ..types import Index

MAPPED = "words_index"
"""What makes such an index in a mapped class."""


def mapped(index: Index) -> Node:
    """Return an index of words as a mapped class has it, of columns as the database calls them."""
    names = map(quoted, index.columns)
    return call(MAPPED, quoted(index.name), quoted(index.language), *names)


def created(table: str, index: Index, *more: Source) -> Node:
    """Return the statement of a migration that makes an index of words."""
    columns = texts(index.columns)
    about = (quoted(index.name), quoted(table), quoted(index.language), columns)
    return call("_index_words", *about, *more)


def dropped(table: str, index: Index, *more: Source) -> Node:
    """Return the statement of a migration that takes an index of words away."""
    return call("_forget_words", quoted(index.name), quoted(table), *more)


def concurrently(table: str, index: Index) -> tuple[Node, Node]:
    """Return the statements that make one while its table is written to."""
    apart = "concurrently=True"
    gone = dropped(table, index, "if_exists=True", apart)
    return gone, created(table, index, apart)


INDEX_WORDS = r"""
def _index_words(
    name: str,
    table: str,
    language: str,
    columns: list[str],
    *,
    concurrently: bool = False,
) -> None:
    $$$Index the words in texts, of which the first says most; SQLite has a table of them.$$$
    most = 100_000 // len(columns)
    if op.get_context().dialect.name == "postgresql":
        between = r"[!-/:-@[-`{-~\u00a0-\u00bf\u2000-\u206f\u3000-\u303f]+"
        parts = []
        for number, column in enumerate(columns):
            text = f"left(coalesce({_quoted(column)}, ''), {most})"
            text = f"normalize({text}, NFKD)"
            text = rf"regexp_replace({text}, '([A-Za-z])[\u0300-\u036f]+', '\1', 'g')"
            text = f"regexp_replace(normalize({text}, NFC), '{between}', ' ', 'g')"
            weight = "ABCD"[min(number, 3)]
            parts.append(f"setweight(to_tsvector('{language}', {text}), '{weight}')")
        op.create_index(
            name,
            table,
            [sa.text(f"({' || '.join(parts)})".replace(":", r"\:"))],
            postgresql_using="gin",
            postgresql_concurrently=concurrently,
        )
        return
    words, rows = _quoted(name), _quoted(table)
    held = [f"c{number}" for number in range(1, len(columns) + 1)]
    stems = "porter " if language == "english" else ""
    weights = [["10.0", "4.0", "2.0", "1.0"][min(n, 3)] for n in range(len(columns))]
    into = f"INSERT INTO {words} (rowid, {', '.join(held)})"
    stored, new = (
        ", ".join(f"substr({row}.{_quoted(each)}, 1, {most})" for each in columns)
        for row in (rows, "new")
    )
    add = f"{into} VALUES (new._rowid_, {new});"
    forget = f"DELETE FROM {words} WHERE rowid = old._rowid_;"  # noqa: S608
    changed = " OR ".join(
        f"old.{each} IS NOT new.{each}" for each in ("_rowid_", *map(_quoted, columns))
    )
    options = f"tokenize = '{stems}unicode61 remove_diacritics 2'"
    rank = f"VALUES ('rank', 'bm25({', '.join(weights)})')"
    trigger = "CREATE TRIGGER {} AFTER {} ON {}".format
    named = {each: _quoted(f"{name}_{each}") for each in ("insert", "update", "delete")}
    for statement in (
        f"CREATE VIRTUAL TABLE {words} USING fts5({', '.join(held)}, {options})",
        f"INSERT INTO {words} ({words}, rank) {rank}",
        f"{into} SELECT _rowid_, {stored} FROM {rows}",  # noqa: S608
        f"{trigger(named['insert'], 'INSERT', rows)} BEGIN {add} END",
        f"{trigger(named['update'], 'UPDATE', rows)} WHEN {changed} BEGIN {forget} {add} END",
        f"{trigger(named['delete'], 'DELETE', rows)} BEGIN {forget} END",
    ):
        op.execute(statement.replace(":", r"\:"))
""".replace("$$$", '""' + '"')

FORGET_WORDS = """
def _forget_words(
    name: str, table: str, *, if_exists: bool = False, concurrently: bool = False
) -> None:
    $$$Have an index of words no longer.$$$
    if op.get_context().dialect.name == "postgresql":
        op.drop_index(
            name, table, if_exists=if_exists, postgresql_concurrently=concurrently
        )
        return
    for event in ("insert", "update", "delete"):
        op.execute(f"DROP TRIGGER IF EXISTS {_quoted(f'{name}_{event}')}")
    op.execute(f"DROP TABLE IF EXISTS {_quoted(name)}")
""".replace("$$$", '""' + '"')

QUOTED = """
def _quoted(name: str) -> str:
    return f'"{name}"'
"""

HELPERS = {
    "_index_words": INDEX_WORDS,
    "_forget_words": FORGET_WORDS,
    "_quoted": QUOTED,
}
"""What these statements call, by name."""
